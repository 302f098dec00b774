import { Fragment, type ReactNode, useState } from 'react';
import { Panel } from './panel.tsx';

/** What is being changed, or made; null: nothing. */
export type Edited<Item> = Item | 'new' | null;

type Props<Item> = {
  edited: Edited<Item>;
  close: () => void;
  title: (item: Item | null) => string;
  size?: string;
  /** The form for one that is there, or for a new one. */
  children: (item: Item | null) => ReactNode;
};

/** A form in a dialog. While that fades, it keeps what it showed. */
export function EditPanel<Item extends { id: number }>({
  edited,
  close,
  title,
  size,
  children,
}: Props<Item>) {
  const [kept, setKept] = useState(edited);
  if (edited && edited !== kept) setKept(edited);
  const item = kept === 'new' ? null : kept;
  return (
    <Panel title={title(item)} isOpen={edited !== null} close={close} {...(size && { size })}>
      <Fragment key={item?.id ?? 'new'}>{children(item)}</Fragment>
    </Panel>
  );
}

/** What was changed in a form: the rest is not sent, and not told afterwards. */
export function changesIn<Facts extends object>(given: Facts, before: Facts): Partial<Facts> {
  const changed: Partial<Facts> = { ...given };
  for (const name in given) if (Object.is(given[name], before[name])) delete changed[name];
  return changed;
}
