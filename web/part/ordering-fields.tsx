import { Select } from '@mantine/core';
import css from './ordering-fields.module.css';
import { duration, type Ordering, orderingWords } from './ordering-words.ts';

type Props = {
  label: string;
  description?: string;
  value: string | null;
  error: string | undefined;
  onChange: (value: string | null) => void;
};

const collecting = [0, 60, 300, 900, 3600, 14_400, 43_200, 86_400];
/** Offers each half hour, and what is set now, whatever it is. */
const halfHours = Array.from(
  { length: 49 },
  (_, half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`,
);

/** How long a draft collects further lines. Its value is in seconds, as text. */
export function CollectingChoice({ asElse, ...props }: Props & { asElse?: string }) {
  const now = props.value ? Number(props.value) : 60;
  const offered = [...new Set([...collecting, now])].toSorted((one, other) => one - other);
  const data = offered.map((seconds) => ({
    value: String(seconds),
    label: seconds === 0 ? 'not at all' : duration(seconds),
  }));
  return <Select {...props} data={asElse === undefined ? data : [{ value: '', label: asElse }, ...data]} />;
}

export function TimeChoice({
  isEnd = false,
  asElse,
  ...props
}: Props & { isEnd?: boolean; asElse?: string }) {
  const offered = isEnd ? halfHours.slice(1) : halfHours.slice(0, -1);
  const times = [...new Set(props.value ? [...offered, props.value] : offered)].toSorted();
  const data = times.map((time) => ({ value: time, label: time }));
  return (
    <Select
      {...props}
      searchable
      data={asElse === undefined ? data : [{ value: '', label: asElse }, ...data]}
    />
  );
}

/** What will happen, told while it is set. */
export function Foretold({ ordering, name }: { ordering: Ordering; name: string }) {
  return (
    <div className={css.foretold} aria-live="polite">
      <strong>What will happen</strong>
      {orderingWords(ordering, name).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
