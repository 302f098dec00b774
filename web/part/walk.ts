import { type Key, useState } from 'react';
import { useShortcuts } from './shortcut.tsx';

type Props<Item> = {
  /** What the help calls the list. */
  title: string;
  items: readonly Item[];
  keyOf: (item: Item) => Key;
  open: (item: Item) => void;
  does: string;
};

/** Keys that walk through a list: j and k choose, Enter opens. */
export function useWalk<Item>({ title, items, keyOf, open, does }: Props<Item>): Key | null {
  const [chosen, choose] = useState<Key | null>(null);
  const at = items.findIndex((item) => keyOf(item) === chosen);
  const go = (index: number) => {
    const next = items[Math.max(0, Math.min(index, items.length - 1))];
    if (next !== undefined) choose(keyOf(next));
  };
  useShortcuts(title, [
    { keys: 'j', does: 'Next', run: () => go(at + 1) },
    { keys: 'k', does: 'Previous', run: () => go(at - 1) },
    {
      keys: 'Enter',
      does,
      run: () => {
        const item = items[at];
        if (item !== undefined) open(item);
      },
    },
  ]);
  return chosen;
}
