import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type Key, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import css from './rows.module.css';

type Props<Item> = {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => Key;
  heightGuess: number;
  /** The row that keys move to; it is kept in sight. */
  chosen: number | null;
  /** The end is near: there may be more to read. */
  onEnd?: () => void;
  row: (item: Item, index: number) => ReactNode;
};

/** Thousands of rows, of which only those in sight are drawn. */
export function Rows<Item>({ label, items, keyOf, heightGuess, chosen, onEnd, row }: Props<Item>) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const [height, setHeight] = useState(heightGuess);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => height,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 8,
    // Drawn with the next frame and not before it: whoever scrolls is not held up.
    useFlushSync: false,
    scrollMargin: top,
    scrollPaddingStart: 16,
    scrollPaddingEnd: 80,
  });
  const shown = rows.getVirtualItems();
  const isDrawn = shown.length > 0;
  // On a phone rows are higher: those that are not drawn yet are taken to be as the first ones are.
  useLayoutEffect(() => {
    if (!isDrawn || !list.current) return;
    const drawn = [...list.current.children].map((row) => row.getBoundingClientRect().height);
    setHeight(drawn.reduce((sum, one) => sum + one, 0) / drawn.length);
  }, [isDrawn]);
  useLayoutEffect(() => {
    if (height > 0) rows.measure();
  }, [height, rows]);
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 1) onEnd?.();
  }, [last, items.length, onEnd]);
  useEffect(() => {
    if (chosen !== null) rows.scrollToIndex(chosen);
  }, [chosen, rows]);
  return (
    <ul ref={list} className={css.rows} aria-label={label} style={{ height: rows.getTotalSize() }}>
      {shown.map(({ index, key, start }) => {
        const item = items[index];
        return (
          item !== undefined && (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              {row(item, index)}
            </li>
          )
        );
      })}
    </ul>
  );
}
