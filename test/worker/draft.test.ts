import { expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, beside, DAY, NOON, record } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked } from '../stock.ts';
import {
  doErrands,
  episodesOf,
  moved,
  ordersOf,
  receive,
  rowsOf,
  sellingShelf,
  sendOrder,
  workOn,
} from './bench.ts';

const room = openRoom();
room.clock.now = NOON;
const TODAY = Math.floor(NOON / DAY);

const linesOf = ({ lines }: Json): [number, number][] => JSON.parse(lines);
/** Of the one line that there is. */
async function quantityFor(company: Company): Promise<number> {
  const [line, ...more] = (await ordersOf(room, company)).flatMap(linesOf);
  if (line === undefined || more.length > 0) throw new Error('There is not exactly one line');
  return line[1];
}
const planned = (company: Company, change: string) =>
  room.client.execute(`update policies set ${change} where company_id = ${company.id}`);
const outboxOf = (company: Company) =>
  rowsOf(room, `select topic, subject_id, due_at from outbox where company_id = ${company.id} order by id`);

/** Another supplier of the product, who is asked first from now on. */
async function preferAnother({ company, product }: Stocked): Promise<number> {
  const { id } = accepted(await company.rest('POST', '/suppliers', { name: `Other of ${product}` }));
  accepted(await company.rest('POST', '/terms', { supplier_id: id, product_id: product, is_primary: true }));
  return id;
}

