import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebuild } from '../db/ledger/rebuild.ts';
import { verify } from '../db/ledger/verify.ts';
import { scopeTo } from '../db/scope.ts';
import { type Door, restDoor, trpcDoor } from './door.ts';
import { breaches, figuresOf, type Model, newModel, placeOf, sorted } from './property/model.ts';
import { type Operation, operation, requestOf, type World } from './property/operation.ts';
import { type Company, type Json, openRoom } from './room.ts';
import { line, NOON, onHand } from './shelf.ts';
import { newProduct, newWarehouse, stocked } from './stock.ts';

/** The same for everybody, so that a red run is about the change; SEED=… RUNS=… look further. */
const seed = Number(process.env.SEED ?? 20_261_121);
const numRuns = Number(process.env.RUNS ?? 20);
const room = openRoom();

const zones = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Kiritimati'];
const wave = fc.record({
  operations: fc.array(operation, { minLength: 1, maxLength: 16 }),
  laterMs: fc.integer({ min: 0, max: 30 * 3_600_000 }),
});
const run = fc.record({
  zone: fc.constantFrom(...zones),
  waves: fc.array(wave, { minLength: 1, maxLength: 12 }),
});
type Run = { zone: string; waves: { operations: Operation[]; laterMs: number }[] };

async function newWorld(company: Company): Promise<World> {
  const warehouses = [await newWarehouse(company), await newWarehouse(company)];
  const products = [await newProduct(company), await newProduct(company), await newProduct(company)];
  const components = products.slice(0, 2).map((productId, index) => ({ productId, quantity: 2 - index }));
  const set = { sku: 'SET', name: 'Set', price: '1', components };
  const { id } = await company.trpc.catalogue.bundle.create.mutate(set);
  return { now: room.clock.now, products, warehouses, bundle: { id, components } };
}

const derived: [table: string, columns: string][] = [
  ['inventory', 'on_hand, last_movement_id, out_since_day, low_stock_threshold, threshold, is_listed'],
  ['daily_demand', 'day, sold, net'],
  ['transfer_lines', 'transfer_id, quantity, arrived, returned'],
];

async function dump({ id }: Company, more = ''): Promise<string> {
  const tables = await Promise.all(
    derived.map(([table, columns]) => {
      const place = table === 'transfer_lines' ? '' : 'warehouse_id,';
      const extra = table === 'inventory' ? more : '';
      return room.client.execute(
        `select product_id, ${place} ${columns}${extra} from ${table} where company_id = ${id} order by 1, 2, 3`,
      );
    }),
  );
  return JSON.stringify(tables.map(({ rows }) => rows.map((row) => Array.from(row))));
}

/** Afterwards the ledger, the model and the history tell one story. */
async function settled(company: Company, model: Model, door: Door): Promise<void> {
  const { answer } = await door('ledger.movement.list', { limit: 1000 });
  const history: Json[] = answer.items.toReversed();
  expect(answer.nextCursor, 'the whole history is on one page').toBeNull();
  expect(breaches(history, model.counts)).toEqual([]);
  const { rows: stock } = await room.client.execute(
    `select product_id, warehouse_id, on_hand from inventory where company_id = ${company.id} and last_movement_id > 0`,
  );
  const { rows: days } = await room.client.execute(
    `select product_id, warehouse_id, date(day * 86400, 'unixepoch'), sold, net from daily_demand where company_id = ${company.id}`,
  );
  const place = (row: ArrayLike<unknown>) =>
    placeOf({ productId: Number(row[0]), warehouseId: Number(row[1]) });
  expect({
    onHand: sorted(new Map(stock.map((row) => [place(row), row[2]]))),
    days: sorted(new Map(days.map((row) => [`${place(row)} ${row[2]}`, [row[3], row[4]]]))),
  }).toEqual(figuresOf(model));
  const { rows: forgotten } = await room.client.execute(
    `select * from inventory i where company_id = ${company.id} and last_movement_id > 0 and not exists (select 1 from dirty d
      where (d.company_id, d.product_id, d.warehouse_id) = (i.company_id, i.product_id, i.warehouse_id))`,
  );
  expect(forgotten, 'the worker is told of every change').toEqual([]);

  const scope = scopeTo(
    room.database,
    { company: company.id, timeZone: model.zone, actor: 'test' },
    room.clock.now,
  );
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
  const before = await dump(company);
  await Array.fromAsync(rebuild(scope));
  expect(await dump(company)).toBe(before);
  const velocity = ', velocity, days_until_stockout';
  const rebuilt = await dump(company, velocity);
  await Array.fromAsync(rebuild(scope));
  expect(await dump(company, velocity)).toBe(rebuilt);
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
}

