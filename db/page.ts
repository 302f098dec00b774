import type { Scope } from './scope.ts';
import type { Query } from './statement.ts';

/** One page of a list, and where the next one starts. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** The query asks for one row more than a page holds: that row says whether there is another page. */
export async function page<Item>(
  scope: Scope,
  limit: number,
  query: Query<Item>,
  cursorOf: (last: Item) => string,
): Promise<Page<Item>> {
  const found = await scope.all(query);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? cursorOf(last) : null };
}

/** The form in which names and SKUs are compared: without case, in any script. */
export const fold = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
