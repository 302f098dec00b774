import type { Scope } from './scope.ts';
import type { Query } from './statement.ts';

/** One page of a list, and where the next one starts. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** Asked for is one row more than a page holds: that row says whether there is another page. */
export async function page<Item>(
  scope: Scope,
  limit: number,
  ask: (rows: number) => Query<Item>,
  cursorOf: (last: Item) => string,
): Promise<Page<Item>> {
  const found = await scope.all(ask(limit + 1));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? cursorOf(last) : null };
}

/** Of a list that goes by id, in whichever direction. */
export const pageById = <Item extends { id: unknown }>(
  scope: Scope,
  limit: number,
  ask: (rows: number) => Query<Item>,
): Promise<Page<Item>> => page(scope, limit, ask, ({ id }) => String(id));

/** The form in which names and SKUs are compared: without case, in any script. */
export const fold = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
