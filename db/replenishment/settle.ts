import { sql } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { command, rowsChanged } from '../statement.ts';
import { cancelEmptyDrafts, dropLines, openDrafts, postDrafts, writeLines } from './draft.ts';
import { holdShortages, openShortages, type Places, resolveShortages, wakeSnoozed } from './episode.ts';
import { type Figures, listed, writeForecasts, writeVelocities } from './figures.ts';

/**
 * Everything that follows from the figures of some places, in one batch: velocities, shortages, drafts. A place is
 * done when nothing changed since it was read; else it is due again at once.
 */
export async function settle(scope: Scope, computed: Figures[]): Promise<{ done: number }> {
  const places = namesOf(computed);
  const concerned = namesOf(computed.filter(({ isConcerned }) => isConcerned));
  const steps = [
    writeForecasts({ figures: listed(computed) }),
    writeVelocities({ places }),
    ...(concerned === NONE ? [] : ofShortages.map((step) => step({ places: concerned }))),
    cancelEmptyDrafts({ places }),
    forgetDone({ places }),
  ];
  const { rows: forgotten } = await scope.write(steps, rowsChanged({}), 'internal');
  if (forgotten === computed.length) return { done: computed.length };
  const { rows: again } = await scope.write([againAtOnce({ places })], rowsChanged({}), 'internal');
  return { done: computed.length - again };
}

const namesOf = (computed: Figures[]): string =>
  JSON.stringify(computed.map(({ productId, warehouseId, mark }) => [productId, warehouseId, mark]));

const NONE = namesOf([]);

const forgetDone = command<Places>(
  (slot) => sql`delete from dirty where (company_id, product_id, warehouse_id, mark) in (
    select ${slot('company')}, value ->> 0, value ->> 1, value ->> 2 from json_each(${slot('places')}))`,
);

/** A step of its own, because it is seldom needed. Without it they would be due when their lease ends. */
const againAtOnce = command<Places>(
  (slot) => sql`update dirty set due_at = 0 where (company_id, product_id, warehouse_id) in (
    select ${slot('company')}, value ->> 0, value ->> 1 from json_each(${slot('places')}))`,
);

/** In their order. Most places of a company are far from short, and these would look each of them up nine times. */
const ofShortages = [
  wakeSnoozed,
  resolveShortages,
  openShortages,
  holdShortages,
  dropLines,
  openDrafts,
  writeLines,
  postDrafts,
];