/** Waves of calls at once, through both doors; one call at a time the model also foretells each answer. */
async function play({ zone, waves }: Run, atOnce: boolean): Promise<void> {
  room.clock.now = NOON;
  const company = await room.company({ timeZone: zone });
  const doors: Door[] = [restDoor(room.fetch, company.key), trpcDoor(room.fetch, company.key)];
  const [rest = doors[0], trpc = rest] = doors;
  if (!rest || !trpc) throw new Error('There are two doors');
  const model = newModel(zone);
  const world = await newWorld(company);
  for (const { operations, laterMs } of waves) {
    room.clock.now += laterMs;
    world.now = room.clock.now;
    const groups = atOnce ? [operations] : operations.map((operation) => [operation]);
    for (const group of groups) {
      const requests = group.flatMap((each) => requestOf(each, model, world) ?? []);
      const outcomes = await Promise.all(
        requests.map(({ procedure, input }, index) => (index % 2 ? trpc : rest)(procedure, input)),
      );
      for (const [index, { allowed, foretold, accept, procedure, input }] of requests.entries()) {
        const outcome = outcomes[index];
        if (!outcome) throw new Error('Every request has an outcome');
        const said = `${procedure} ${JSON.stringify(input)} ${JSON.stringify(outcome.answer)}`;
        expect([200, 201, 409], said).toContain(outcome.status);
        const accepted = outcome.status < 300;
        if (!atOnce) expect(accepted, said).toBe(allowed);
        if (!atOnce && accepted) expect(foretold?.(outcome.answer) ?? true, said).toBe(true);
        if (accepted) accept(outcome.answer);
      }
    }
  }
  await settled(company, model, rest);
}

test(`one call at a time, the ledger answers what a model of it foretells (SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(run, (each) => play(each, false)),
    { seed, numRuns },
  );
});

test(`many clients at once, the ledger is what the accepted calls add up to (SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(run, (each) => play(each, true)),
    { seed, numRuns },
  );
});

test('of 64 sales at once of the last 10 units, 10 succeed and 54 hear what is on hand', async () => {
  const shelf = await stocked(room, 10);
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => shelf.company.rest('POST', '/movements', line(shelf, 'sale', 1))),
  );
  const sold = answers.filter(({ status }) => status === 201);
  expect(sold.map(({ body }) => body.on_hand).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const short = answers.filter(({ status }) => status === 409);
  expect(short).toHaveLength(54);
  for (const { body } of short)
    expect(body).toMatchObject({ code: 'insufficient_stock', details: [{ field: 'quantity', on_hand: 0 }] });
  expect(await onHand(shelf)).toBe(0);
});

test('the same through tRPC', async () => {
  const shelf = await stocked(room, 10);
  const { company, product: productId, warehouse: warehouseId } = shelf;
  const answers = await Promise.allSettled(
    Array.from({ length: 64 }, () =>
      company.trpc.ledger.movement.record.mutate({ type: 'sale', productId, warehouseId, quantity: 1 }),
    ),
  );
  const short = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  expect(short).toHaveLength(54);
  for (const reason of short)
    expect(reason).toMatchObject({
      data: { httpStatus: 409, fault: 'insufficient_stock', details: [{ onHand: 0 }] },
    });
  expect(await onHand(shelf)).toBe(0);
});
