import { scopeOf } from '../../db/company/company.ts';
import { order } from '../../worker/job/order.ts';
import { recompute } from '../../worker/job/recompute.ts';
import type { Added } from '../../worker/queue.ts';
import { LEASE_MS, relayOnce } from '../../worker/relay.ts';
import { workIn } from '../order/desk.ts';
import type { Company, Json, Room } from '../room.ts';
import { accepted, DAY, iso, record } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked } from '../stock.ts';

/** A shelf with a supplier, opened long enough ago for its sales to mean something. */
export async function suppliedShelf(
  room: Room,
  { company, fields = {}, supplier = {}, terms = {}, opening = 1000, warehouse }: Partial<Supplied> = {},
): Promise<Stocked & { supplier: number }> {
  const owner = company ?? (await room.company());
  const made = async (path: string, body: object): Promise<number> =>
    accepted(await owner.rest('POST', path, body)).id;
  const at = warehouse ?? (await newWarehouse(owner));
  const product = await newProduct(owner, { low_stock_threshold: 20, ...fields });
  const supplierId =
    typeof supplier === 'number'
      ? supplier
      : await made('/suppliers', {
          name: `Supplier of ${product}`,
          contact_email: `orders${product}@supplier.example`,
          lead_time_days: 7,
          ...supplier,
        });
  await made('/terms', { supplier_id: supplierId, product_id: product, is_primary: true, ...terms });
  const shelf = { company: owner, product, warehouse: at, supplier: supplierId };
  await record(shelf, 'initial', opening, { occurred_at: iso(room.clock.now - 60 * DAY) });
  return shelf;
}

type Supplied = {
  company: Company;
  fields: object;
  supplier: object | number;
  terms: object;
  opening: number;
  warehouse: number;
};

/** So many a day on each of the last days, and the rest of the stock away, so that so many are left. */
export async function sellDown(
  room: Room,
  shelf: Stocked,
  perDay: number,
  days: number,
  left: number,
): Promise<void> {
  for (let ago = days; ago >= 1; ago -= 1)
    await record(shelf, 'sale', perDay, { occurred_at: iso(room.clock.now - ago * DAY) });
  const { body } = await shelf.company.rest('GET', `/inventory/${shelf.product}/${shelf.warehouse}`);
  if (body.on_hand > left) await record(shelf, 'scrap', body.on_hand - left);
}

/** What the worker does for a company, without its queue. */
export async function workOn(room: Room, company: Company) {
  return recompute(await scopeOf(room.database, company.id, 'worker', room.clock.now));
}

/** One look of the relay: the jobs it would add. */
export async function relayed({ database, clock }: Room, leaseMs = LEASE_MS): Promise<Added[]> {
  const jobs: Added[] = [];
  await relayOnce(
    { database, addMany: async (added) => void jobs.push(...added) },
    { now: clock.now, leaseMs },
  );
  return jobs;
}

export const rowsOf = async (room: Room, sql: string): Promise<Json[]> =>
  (await room.client.execute(sql)).rows.map((row) => ({ ...row }));

/** What waits in the outbox about orders is done. */
export async function doErrands(room: Room, { id: company }: Company): Promise<void> {
  const waiting = `select subject_id from outbox where company_id = ${company} and topic = 'order'`;
  for (const { subject_id } of await rowsOf(room, waiting))
    await order(workIn({ room }), { company, order: subject_id });
}

/** Unresolved and resolved episodes of a shelf, oldest first. */
export const episodesOf = (room: Room, { company, product, warehouse }: Stocked): Promise<Json[]> =>
  rowsOf(
    room,
    `select id, status, held_by, resolution, on_hand, threshold from shortages
      where company_id = ${company.id} and product_id = ${product} and warehouse_id = ${warehouse} order by id`,
  );

/** Without what was cancelled because nothing of it was needed any more. */
export const ordersOf = (room: Room, company: Company): Promise<Json[]> =>
  rowsOf(
    room,
    `select o.id, o.number, o.supplier_id, o.warehouse_id, o.status, o.held_by, o.release_at, json_group_array(json_array(l.product_id, l.quantity)) as lines
      from orders o left join order_lines l on l.order_id = o.id
      where o.company_id = ${company.id} and o.status <> 'cancelled' group by o.id order by o.id`,
  );

/** Stock at the line or wherever it is wanted: 4 a day for a month, so that a week's need is well known. */
export async function sellingShelf(
  room: Room,
  { left, ...options }: Partial<Supplied> & { left: number },
): Promise<Stocked & { supplier: number }> {
  const shelf = await suppliedShelf(room, options);
  await sellDown(room, shelf, 4, 30, left);
  return shelf;
}

/** One movement, and what the worker makes of it. */
export async function moved(room: Room, shelf: Stocked, type: string, quantity: number): Promise<void> {
  await record(shelf, type, quantity);
  await workOn(room, shelf.company);
}

/** The order leaves, as when its letter was taken. */
export async function sendOrder(room: Room, id: number, expectedDay: number | null = null): Promise<void> {
  const today = Math.floor(room.clock.now / DAY);
  const now = room.clock.now;
  await room.client.batch(
    [
      `update orders set status = 'approved', approved_by = 'policy', approved_at = ${now} where id = ${id} and status = 'draft'`,
      `update orders set status = 'sent', sent_at = ${now}, sent_day = ${today}, lead_days = 7,
        expected_day = ${expectedDay ?? today + 7} where id = ${id}`,
      `delete from outbox where topic = 'order' and subject_id = ${id}`,
    ],
    'write',
  );
}

/** Goods of an order come in. */
export async function receive(
  room: Room,
  { company, product }: Stocked,
  order: number,
  quantity: number,
): Promise<void> {
  const { now } = room.clock;
  await room.client.batch(
    [
      `insert into receipts (company_id, order_id, allows_surplus, actor, occurred_at, recorded_at, day)
        values (${company.id}, ${order}, 0, 'test', ${now}, ${now}, ${Math.floor(now / DAY)})`,
      `insert into receipt_lines (company_id, receipt_id, product_id, quantity)
        values (${company.id}, last_insert_rowid(), ${product}, ${quantity})`,
    ],
    'write',
  );
}

/** A person's decision about the open episode of a shelf. */
export async function decide(
  room: Room,
  { company, product, warehouse }: Stocked,
  decision: { status: 'acknowledged' } | { status: 'snoozed'; until: number },
): Promise<void> {
  await room.client.execute({
    sql: `update shortages set status = ?, snoozed_until = ?, decided_by = 'Ann'
      where company_id = ? and product_id = ? and warehouse_id = ? and status <> 'resolved'`,
    args: [
      decision.status,
      decision.status === 'snoozed' ? decision.until : null,
      company.id,
      product,
      warehouse,
    ],
  });
}
