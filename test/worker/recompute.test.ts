import { expect, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { rebuild } from '../../db/ledger/rebuild.ts';
import { dirtyPlaces, getPlanning } from '../../db/replenishment/place.ts';
import { settle } from '../../db/replenishment/settle.ts';
import { sweep } from '../../db/replenishment/sweep.ts';
import { figuresOf } from '../../worker/figures.ts';
import { type Company, openRoom } from '../room.ts';
import { accepted, beside, DAY, iso, NOON, record } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked } from '../stock.ts';
import { episodesOf, rowsOf, sellDown, suppliedShelf, workOn } from './bench.ts';

const room = openRoom();
room.clock.now = NOON;

const planned = (company: Company, change: string) =>
  room.client.execute(`update policies set ${change} where company_id = ${company.id}`);

test('what changed is computed once, and nothing is left to do', async () => {
  const shelf = await suppliedShelf(room);
  await sellDown(room, shelf, 4, 30, 100);
  const places = [shelf, beside(shelf, { warehouse: await newWarehouse(shelf.company) })];
  for (const place of places) await record(place, 'receipt', 1);
  expect(await workOn(room, shelf.company)).toEqual({ done: 2, failed: [] });
  expect(await workOn(room, shelf.company)).toEqual({ done: 0, failed: [] });
  await record(shelf, 'sale', 1);
  expect(await workOn(room, shelf.company)).toEqual({ done: 1, failed: [] });
});

test('4 a day, lead 7, review 7, 7 days of safety: reorder at 84; 90 needed, 100 asked for, 108 in packs', async () => {
  const shelf = await suppliedShelf(room, { terms: { minimum_quantity: 100, pack_size: 12 } });
  await planned(shelf.company, `method = 'mean_30', safety_days = 7`);
  await sellDown(room, shelf, 4, 30, 20);
  const source = await newWarehouse(shelf.company);
  await record(beside(shelf, { warehouse: source }), 'initial', 30);
  accepted(
    await shelf.company.rest('POST', '/transfers', {
      from_warehouse_id: source,
      to_warehouse_id: shelf.warehouse,
      lines: [{ product_id: shelf.product, quantity: 30 }],
    }),
  );
  await workOn(room, shelf.company);
  expect(
    await rowsOf(
      room,
      `select velocity, reorder_point, order_up_to, suggested_raw, suggested_raised, suggested, incoming
    from forecasts where product_id = ${shelf.product} and warehouse_id = ${shelf.warehouse}`,
    ),
  ).toEqual([
    {
      velocity: 4,
      reorder_point: 84,
      order_up_to: 140,
      suggested_raw: 90,
      suggested_raised: 100,
      suggested: 108,
      incoming: 30,
    },
  ]);
});

test('60 sold in 30 days, in stock for half of them: 4 a day and 5 days left of 20', async () => {
  const shelf = await suppliedShelf(room, { opening: 60 });
  await planned(shelf.company, `method = 'mean_30'`);
  for (let ago = 30; ago >= 16; ago -= 1) {
    const midnight = room.clock.now - (ago - 0.5) * DAY - 1;
    await record(shelf, 'sale', 4, { occurred_at: iso(midnight) });
  }
  await record(shelf, 'receipt', 20);
  await workOn(room, shelf.company);
  const [row] = await rowsOf(
    room,
    `select i.velocity, f.cover_days, f.in_stock_days, f.plain_mean from inventory i
    join forecasts f using (company_id, product_id, warehouse_id) where product_id = ${shelf.product}`,
  );
  expect(row.plain_mean).toBe(2);
  expect(row.cover_days).toBeCloseTo(5, 6);
  expect(row.in_stock_days).toBeCloseTo(15, 6);
  expect(row.velocity).toBeCloseTo(4, 6);
});

test('the sale of a bundle is the demand of its components', async () => {
  const company = await room.company();
  const warehouse = await newWarehouse(company);
  const [tea, cup] = [
    await suppliedShelf(room, { company, warehouse }),
    await suppliedShelf(room, { company, warehouse }),
  ];
  const bundle = accepted(
    await company.rest('POST', '/bundles', {
      name: 'Gift',
      sku: `GIFT-${tea.product}`,
      price: '20',
      components: [
        { product_id: tea.product, quantity: 2 },
        { product_id: cup.product, quantity: 1 },
      ],
    }),
  );
  await planned(company, `method = 'mean_30'`);
  for (let ago = 30; ago >= 1; ago -= 1)
    accepted(
      await company.rest('POST', '/bundle-sales', {
        bundle_id: bundle.id,
        warehouse_id: warehouse,
        quantity: 2,
        occurred_at: iso(room.clock.now - ago * DAY),
      }),
    );
  await workOn(room, company);
  expect(
    await rowsOf(
      room,
      `select product_id, velocity from inventory where company_id = ${company.id} order by product_id`,
    ),
  ).toEqual([
    { product_id: tea.product, velocity: 4 },
    { product_id: cup.product, velocity: 2 },
  ]);
});

/** What one worker has read and computed, and not yet written. */
async function computed(shelf: Stocked) {
  const scope = await scopeOf(room.database, shelf.company.id, 'worker', room.clock.now);
  const [place] = await dirtyPlaces(scope, { afterProduct: 0, afterWarehouse: 0 }, 10);
  if (!place) throw new Error('Nothing to compute');
  const clock = { today: scope.localDay(scope.now), timeZone: 'UTC' };
  const figures = figuresOf(clock, place, await getPlanning(scope));
  return { write: () => settle(scope, [figures]) };
}

