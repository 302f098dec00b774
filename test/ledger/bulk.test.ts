import { expect, test } from 'vitest';
import { recordAll } from '../../db/ledger/bulk.ts';
import { scopeTo } from '../../db/scope.ts';
import { openRoom } from '../room.ts';
import { accepted, beside, DAY, days, history, iso, line, NOON, onHand, post, refused } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked, stocked } from '../stock.ts';

const room = openRoom();
room.clock.now = NOON;

const bulk = ({ company }: Stocked, mode: string, lines: object[], headers = {}) =>
  company.rest('POST', '/movements/bulk', { mode, lines }, headers);

test('all or nothing: every line is recorded, in the order given', async () => {
  const shelf = await stocked(room, 10);
  const other = beside(shelf, { product: await newProduct(shelf.company) });
  const shop = beside(shelf, { warehouse: await newWarehouse(shelf.company) });
  const lines = [
    line(shelf, 'sale', 4, { reference: 'order 1' }),
    line(other, 'receipt', 7, { occurred_at: iso(NOON - DAY), reason: 'late paper' }),
    line(shelf, 'sale', 6),
    line(shop, 'adjustment', 2),
    line(shelf, 'receipt', 1),
  ];
  const body = accepted(await bulk(shelf, 'all_or_nothing', lines));
  expect(body).toMatchObject({ accepted: 5, refused: 0 });
  expect(
    body.results.map(({ line, on_hand, code }: Record<string, unknown>) => [line, on_hand, code]),
  ).toEqual([
    [0, 6, null],
    [1, 7, null],
    [2, 0, null],
    [3, 2, null],
    [4, 1, null],
  ]);
  const recorded = (await history(shelf.company)).slice(0, 5).reverse();
  expect(recorded.map(({ id }) => id)).toEqual(body.results.map(({ id }: { id: number }) => id));
  expect(recorded).toMatchObject(lines);
  expect(recorded[1]).toMatchObject({ day: '2026-11-20', reason: 'late paper', actor: recorded[0].actor });
});

test('all or nothing: one line in the way stops all, and every such line is named', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 10);
  const answer = await bulk(shelf, 'all_or_nothing', [
    line(shelf, 'sale', 6),
    line(shelf, 'sale', 6),
    line(shelf, 'sale', 4),
    line(beside(shelf, { product: 999_999_999 }), 'sale', 1),
    line(beside(shelf, { warehouse: stranger.warehouse }), 'receipt', 1),
    line(shelf, 'receipt', 1, { expected_quantity: 3 }),
  ]);
  expect(refused(answer)).toEqual([409, 'insufficient_stock']);
  expect(answer.body.details).toMatchObject([
    { field: 'lines.1', code: 'insufficient_stock', on_hand: 4 },
    { field: 'lines.3', code: 'product_not_found' },
    { field: 'lines.4', code: 'warehouse_not_found' },
    { field: 'lines.5', code: 'stock_changed', on_hand: 0 },
  ]);
  expect(await history(shelf.company)).toHaveLength(1);
});

test('each line that is refused is told why, in words of its own', async () => {
  const shelf = await stocked(room, 10);
  const components = [{ product_id: shelf.product, quantity: 1 }];
  const set = { sku: 'SET', name: 'Set', price: '1', components };
  const bundle = accepted(await shelf.company.rest('POST', '/bundles', set)).id;
  const lines: [refused: object, error: string | null][] = [
    [line(shelf, 'sale', 11), 'Not enough stock: 10 on hand'],
    [line(shelf, 'receipt', 1, { expected_quantity: 3 }), 'Not what you expected: 10 on hand'],
    [line(beside(shelf, { product: 999_999_999 }), 'sale', 1), 'There is no such product'],
    [line(beside(shelf, { warehouse: 999_999_999 }), 'receipt', 1), 'There is no such warehouse'],
    [line(beside(shelf, { product: bundle }), 'sale', 1), 'This is a bundle: it has no stock of its own'],
    [line(shelf, 'sale', 1), null],
  ];
  const given = lines.map(([refusedLine]) => refusedLine);
  const { results } = accepted(await bulk(shelf, 'each', given));
  expect(results.map(({ error }: { error: string }) => error)).toEqual(lines.map(([, error]) => error));
});

test('a shelf takes a million million units, and not one more', async () => {
  const shelf = await stocked(room, 1);
  accepted(await post(shelf, 'sale', 1));
  const many = Array.from({ length: 1000 }, () => line(shelf, 'receipt', 1_000_000_000));
  expect(accepted(await bulk(shelf, 'each', many))).toMatchObject({ accepted: 1000, refused: 0 });
  const one = line(shelf, 'receipt', 1);
  const { results } = accepted(await bulk(shelf, 'each', [one, line(shelf, 'sale', 1), one]));
  expect(results.map(({ error }: { error: string | null }) => error)).toEqual([
    'Would bring the stock above 1000000000000 units',
    null,
    null,
  ]);
  expect(await onHand(shelf)).toBe(1e12);
});