test('one draft per supplier and warehouse, with all its products', async () => {
  const first = await sellingShelf(room, { left: 20 });
  const { company, supplier, warehouse } = first;
  const second = await sellingShelf(room, { left: 10, company, supplier, warehouse });
  const elsewhere = await sellingShelf(room, { left: 10, company, supplier });
  const other = await sellingShelf(room, { left: 10, company, warehouse });
  await workOn(room, company);
  const orders = await ordersOf(room, company);
  const parties = orders.map((order) => [
    order.supplier_id,
    order.warehouse_id,
    linesOf(order).map(([product]) => product),
  ]);
  expect(parties).toHaveLength(3);
  expect(parties).toContainEqual([supplier, warehouse, [first.product, second.product]]);
  expect(parties).toContainEqual([supplier, elsewhere.warehouse, [elsewhere.product]]);
  expect(parties).toContainEqual([other.supplier, warehouse, [other.product]]);
  expect(orders.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('a draft leaves when its collecting time is over; what joins it meanwhile does not put that off', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const { company, supplier, warehouse } = shelf;
  await workOn(room, company);
  const releaseAt = room.clock.now + 60_000;
  const [draft] = await ordersOf(room, company);
  expect(draft.release_at).toBe(releaseAt);
  room.clock.now += 30_000;
  await sellingShelf(room, { left: 20, company, supplier, warehouse });
  await workOn(room, company);
  expect(await ordersOf(room, company)).toMatchObject([{ id: draft.id, release_at: releaseAt }]);
  expect(await outboxOf(company)).toEqual([{ topic: 'order', subject_id: draft.id, due_at: releaseAt }]);
  room.clock.now -= 30_000;
});

test('a line follows the figures until a person chooses; then only the suggestion does', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  const first = await quantityFor(shelf.company);
  await moved(room, shelf, 'scrap', 15);
  const second = await quantityFor(shelf.company);
  expect(second).toBe(first + 15);
  await room.client.execute(
    `update order_lines set quantity = 7, is_chosen = 1 where product_id = ${shelf.product}`,
  );
  await moved(room, shelf, 'scrap', 5);
  expect(
    await rowsOf(
      room,
      `select quantity, suggested, is_chosen from order_lines where product_id = ${shelf.product}`,
    ),
  ).toEqual([{ quantity: 7, suggested: second + 5, is_chosen: 1 }]);
  await moved(room, shelf, 'receipt', 500);
  expect(await rowsOf(room, `select quantity from order_lines where product_id = ${shelf.product}`)).toEqual([
    { quantity: 7 },
  ]);
});

test('a line that is not needed any more goes, its neighbour stays; the last one takes the draft along', async () => {
  const tea = await sellingShelf(room, { left: 20 });
  const { company, supplier, warehouse } = tea;
  const cups = await sellingShelf(room, { left: 20, company, supplier, warehouse });
  await workOn(room, company);
  await moved(room, tea, 'receipt', 100);
  expect((await ordersOf(room, company)).flatMap(linesOf).map(([product]) => product)).toEqual([
    cups.product,
  ]);
  await moved(room, cups, 'receipt', 100);
  expect(await ordersOf(room, company)).toEqual([]);
  await doErrands(room, company);
  expect(await outboxOf(company)).toEqual([]);
});

test('what a draft was called nobody else is: an approval from a page still open is not of another order', async () => {
  const tea = await sellingShelf(room, { left: 20 });
  const { company } = tea;
  await workOn(room, company);
  const [seen] = await ordersOf(room, company);
  await moved(room, tea, 'receipt', 100);
  await sellingShelf(room, { left: 20, company });
  await workOn(room, company);
  const [next] = await ordersOf(room, company);
  expect([next.id === seen.id, next.number]).toEqual([false, seen.number + 1]);
  const { status, body } = await company.rest('POST', `/orders/${seen.id}/approve`);
  expect([status, body.code]).toEqual([409, 'order_moved_on']);
  expect(accepted(await company.rest('GET', `/orders/${seen.id}`))).toMatchObject({
    status: 'cancelled',
    note: 'Cancelled: its lines are needed no more, or from another supplier.',
    closed_by: 'worker',
    lines: [],
  });
});

test('a draft written by hand takes the line, keeps its own, and stays when it is needed no more', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const { company, supplier, warehouse, product } = shelf;
  const wanted = await newProduct(company);
  const { client, clock } = room;
  await client.execute(`insert into orders (company_id, number, supplier_id, warehouse_id, origin, created_at)
    values (${company.id}, 1, ${supplier}, ${warehouse}, 'manual', ${clock.now})`);
  await client.execute(`insert into order_lines (company_id, order_id, product_id, quantity, is_chosen)
    select company_id, id, ${wanted}, 3, 1 from orders where company_id = ${company.id}`);
  await workOn(room, company);
  const [draft, ...more] = await ordersOf(room, company);
  expect(more).toEqual([]);
  expect(linesOf(draft)).toEqual(
    [
      [product, expect.any(Number)],
      [wanted, 3],
    ].sort(([a], [b]) => Number(a) - Number(b)),
  );
  await moved(room, shelf, 'receipt', 100);
  expect(await ordersOf(room, company)).toMatchObject([{ id: draft.id, lines: `[[${wanted},3]]` }]);
  await client.execute(`delete from order_lines where order_id = ${draft.id}`);
  await moved(room, shelf, 'receipt', 1);
  expect(await ordersOf(room, company)).toMatchObject([{ id: draft.id, status: 'draft' }]);
});

test('another supplier is asked first: the line moves to a draft for that one', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ supplier_id: shelf.supplier }]);
  const other = await preferAnother(shelf);
  await workOn(room, shelf.company);
  expect(await ordersOf(room, shelf.company)).toMatchObject([{ supplier_id: other, status: 'draft' }]);
});

test('what a person chose stays with the supplier it was chosen for, and is not asked of another as well', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  await room.client.execute(
    `update order_lines set quantity = 7, is_chosen = 1 where product_id = ${shelf.product}`,
  );
  await preferAnother(shelf);
  await workOn(room, shelf.company);
  expect(await ordersOf(room, shelf.company)).toMatchObject([
    { supplier_id: shelf.supplier, lines: `[[${shelf.product},7]]` },
  ]);
});

