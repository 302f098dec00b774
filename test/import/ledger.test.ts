import { beforeEach, expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, history, NOON } from '../shelf.ts';
import { imported, outcomes, send } from './file.ts';
import { counted, furnished, moved, onHands, stockOf } from './shop.ts';

const room = openRoom();

let company: Company;
beforeEach(async () => {
  room.clock.now = NOON;
  company = await furnished(room);
});

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
  const stranger = await furnished(room);
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
  const stranger = await furnished(room);
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
  const kiritimati = await furnished(room, { timeZone: 'Pacific/Kiritimati' });
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
