import { beforeEach, expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, DAY, history, iso, NOON } from '../shelf.ts';
import { imported, outcomes, send } from './file.ts';

const room = openRoom();

let company: Company;
beforeEach(async () => {
  room.clock.now = NOON;
  company = await furnished();
});

/** Two products in Berlin: 10 of TEA, none of CUP. */
async function furnished(options?: { timeZone?: string }): Promise<Company> {
  const made = await room.company(options);
  const { id } = accepted(await made.rest('POST', '/warehouses', { name: 'Berlin' }));
  await made.rest('POST', '/warehouses', { name: 'Bremen' });
  const stock = { warehouse_id: id, initial_quantity: 10 };
  accepted(await made.rest('POST', '/products', { sku: 'TEA', name: 'Tea', price: '1', ...stock }));
  accepted(await made.rest('POST', '/products', { sku: 'CUP', name: 'Cup', price: '1' }));
  return made;
}

let keys = 0;
const moved = (type: string, quantity: number, more: object = {}): object => ({
  key: `row ${++keys}`,
  sku: 'TEA',
  warehouse: 'berlin',
  type,
  quantity,
  ...more,
});

const counted = (found: number, more: object = {}): object => ({
  key: `row ${++keys}`,
  sku: 'TEA',
  warehouse: 'Berlin',
  counted: found,
  ...more,
});

const stockOf = async ({ rest }: Company): Promise<Record<string, number>> =>
  Object.fromEntries(
    accepted(await rest('GET', '/inventory')).items.map(({ sku, warehouse_name, on_hand }: Json) => [
      `${sku} in ${warehouse_name}`,
      on_hand,
    ]),
  );

const onHands = ({ results }: Json): (number | null)[] => results.map(({ on_hand }: Json) => on_hand);

test('movements are recorded by name in their order, and each line meets the stock that those before it left', async () => {
  const answer = await imported(company, 'movements', [
    moved('sale', 6, { reference: 'order 1', occurred_at: '2026-11-20' }),
    moved('sale', 6),
    moved('receipt', 3, { reason: 'late paper' }),
    moved('sale', 7),
    moved('sale', 1),
    moved('adjustment', 4, { sku: 'cup', warehouse: 'Bremen' }),
  ]);
  expect(outcomes(answer)).toEqual([
    'created',
    'insufficient_stock quantity',
    'created',
    'created',
    'insufficient_stock quantity',
    'created',
  ]);
  expect(onHands(answer)).toEqual([4, 4, 7, 0, 0, 4]);
  expect(answer.results[1].error).toBe('Not enough stock: 4 on hand');
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 0, 'CUP in Bremen': 4 });
  const recorded = (await history(company)).slice(0, 4).reverse();
  expect(recorded.map(({ id }) => id)).toEqual(
    answer.results.flatMap(({ id }: Json) => (id === null ? [] : [id])),
  );
  expect(recorded[0]).toMatchObject({ day: '2026-11-20', reference: 'order 1' });
});

test('a line that cannot be used is refused by itself, and says why', async () => {
  const stranger = await furnished();
  accepted(await stranger.rest('POST', '/products', { sku: 'SECRET', name: 'X', price: '1' }));
  accepted(await stranger.rest('POST', '/warehouses', { name: 'Vault' }));
  const [tea] = accepted(await company.rest('GET', '/products')).items;
  const components = [{ product_id: tea.id, quantity: 1 }];
  accepted(await company.rest('POST', '/bundles', { sku: 'BOX', name: 'Box', price: 1, components }));
  const lines = [
    moved('sale', -1),
    moved('gift', 1),
    moved('receipt', 1, { sku: 'SECRET' }),
    moved('receipt', 1, { warehouse: 'Vault' }),
    moved('receipt', 1, { sku: 'BOX' }),
    moved('receipt', 1, { occurred_at: '03.08.2026' }),
    moved('receipt', 1, { occurred_at: '2026-02-30' }),
    moved('receipt', 1, { occurred_at: '2026-12-24' }),
    moved('receipt', 1, { colour: 'green' }),
    { ...moved('receipt', 1), key: undefined },
    moved('receipt', 2),
    moved('sale', 99),
    moved('receipt', 3),
  ];
  const answer = await imported(company, 'movements', lines);
  expect(outcomes(answer)).toEqual([
    'invalid_input quantity',
    'invalid_input type',
    'product_not_found sku',
    'warehouse_not_found warehouse',
    'product_is_bundle sku',
    'invalid_input occurred_at',
    'invalid_input occurred_at',
    'invalid_input occurred_at',
    'invalid_input colour',
    'invalid_input key',
    'created',
    'insufficient_stock quantity',
    'created',
  ]);
  const [one, , next] = answer.results.slice(-3);
  expect(next.id).toBe(one.id + 1);
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 15 });
});