test('a computation that a movement overtook changes nothing, and is made again', async () => {
  const shelf = await suppliedShelf(room);
  await sellDown(room, shelf, 4, 30, 100);
  const late = await computed(shelf);
  await record(shelf, 'sale', 90);
  expect(await late.write()).toEqual({ done: 0 });
  expect(await rowsOf(room, `select 1 from forecasts where product_id = ${shelf.product}`)).toEqual([]);
  expect(await workOn(room, shelf.company)).toEqual({ done: 1, failed: [] });
  expect(await episodesOf(room, shelf)).toMatchObject([{ status: 'open', on_hand: 10 }]);
});

test('a computation that another worker overtook changes nothing, though the stock is the same', async () => {
  const shelf = await suppliedShelf(room);
  const elsewhere = await suppliedShelf(room, { company: shelf.company });
  await record({ ...elsewhere, product: shelf.product }, 'initial', 50);
  await workOn(room, shelf.company);
  await record(shelf, 'sale', 1);
  const late = await computed(shelf);
  const lines = [{ product_id: shelf.product, quantity: 30 }];
  const way = { from_warehouse_id: elsewhere.warehouse, to_warehouse_id: shelf.warehouse };
  accepted(await shelf.company.rest('POST', '/transfers', { ...way, lines }));
  await workOn(room, shelf.company);
  await late.write();
  const incoming = `select incoming from forecasts where product_id = ${shelf.product} and warehouse_id = ${shelf.warehouse}`;
  expect(await rowsOf(room, incoming)).toEqual([{ incoming: 30 }]);
});

test('goods sent to a place count there at once, and no longer once they are taken back', async () => {
  const shelf = await suppliedShelf(room);
  const { company, product, warehouse } = shelf;
  await sellDown(room, shelf, 4, 30, 20);
  const from = beside(shelf, { warehouse: await newWarehouse(company) });
  await record(from, 'receipt', 50);
  await workOn(room, company);
  const figures = async () =>
    (
      await rowsOf(
        room,
        `select incoming, suggested_raw from forecasts where product_id = ${product} and warehouse_id = ${warehouse}`,
      )
    )[0];
  const before = await figures();
  const { id } = accepted(
    await company.rest('POST', '/transfers', {
      from_warehouse_id: from.warehouse,
      to_warehouse_id: warehouse,
      lines: [{ product_id: product, quantity: 30 }],
    }),
  );
  expect(await workOn(room, company)).toEqual({ done: 2, failed: [] });
  expect(await figures()).toEqual({
    incoming: before.incoming + 30,
    suggested_raw: before.suggested_raw - 30,
  });
  accepted(await company.rest('POST', `/transfers/${id}/cancel`, {}));
  expect(await workOn(room, company)).toEqual({ done: 2, failed: [] });
  expect(await figures()).toEqual(before);
});

test('little by little or all at once, the figures are the same', async () => {
  const company = await room.company({ timeZone: 'Europe/London' });
  const shelves = [];
  for (let count = 0; count < 4; count += 1)
    shelves.push(await suppliedShelf(room, { company, opening: 90 }));
  for (let ago = 20; ago >= 0; ago -= 1)
    for (const [index, shelf] of shelves.entries()) {
      await record(shelf, 'sale', 1 + ((ago * 7 + index * 3) % 5), {
        occurred_at: iso(room.clock.now - ago * DAY),
      });
      if ((ago + index) % 3 === 0) await workOn(room, company);
    }
  await workOn(room, company);
  const figures = () =>
    rowsOf(
      room,
      `select f.*, i.velocity as stored, null as computed_at from forecasts f join inventory i using (company_id, product_id, warehouse_id)
      where f.company_id = ${company.id} order by product_id`,
    );
  const incremental = await figures();
  const scope = await scopeOf(room.database, company.id, 'test', room.clock.now);
  await Array.fromAsync(rebuild(scope));
  expect((await workOn(room, company)).done).toBe(4);
  expect(await figures()).toEqual(incremental);
});

test('a place that cannot be computed is put aside, and its neighbours are not', async () => {
  const shelf = await suppliedShelf(room);
  const poison = { ...shelf, product: await newProduct(shelf.company) };
  await record(poison, 'receipt', 5);
  await room.client.executeMultiple(`create trigger poison before insert on forecasts when new.product_id = ${poison.product}
    begin select raise(abort, 'poisoned'); end`);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { done, failed } = await workOn(room, shelf.company);
    expect([done, failed.length]).toEqual([attempt === 1 ? 1 : 0, 1]);
  }
  expect(await workOn(room, shelf.company), 'parked').toEqual({ done: 0, failed: [] });
  expect(
    await rowsOf(room, `select failures, error, parked_at from dirty where product_id = ${poison.product}`),
  ).toEqual([{ failures: 5, error: expect.stringContaining('poisoned'), parked_at: room.clock.now }]);
  await room.client.execute('drop trigger poison');
  await sweep(await scopeOf(room.database, shelf.company.id, 'test', room.clock.now));
  expect((await workOn(room, shelf.company)).failed).toEqual([]);
  expect(await rowsOf(room, `select 1 from dirty where company_id = ${shelf.company.id}`)).toEqual([]);
});
