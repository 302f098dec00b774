import { sweep } from '../../db/replenishment/sweep.ts';
import { scopeTo } from '../../db/scope.ts';
import { recompute } from '../../worker/job/recompute.ts';
import type { Company, Json, Room } from '../room.ts';
import { accepted, DAY, iso, record } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked } from '../stock.ts';

/** Long enough for every window to have been in stock from end to end. */
const STOCKED_DAYS = 400;

type Options = { left?: number; sold?: number; warehouse?: number; daysAgo?: number; fields?: object };

/** Something that was sold and has this much left; low, unless the options say otherwise. */
export async function lowShelf(
  room: Room,
  company: Company,
  { left = 10, sold = 30, warehouse, daysAgo = 1, fields = {} }: Options = {},
): Promise<Stocked> {
  const at = warehouse ?? (await newWarehouse(company));
  const product = await newProduct(company, {
    low_stock_threshold: 10,
    ...fields,
  });
  const shelf = { company, product, warehouse: at };
  const opened = iso(room.clock.now - STOCKED_DAYS * DAY);
  await record(shelf, 'initial', left + sold, { occurred_at: opened });
  if (sold > 0) await record(shelf, 'sale', sold, { occurred_at: iso(room.clock.now - daysAgo * DAY) });
  return shelf;
}

/** The worker's figures as of the room's clock, by the plain rule, which is easy to foretell. */
export async function computed(room: Room, company: Company, timeZone = 'UTC'): Promise<void> {
  const scope = scopeTo(room.database, { company: company.id, timeZone, actor: 'test' }, room.clock.now);
  await room.client.execute(`update policies set method = 'mean_30' where company_id = ${company.id}`);
  await sweep(scope);
  await recompute(scope);
}

export const ask = (company: Company, query = '') =>
  company.rest('GET', `/companies/${company.id}/alerts/low-stock${query}`);

export const lowStock = async (company: Company, query = ''): Promise<Json> =>
  accepted(await ask(company, query));

/** A company with one low shelf, and the alert about it; undefined when there is none. */
export const alertOf = async ({ company, product, warehouse }: Stocked, query = ''): Promise<Json> =>
  (await lowStock(company, query)).alerts.find(
    (alert: Json) => alert.product_id === product && alert.warehouse_id === warehouse,
  );