test('what a rule of the database refuses that is about no stock is told in its words', async () => {
  const { company, product, warehouse } = await stocked(room, 10);
  const scope = scopeTo(room.database, { company: company.id, timeZone: 'UTC', actor: 'test' }, NOON);
  const long = { reason: 'x'.repeat(501), reference: null, occurredAt: NOON };
  const moved = {
    productId: product,
    warehouseId: warehouse,
    type: 'receipt',
    change: 1,
    expected: null,
  } as const;
  await expect(recordAll(scope, [{ ...moved, ...long }])).rejects.toMatchObject({
    code: 'invalid_input',
    details: [{ message: expect.stringContaining('movement_reason_length') }],
  });
});

test('what nobody foresaw is no refusal of lines, whatever else is wrong with them', async () => {
  const shelf = await stocked(room, 10);
  await room.client.executeMultiple(
    "create trigger unforeseen before insert on movements begin select raise(abort, 'unforeseen'); end",
  );
  const answer = await bulk(shelf, 'all_or_nothing', [line(shelf, 'sale', 11)]);
  await room.client.execute('drop trigger unforeseen');
  expect(refused(answer)).toEqual([500, 'internal']);
  expect(answer.body.details).toEqual([]);
});

test('each by itself: an item named twice meets the stock that the line before left', async () => {
  const decoy = await stocked(room, 1000);
  const company = decoy.company;
  const shelf = beside(decoy, {
    product: await newProduct(company, { warehouse_id: decoy.warehouse, initial_quantity: 10 }),
  });
  const body = accepted(
    await bulk(shelf, 'each', [
      line(shelf, 'sale', 6),
      line(shelf, 'sale', 6),
      line(shelf, 'sale', 4),
      line(shelf, 'sale', 1),
      line(shelf, 'receipt', 5),
      line(shelf, 'scrap', 5),
    ]),
  );
  expect(body).toMatchObject({ accepted: 4, refused: 2 });
  expect(body.results.map(({ on_hand, code }: Record<string, unknown>) => [on_hand, code])).toEqual([
    [4, null],
    [4, 'insufficient_stock'],
    [0, null],
    [0, 'insufficient_stock'],
    [5, null],
    [0, null],
  ]);
  expect(body.results[1]).toMatchObject({ id: null, error: expect.stringContaining('Not enough stock') });
  expect(await onHand(shelf)).toBe(0);
  expect(await onHand(decoy)).toBe(1000);
});

test('each by itself: unknown, foreign, bundles and stale expectations are refused beside neighbours that pass', async () => {
  const shelf = await stocked(room, 10);
  const stranger = await stocked(room, 50);
  const { company } = shelf;
  const components = [{ product_id: shelf.product, quantity: 1 }];
  const { body: bundle } = await company.rest('POST', '/bundles', {
    sku: 'SET',
    name: 'Set',
    price: 1,
    components,
  });
  const lines = [
    line(beside(shelf, { product: 999_999_999 }), 'receipt', 1),
    line(shelf, 'sale', 1, { expected_quantity: 10 }),
    line(stranger, 'sale', 1),
    line(beside(shelf, { warehouse: stranger.warehouse }), 'receipt', 1),
    line(beside(shelf, { product: bundle.id }), 'sale', 1),
    line(shelf, 'sale', 1, { expected_quantity: 10 }),
    line(shelf, 'sale', 1, { expected_quantity: 9, occurred_at: iso(NOON - 2 * DAY) }),
  ];
  const body = accepted(await bulk(shelf, 'each', lines));
  expect(body.results.map(({ code }: { code: string }) => code)).toEqual([
    'product_not_found',
    null,
    'product_not_found',
    'warehouse_not_found',
    'product_is_bundle',
    'stock_changed',
    null,
  ]);
  expect([await onHand(shelf), await onHand(stranger)]).toEqual([8, 50]);
  const recorded = await history(company);
  expect(recorded.slice(0, 2).map(({ id }) => id)).toEqual([body.results[6].id, body.results[1].id]);
  expect(body.results[6].id).toBe(body.results[1].id + 1);
  expect(recorded[0]).toMatchObject({ day: '2026-11-19', quantity: 1 });
  expect(await days(room, shelf)).toMatchObject({ '2026-11-19': { sold: 1, net: -1 } });
});

test('each by itself: when every line is refused, nothing is recorded and each says why', async () => {
  const shelf = await stocked(room, 2);
  const body = accepted(await bulk(shelf, 'each', [line(shelf, 'sale', 3), line(shelf, 'scrap', 4)]));
  expect(body).toMatchObject({ accepted: 0, refused: 2 });
  expect(body.results.map(({ id, on_hand }: Record<string, unknown>) => [id, on_hand])).toEqual([
    [null, 2],
    [null, 2],
  ]);
  expect(await history(shelf.company)).toHaveLength(1);
});