test('a chunk that is sent again changes nothing, and what it could not do before has another try', async () => {
  const lines = [moved('sale', 4), moved('sale', 20), moved('receipt', 2)];
  const first = accepted(await send(company, 'movements', lines));
  expect(outcomes(first)).toEqual(['created', 'insufficient_stock quantity', 'created']);
  accepted(await send(company, 'movements', [moved('receipt', 100)]));
  room.clock.now += 60_000;
  const again = await imported(company, 'movements', lines);
  expect(outcomes(again)).toEqual(['unchanged', 'created', 'unchanged']);
  expect(again.results.map(({ id }: Json) => id)).toEqual([
    first.results[0].id,
    expect.any(Number),
    first.results[2].id,
  ]);
  expect(onHands(again)).toEqual([6, 88, 8]);
  expect(outcomes(await imported(company, 'movements', lines))).toEqual(Array(3).fill('unchanged'));
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 88 });
});

test('of twenty equal chunks at once each line takes effect once', async () => {
  const lines = [moved('receipt', 1), moved('sale', 2), moved('receipt', 3)];
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(company, 'movements', lines)));
  const all = answers.flatMap((answer) => outcomes(accepted(answer)));
  expect(all.filter((outcome) => outcome === 'created')).toHaveLength(3);
  expect(all.filter((outcome) => outcome === 'unchanged')).toHaveLength(57);
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 12 });
});

test('a key is for one line: another content, or a second line of the request, is refused', async () => {
  const [line, other] = [moved('receipt', 1), moved('receipt', 2)];
  accepted(await send(company, 'movements', [line]));
  const lines = [{ ...line, quantity: 5 }, other, { ...other, quantity: 3 }];
  const answer = await imported(company, 'movements', lines);
  expect(outcomes(answer)).toEqual(['idempotency_key_reused key', 'created', 'idempotency_key_reused key']);
  expect(onHands(answer)).toEqual([null, 13, null]);
  const stranger = await furnished();
  expect(outcomes(await imported(stranger, 'movements', [line]))).toEqual(['created']);
  expect(outcomes(await imported(company, 'counts', [{ ...counted(13), key: 'row 1' }]))).toEqual([
    'created',
  ]);
  const found = counted(4, { sku: 'cup' });
  expect(
    outcomes(await imported(company, 'counts', [found, { ...found, warehouse: 'Bremen', counted: 3 }])),
  ).toEqual(['created', 'idempotency_key_reused key']);
});

test('the preview of a later part is told what the earlier parts would leave', async () => {
  const sale = [moved('sale', 15)];
  const shelf = { sku: 'tea', warehouse: 'BERLIN' };
  const foreseen = async (more: object) =>
    outcomes(accepted(await send(company, 'movements', sale, { preview: true, ...more })));
  expect(await foreseen({})).toEqual(['insufficient_stock quantity']);
  expect(await foreseen({ assumed: [{ ...shelf, on_hand: 15 }] })).toEqual(['created']);
  expect(await foreseen({ assumed: [{ ...shelf, warehouse: 'Bremen', on_hand: 15 }] })).toEqual([
    'insufficient_stock quantity',
  ]);
  const assumed = [{ ...shelf, on_hand: 15 }];
  expect(outcomes(accepted(await send(company, 'movements', sale, { assumed })))).toEqual([
    'insufficient_stock quantity',
  ]);
});

