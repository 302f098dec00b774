import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type Key, type ReactNode, useEffect, useRef } from 'react';
import { Failed } from './failed.tsx';
import { Loaded } from './loaded.tsx';
import css from './table.module.css';

export type Column<Item> = {
  title: string;
  cell: (item: Item) => ReactNode;
  /** Figures stand to the right, under each other. */
  isFigure?: boolean;
  /** Dropped first where it gets narrow. */
  isMinor?: boolean;
  /** Left out on a phone. */
  isWide?: boolean;
};

type Props<Item> = {
  label: string;
  items: readonly Item[];
  columns: Column<Item>[];
  keyOf: (item: Item) => Key;
  isQuiet?: (item: Item) => boolean;
  /** The row that keys led to: its link takes the focus, so that a screen reader follows. */
  chosen?: Key | null;
};

/** A list of things with the same facts. On a phone each row becomes a card: the first column its heading. */
export function Table<Item>({ label, items, columns, keyOf, isQuiet, chosen = null }: Props<Item>) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (chosen !== null) body.current?.querySelector<HTMLElement>('tr[data-chosen] a')?.focus();
  }, [chosen]);
  return (
    <div className={css.wrap}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {items.map((item) => (
            <tr
              key={keyOf(item)}
              data-quiet={isQuiet?.(item) || undefined}
              data-chosen={(chosen !== null && keyOf(item) === chosen) || undefined}
            >
              {columns.map((column) => (
                <td key={column.title} data-title={column.title} className={classOf(column)}>
                  {column.cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const classOf = ({ isFigure, isMinor, isWide }: Column<never>): string =>
  [isFigure && css.figure, isMinor && css.minor, isWide && css.wide].filter(Boolean).join(' ');

type PagedProps<Item> = {
  what: string;
  query: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>, unknown>;
  empty: ReactNode;
  children: (items: Item[]) => ReactNode;
};

/** A list that is read page by page: waiting, refused, empty, or as much of it as was read, and the next when it is near. */
export function Paged<Item>({ what, query, empty, children }: PagedProps<Item>) {
  return (
    <Loaded what={what} query={query}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return empty;
        return (
          <>
            {children(items)}
            {query.hasNextPage && <More what={what} query={query} />}
          </>
        );
      }}
    </Loaded>
  );
}

type MoreProps = {
  what: string;
  query: Pick<
    UseInfiniteQueryResult<unknown, unknown>,
    'fetchNextPage' | 'isFetchingNextPage' | 'isError' | 'isFetchNextPageError' | 'error'
  >;
};

/** Reads on by itself when it comes into view, and when it is asked to; refused, it waits to be asked. */
export function More({ what, query }: MoreProps) {
  const { fetchNextPage, isFetchingNextPage, isError, isFetchNextPageError, error } = query;
  const mark = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!mark.current || isFetchingNextPage || isError) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void fetchNextPage();
      },
      { rootMargin: '600px' },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [fetchNextPage, isFetchingNextPage, isError]);
  if (isFetchNextPageError && !isFetchingNextPage)
    return <Failed error={error} retry={() => fetchNextPage()} isInline />;
  return (
    <div className={css.more}>
      <Button ref={mark} variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        More {what}
      </Button>
    </div>
  );
}
