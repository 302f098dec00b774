import { Button } from '@mantine/core';
import { type ChangeEvent, type ReactNode, useState } from 'react';
import { type Detail, troubleOf, wordsOf } from '../fault.ts';
import { type Role, useMay } from '../session.tsx';
import { reasonFor } from './act.tsx';
import css from './form.module.css';
import { Icon } from './icon.tsx';

type Value = string | number | boolean | null;
type Values = Record<string, Value>;

/** What is typed into a form, and what the API said to its fields. `lines.0.quantity` is said to the field `lines`, unless there is one of that name. */
export function useForm<Given extends Values>(initial: Given) {
  const [values, setValues] = useState(initial);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const set = (name: keyof Given & string, value: Value) => {
    setValues((before) => ({ ...before, [name]: value }));
    setRefusal((before) => before && without(name, before));
  };
  const errorOf = (name: string) =>
    refusal?.details
      .filter(({ field }) => field === name)
      .map(({ message }) => message)
      .join('; ') || undefined;
  type Name = keyof Given & string;
  return {
    values,
    set,
    isChanged: Object.keys(initial).some((name) => values[name] !== initial[name]),
    refusal,
    /** What was refused: each field shows its part, the form shows the rest. */
    refuse: (error: unknown) => setRefusal(refusalOf(error, values)),
    /** What is seen to be missing before anything is sent. */
    object: (name: Name, message: string) =>
      setRefusal({ sentence: MISSING, details: [{ field: name, message }], rest: [], requestId: null }),
    accept: () => setRefusal(null),
    errorOf,
    text: (name: Name) => ({
      name,
      value: String(values[name] ?? ''),
      error: errorOf(name),
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
        set(name, event.currentTarget.value),
    }),
    number: (name: Name) => ({
      name,
      value: typeof values[name] === 'number' ? values[name] : '',
      error: errorOf(name),
      onChange: (value: string | number) => set(name, typeof value === 'number' ? value : null),
    }),
    choice: (name: Name) => ({
      name,
      value: values[name] === null ? null : String(values[name]),
      error: errorOf(name),
      onChange: (value: string | null) => set(name, value),
    }),
    flag: (name: Name) => ({
      name,
      checked: values[name] === true,
      error: errorOf(name),
      onChange: (event: ChangeEvent<HTMLInputElement>) => set(name, event.currentTarget.checked),
    }),
  };
}

/** Once nothing is left of a refusal, neither is its sentence. */
function without(name: string, refusal: Refusal): Refusal | null {
  const details = refusal.details.filter(({ field }) => field !== name);
  const isAnswered = details.length === 0 && refusal.details.length > 0 && refusal.rest.length === 0;
  return isAnswered ? null : { ...refusal, details };
}

const MISSING = 'Look at the marked field.';

type Refusal = { sentence: string; details: Detail[]; rest: Detail[]; requestId: string | null };

function refusalOf(error: unknown, values: Values): Refusal {
  const { sentence, details, requestId, canRetry } = troubleOf(error);
  const said = details.map((detail) => ({ ...detail, field: nearest(detail.field, values) }));
  return {
    sentence,
    details: said.filter(({ field }) => field in values),
    rest: said.filter(({ field }) => !(field in values)),
    requestId: canRetry ? requestId : null,
  };
}

const nearest = (field: string, values: Values): string =>
  field in values ? field : (field.split('.').find((part) => part in values) ?? field);

type FormProps = {
  form: Pick<ReturnType<typeof useForm>, 'refusal'>;
  onSubmit: () => void;
  needs: Role;
  isBusy: boolean;
  submit: string;
  cancel?: () => void;
  /** What the way out says, where “Cancel” could be taken for the deed itself. */
  cancelLabel?: string;
  children: ReactNode;
};

/** Fields, what was refused, and the two buttons. */
export function Form({
  form: { refusal },
  onSubmit,
  needs,
  isBusy,
  submit,
  cancel,
  cancelLabel = 'Cancel',
  children,
}: FormProps) {
  const may = useMay(needs);
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (may && !isBusy) onSubmit();
      }}
    >
      {children}
      {refusal && <Refused refusal={refusal} />}
      {!may && <p className="quiet">{reasonFor(needs)}</p>}
      <div className={css.foot}>
        {cancel && (
          <Button variant="default" onClick={cancel}>
            {cancelLabel}
          </Button>
        )}
        <Button type="submit" loading={isBusy} disabled={!may}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

function Refused({ refusal: { sentence, rest, requestId } }: { refusal: Refusal }) {
  return (
    <div className={css.refused} role="alert">
      <Icon name="warning" />
      <div>
        <strong>{sentence}</strong>
        {rest.map(({ field, message }) => (
          <p key={field + message}>{field ? `${wordsOf(field)}: ${message}` : message}</p>
        ))}
        {requestId && <p className="mono">Request id {requestId}</p>}
      </div>
    </div>
  );
}

/** Fields side by side where there is room. */
export const Fields = ({ children }: { children: ReactNode }) => <div className={css.fields}>{children}</div>;