test('a day begins, and a time is meant, where the company is', async () => {
  const kiritimati = await furnished({ timeZone: 'Pacific/Kiritimati' });
  const times = ['2026-11-20', '2026-11-20 09:30', '2026-11-20T09:30:15.5', '2026-11-20T09:30:00+01:00'];
  const lines = times.map((occurred_at) => moved('receipt', 1, { occurred_at }));
  expect(outcomes(await imported(kiritimati, 'movements', lines))).toEqual(Array(4).fill('created'));
  const recorded = (await history(kiritimati)).slice(0, 4).reverse();
  expect(recorded.map(({ occurred_at, day }) => [occurred_at, day])).toEqual([
    ['2026-11-19T10:00:00.000Z', '2026-11-20'],
    ['2026-11-19T19:30:00.000Z', '2026-11-20'],
    ['2026-11-19T19:30:15.500Z', '2026-11-20'],
    ['2026-11-20T08:30:00.000Z', '2026-11-20'],
  ]);
});

test('counts post the difference to what the ledger says for that time', async () => {
  room.clock.now += DAY;
  accepted(await send(company, 'movements', [moved('sale', 4)]));
  const answer = await imported(company, 'counts', [
    counted(9, { occurred_at: iso(NOON + DAY / 2), reason: 'Yearly count' }),
    counted(7, { sku: 'cup', warehouse: 'BREMEN' }),
    counted(3, { sku: 'cup' }),
    counted(8, { warehouse: 'berlin' }),
    counted(1, { sku: 'NONE' }),
    counted(1, { warehouse: 'Nowhere' }),
    counted(-1, { sku: 'cup' }),
  ]);
  expect(outcomes(answer)).toEqual([
    'created',
    'created',
    'created',
    'invalid_input sku',
    'product_not_found sku',
    'warehouse_not_found warehouse',
    'invalid_input counted',
  ]);
  expect(answer.results.slice(0, 3)).toMatchObject([
    { expected: 10, on_hand: 5 },
    { expected: 0, on_hand: 7 },
    { expected: 0, on_hand: 3 },
  ]);
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 5, 'CUP in Berlin': 3, 'CUP in Bremen': 7 });
  const counts = accepted(await company.rest('GET', '/counts')).items;
  expect(counts).toHaveLength(3);
  expect(counts.map(({ id }: Json) => id).toSorted()).toEqual(
    answer.results
      .slice(0, 3)
      .map(({ id }: Json) => id)
      .toSorted(),
  );
});

test('what an import says of a count is what the count itself finds, in whatever order it all was recorded', async () => {
  const everywhere = ['TEA', 'CUP'].flatMap((sku) =>
    ['Berlin', 'Bremen'].map((warehouse) => ({ sku, warehouse })),
  );
  accepted(
    await send(
      company,
      'movements',
      everywhere.map((shelf) => moved('receipt', 30, shelf)),
    ),
  );
  const time = NOON + DAY;
  const at = (ms: number, more: object = {}) => ({ occurred_at: iso(time + ms), ...more });
  room.clock.now = time + DAY / 2;
  const since = [
    moved('sale', 2, at(-1)),
    moved('sale', 3, at(0)),
    moved('sale', 4, at(1)),
    moved('sale', 5, at(1, { warehouse: 'Bremen' })),
    moved('sale', 6, at(1, { sku: 'CUP' })),
    moved('sale', 7, at(1, { sku: 'CUP', warehouse: 'Bremen' })),
  ];
  expect(new Set(outcomes(await imported(company, 'movements', since)))).toEqual(new Set(['created']));
  const first = await imported(company, 'counts', [
    counted(4, at(0)),
    counted(9, at(0, { warehouse: 'Bremen' })),
    counted(40, at(0, { sku: 'CUP' })),
  ]);
  expect(first.results).toMatchObject([
    { outcome: 'created', expected: 35, on_hand: 0 },
    { outcome: 'created', expected: 30, on_hand: 4 },
    { outcome: 'created', expected: 30, on_hand: 34 },
  ]);
  const second = await imported(company, 'counts', [
    counted(1, at(-1)),
    counted(20, at(0, { warehouse: 'Bremen' })),
    counted(31, at(-1, { sku: 'CUP', warehouse: 'Bremen' })),
  ]);
  expect(outcomes(second)).toEqual(['count_superseded occurred_at', 'created', 'created']);
  const early = { occurred_at: iso(room.clock.now + 60_000) };
  accepted(await send(company, 'movements', [moved('sale', 1, { sku: 'CUP', ...early })]));
  const third = await imported(company, 'counts', [counted(33, { sku: 'CUP' })]);
  expect(await stockOf(company)).toEqual({
    'TEA in Berlin': 0,
    'TEA in Bremen': 15,
    'CUP in Berlin': 33,
    'CUP in Bremen': 24,
  });
  const said = [first, second, third].flatMap(({ results }) => results).filter(({ id }: Json) => id !== null);
  for (const { id, expected } of said) {
    const { lines } = accepted(await company.rest('GET', `/counts/${id}`));
    expect(lines.map((line: Json) => line.expected)).toContain(expected);
  }
  expect(third.results).toMatchObject([{ expected: 33, on_hand: 33 }]);
});