test('both modes agree with the same lines sent one by one', async () => {
  const moves: [type: string, quantity: number][] = [
    ['sale', 5],
    ['sale', 8],
    ['receipt', 4],
    ['sale', 9],
    ['scrap', 1],
    ['adjustment', -20],
    ['adjustment', -8],
  ];
  const [one, many] = [await stocked(room, 10), await stocked(room, 10)];
  const singly = [];
  for (const [type, quantity] of moves) singly.push((await post(one, type, quantity)).body.code ?? null);
  const lines = moves.map(([type, quantity]) => line(many, type, quantity));
  const { results } = accepted(await bulk(many, 'each', lines));
  expect(results.map(({ code }: { code: string }) => code)).toEqual(singly);
  expect(await onHand(many)).toBe(await onHand(one));
});

test('1,000 lines are one request, and 1,001 are refused', async () => {
  const shelf = await stocked(room, 1000);
  const sales = Array.from({ length: 1001 }, () => line(shelf, 'sale', 1));
  for (const mode of ['all_or_nothing', 'each']) {
    const tooMany = await bulk(shelf, mode, sales);
    expect(refused(tooMany)).toEqual([400, 'invalid_input']);
    expect(tooMany.body.details).toMatchObject([{ field: 'lines' }]);
    expect(refused(await bulk(shelf, mode, []))).toEqual([400, 'invalid_input']);
  }
  expect(accepted(await bulk(shelf, 'all_or_nothing', sales.slice(1)))).toMatchObject({ accepted: 1000 });
  expect(await onHand(shelf)).toBe(0);
  accepted(await post(shelf, 'receipt', 700));
  expect(accepted(await bulk(shelf, 'each', sales.slice(1)))).toMatchObject({ accepted: 700, refused: 300 });
  expect(await onHand(shelf)).toBe(0);
  expect(await days(room, shelf)).toEqual({ '2026-11-21': { sold: 1700, net: 0 } });
});

test('a line that cannot be used refuses the request whatever the mode, and is named', async () => {
  const shelf = await stocked(room, 10);
  const lines = [
    line(shelf, 'sale', 1),
    line(shelf, 'sale', -1),
    line(shelf, 'gift', 1),
    line(shelf, 'return', 1, { sale_id: 1 }),
  ];
  for (const mode of ['all_or_nothing', 'each']) {
    const answer = await bulk(shelf, mode, lines);
    expect(answer.status).toBe(400);
    expect(answer.body.details.map(({ field }: { field: string }) => field)).toEqual([
      'lines.1.quantity',
      'lines.2.type',
      'lines.3.sale_id',
    ]);
    const early = iso(NOON + 300_001);
    const late = await bulk(shelf, mode, [
      line(shelf, 'sale', 1, { occurred_at: early }),
      line(shelf, 'sale', 1),
      line(shelf, 'sale', 1, { occurred_at: '2020-01-01T00:00:00Z' }),
    ]);
    expect(late.body.details).toMatchObject([
      { field: 'lines.0.occurred_at' },
      { field: 'lines.2.occurred_at' },
    ]);
  }
  expect(await onHand(shelf)).toBe(10);
});

test('a replayed bulk call answers the same, refusals of single lines included, and changes nothing', async () => {
  const shelf = await stocked(room, 10);
  for (const mode of ['all_or_nothing', 'each']) {
    const headers = { 'idempotency-key': `bulk-${mode}-0123456789` };
    const lines = [line(shelf, 'sale', 3), line(shelf, 'sale', mode === 'each' ? 30 : 1)];
    const first = await bulk(shelf, mode, lines, headers);
    const left = await onHand(shelf);
    accepted(await post(shelf, 'receipt', 100));
    const again = await bulk(shelf, mode, lines, headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await onHand(shelf)).toBe(left + 100);
    accepted(await post(shelf, 'sale', 100));
  }
});

test('bulk calls at once never sell the same unit twice', async () => {
  const shelf = await stocked(room, 50);
  const other = beside(shelf, {
    product: await newProduct(shelf.company, { warehouse_id: shelf.warehouse, initial_quantity: 50 }),
  });
  const lines = [line(shelf, 'sale', 2), line(other, 'sale', 3)];
  const calls = Array.from({ length: 40 }, (_, index) =>
    bulk(shelf, index % 2 ? 'each' : 'all_or_nothing', index % 3 ? lines : lines.toReversed()),
  );
  const answers = await Promise.all(calls);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  expect(await onHand(other)).toBe(2);
  expect(await onHand(shelf)).toBe(0);
});