test('without a supplier the episode says so; terms bring the draft, and their end takes it back', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const { company, supplier } = shelf;
  const isActive = async (is_active: boolean) => {
    accepted(await company.rest('PATCH', `/suppliers/${supplier}`, { is_active }));
    await workOn(room, company);
  };
  await isActive(false);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', held_by: 'no_supplier' }]);
  expect(await ordersOf(room, company)).toEqual([]);
  await isActive(true);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', held_by: null }]);
  expect(await ordersOf(room, company)).toMatchObject([{ supplier_id: supplier }]);
  await isActive(false);
  expect(await episodesOf(room, shelf)).toMatchObject([{ held_by: 'no_supplier' }]);
  expect(await ordersOf(room, company)).toEqual([]);
});

test('enough is on its way from another warehouse: nothing is ordered', async () => {
  const shelf = await sellingShelf(room, { left: 60 });
  const { company } = shelf;
  const source = await newWarehouse(company);
  await record(beside(shelf, { warehouse: source }), 'initial', 900);
  const transfer = (quantity: number) =>
    company.rest('POST', '/transfers', {
      from_warehouse_id: source,
      to_warehouse_id: shelf.warehouse,
      lines: [{ product_id: shelf.product, quantity }],
    });
  accepted(await transfer(400));
  await moved(room, shelf, 'sale', 45);
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', held_by: 'incoming' }]);
  expect(await ordersOf(room, company)).toEqual([]);
});

test('too little is on its way: the rest is ordered', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const { company } = shelf;
  await workOn(room, company);
  const without = await quantityFor(company);
  const source = await newWarehouse(company);
  await record(beside(shelf, { warehouse: source }), 'initial', 10);
  accepted(
    await company.rest('POST', '/transfers', {
      from_warehouse_id: source,
      to_warehouse_id: shelf.warehouse,
      lines: [{ product_id: shelf.product, quantity: 10 }],
    }),
  );
  await moved(room, shelf, 'adjustment', 1);
  const withTen = await quantityFor(company);
  expect(withTen).toBe(without - 11);
});

test('an overdue order is expected again: tomorrow, or as late as this supplier usually is', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const { company, supplier, warehouse } = shelf;
  await workOn(room, company);
  const [order] = await ordersOf(room, company);
  await sendOrder(room, order.id, TODAY - 3);
  const arrival = async () => {
    await moved(room, shelf, 'adjustment', 1);
    return rowsOf(
      room,
      `select next_arrival_day - ${TODAY} as in_days, incoming from forecasts where product_id = ${shelf.product}`,
    );
  };
  const incoming = await quantityFor(company);
  expect(await arrival()).toEqual([{ in_days: 1, incoming }]);
  for (const [index, late] of [9, 2, 5].entries())
    await pastOrder({ company, supplier, warehouse }, index + 10, late);
  expect(await arrival()).toEqual([{ in_days: 5, incoming }]);
  await room.client.execute(`update orders set expected_day = ${TODAY + 2} where id = ${order.id}`);
  expect(await arrival()).toEqual([{ in_days: 2, incoming }]);
});

type Parties = { company: Company; supplier: number; warehouse: number };

async function pastOrder({ company, supplier, warehouse }: Parties, number: number, late: number) {
  const product = await newProduct(company);
  const { client, clock } = room;
  const order =
    await client.execute(`insert into orders (company_id, number, supplier_id, warehouse_id, status, origin, created_at)
    values (${company.id}, ${number}, ${supplier}, ${warehouse}, 'approved', 'manual', ${clock.now}) returning id`);
  const id = Number(order.rows[0]?.id);
  await client.execute(
    `insert into order_lines (company_id, order_id, product_id, quantity) values (${company.id}, ${id}, ${product}, 1)`,
  );
  await sendOrder(room, id);
  await client.execute(`update orders set sent_day = ${TODAY - 7 - late} where id = ${id}`);
  await receive(room, { company, product, warehouse }, id, 1);
}

test('planning that changes concerns the next draft: what is ordered covers the new target', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await planned(shelf.company, `method = 'mean_30', safety_days = 7`);
  await workOn(room, shelf.company);
  const before = await quantityFor(shelf.company);
  await planned(shelf.company, 'target_days = 44');
  await moved(room, shelf, 'adjustment', -1);
  const after = await quantityFor(shelf.company);
  expect(after - before).toBe(30 * 4 + 1);
});
