import { beforeEach, expect, test } from 'vitest';
import { type Company, type Json, openRoom } from '../room.ts';
import { accepted, DAY, iso, NOON } from '../shelf.ts';
import { imported, outcomes, send } from './file.ts';
import { counted, furnished, moved, stockOf } from './shop.ts';

const room = openRoom();

let company: Company;
beforeEach(async () => {
  room.clock.now = NOON;
  company = await furnished(room);
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

test('a count may correct by a thousand million units, up or down from what was there', async () => {
  const lines = [counted(1_000_000_000), counted(1_000_000_000, { sku: 'CUP' })];
  expect(outcomes(await imported(company, 'counts', lines))).toEqual(['created', 'created']);
  room.clock.now += 60_000;
  const nothing = [counted(0), counted(0, { sku: 'CUP' })];
  expect(outcomes(await imported(company, 'counts', nothing))).toEqual(['created', 'created']);
});

test('a count that would bring the stock above what can be kept is refused by itself, before and when it is done', async () => {
  room.clock.now += DAY;
  const receipts = Array.from({ length: 999 }, () => moved('receipt', 1_000_000_000));
  const filled = accepted(await send(company, 'movements', [...receipts, moved('receipt', 1)]));
  expect(filled).toMatchObject({ created: 1000 });
  const lines = [counted(1_000_000_000, { occurred_at: iso(NOON) }), counted(5, { sku: 'CUP' })];
  for (const preview of [true, false])
    expect(outcomes(accepted(await send(company, 'counts', lines, { preview })))).toEqual([
      'invalid_input counted',
      'created',
    ]);
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