test('a count may correct by a thousand million units, and is no part of what was there before', async () => {
  const lines = [counted(1_000_000_000), counted(1_000_000_000, { sku: 'CUP' })];
  expect(outcomes(await imported(company, 'counts', lines))).toEqual(['created', 'created']);
});

test('lines of one warehouse and time are one count; sent again they are not counted again', async () => {
  const lines = [counted(12), counted(5, { sku: 'CUP' })];
  const first = await imported(company, 'counts', lines);
  expect(new Set(first.results.map(({ id }: Json) => id)).size).toBe(1);
  room.clock.now += 60_000;
  accepted(await send(company, 'movements', [moved('sale', 2)]));
  const again = await imported(company, 'counts', lines);
  expect(outcomes(again)).toEqual(['unchanged', 'unchanged']);
  expect(again.results.map(({ id, expected }: Json) => [id, expected])).toEqual(
    first.results.map(({ id, expected }: Json) => [id, expected]),
  );
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 10, 'CUP in Berlin': 5 });
});

test('a count that a newer one settled, or that sales since leave no room for, is refused', async () => {
  accepted(await send(company, 'counts', [counted(5, { sku: 'CUP' })]));
  room.clock.now += DAY;
  accepted(await send(company, 'movements', [moved('sale', 8)]));
  const lines = [
    counted(6, { sku: 'CUP', occurred_at: iso(NOON - DAY) }),
    counted(3, { occurred_at: iso(NOON + 1) }),
    counted(8, { occurred_at: iso(NOON + 1), key: 'the same shelf' }),
  ];
  expect(outcomes(await imported(company, 'counts', lines))).toEqual([
    'count_superseded occurred_at',
    'insufficient_stock counted',
    'invalid_input sku',
  ]);
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 2, 'CUP in Berlin': 5 });
});

test('1,000 lines are one request, and 1,001 are refused', async () => {
  const lines = Array.from({ length: 1001 }, () => moved('receipt', 1));
  expect((await send(company, 'movements', lines)).status).toBe(400);
  expect((await send(company, 'counts', lines)).status).toBe(400);
  const answer = accepted(await send(company, 'movements', lines.slice(1)));
  expect(answer).toMatchObject({ created: 1000, refused: 0 });
  expect(answer.results.at(-1).on_hand).toBe(1010);
  expect(await stockOf(company)).toEqual({ 'TEA in Berlin': 1010 });
});

test('a line that would bring the stock above what can be kept is refused by itself', async () => {
  const most = Array.from({ length: 1000 }, () => moved('receipt', 1_000_000_000));
  const answer = await imported(company, 'movements', most);
  expect(answer).toMatchObject({ created: 999, refused: 1 });
  expect(outcomes(answer).at(-1)).toBe('invalid_input quantity');
});
