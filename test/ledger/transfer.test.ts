import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, beside, DAY, days, history, iso, NOON, onHand, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse, stocked } from '../stock.ts';
import { at, dispatch, linesOf, route, settle } from './route.ts';

const room = openRoom();
room.clock.now = NOON;

test('goods leave at once, are in transit, and arrive in parts', async () => {
  const trip = await route(room, 100);
  const { product } = trip.from;
  await record(trip.to, 'initial', 1);
  const sent = await dispatch(trip, [[product, 40]], { reference: 'van 3', reason: 'refill' });
  expect(sent.status).toBe(201);
  expect(sent.headers.get('location')).toBe(`/api/transfers/${sent.body.id}`);
  expect(sent.body).toMatchObject({ reference: 'van 3', reason: 'refill', is_in_transit: true });
  expect(sent.body.lines).toEqual([
    {
      product_id: product,
      product_name: expect.any(String),
      sku: expect.any(String),
      quantity: 40,
      arrived: 0,
      returned: 0,
      in_transit: 40,
    },
  ]);
  expect([await at(trip.from), await at(trip.to)]).toEqual([
    [60, 0],
    [1, 40],
  ]);
  const part = accepted(await settle(trip, 'receive', sent.body.id, { lines: linesOf([[product, 15]]) }));
  expect(part.lines).toEqual([
    {
      product_id: product,
      product_name: expect.any(String),
      sku: expect.any(String),
      quantity: 40,
      arrived: 15,
      returned: 0,
      in_transit: 25,
    },
  ]);
  expect(await at(trip.to)).toEqual([16, 25]);
  const rest = accepted(await settle(trip, 'receive', sent.body.id));
  expect(rest).toMatchObject({ is_in_transit: false, lines: [{ arrived: 40, in_transit: 0 }] });
  expect([await at(trip.from), await at(trip.to)]).toEqual([
    [60, 0],
    [41, 0],
  ]);
  const legs = await history(trip.from.company, `&transfer_id=${sent.body.id}`);
  expect(legs.map(({ type, quantity, change }) => [type, quantity, change])).toEqual([
    ['transfer_in', 25, 25],
    ['transfer_in', 15, 15],
    ['transfer_out', 40, -40],
  ]);
  expect(new Set(legs.map(({ reference }) => reference))).toEqual(new Set(['van 3']));
});

test('a transfer of 40 out and a recount of −5 are no demand at either end', async () => {
  const trip = await route(room, 100);
  const { id } = accepted(await dispatch(trip, [[trip.from.product, 40]]));
  accepted(await settle(trip, 'receive', id));
  const lines = [{ product_id: trip.from.product, counted: 35 }];
  const count = { warehouse_id: trip.to.warehouse, lines };
  expect(accepted(await trip.from.company.rest('POST', '/counts', count)).lines).toMatchObject([
    { difference: -5 },
  ]);
  expect(await days(room, trip.from)).toEqual({ '2026-11-21': { sold: 0, net: 60 } });
  expect(await days(room, trip.to)).toEqual({ '2026-11-21': { sold: 0, net: 35 } });
});

test('no more arrives than is in transit, and nothing of it then', async () => {
  const trip = await route(room, 100);
  const other = await newProduct(trip.from.company, {
    warehouse_id: trip.from.warehouse,
    initial_quantity: 5,
  });
  const { product } = trip.from;
  const { id } = accepted(
    await dispatch(trip, [
      [product, 40],
      [other, 5],
    ]),
  );
  const lines = linesOf([
    [other, 5],
    [product, 41],
  ]);
  for (const verb of ['receive', 'cancel'] as const)
    expect(refused(await settle(trip, verb, id, { lines }))).toEqual([409, 'transfer_over_received']);
  const twice = linesOf([
    [product, 30],
    [product, 11],
  ]);
  expect(refused(await settle(trip, 'receive', id, { lines: twice }))).toEqual([
    409,
    'transfer_over_received',
  ]);
  expect(await at(trip.to)).toEqual([null, null]);
  const elsewhere = await newProduct(trip.from.company, {
    warehouse_id: trip.from.warehouse,
    initial_quantity: 5,
  });
  accepted(await dispatch(trip, [[elsewhere, 5]]));
  for (const unknown of [await newProduct(trip.from.company), elsewhere])
    expect(refused(await settle(trip, 'receive', id, { lines: linesOf([[unknown, 1]]) }))).toEqual([
      404,
      'product_not_found',
    ]);
});

test('arrivals at once never bring more than was sent', async () => {
  const trip = await route(room, 100);
  const { id } = accepted(await dispatch(trip, [[trip.from.product, 10]]));
  const lines = linesOf([[trip.from.product, 3]]);
  const verbs = Array.from({ length: 8 }, (_, index) => (index % 2 ? 'receive' : 'cancel'));
  const answers = await Promise.all(verbs.map((verb) => settle(trip, verb, id, { lines })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ body }) => body.code === 'transfer_over_received')).toHaveLength(5);
  accepted(await settle(trip, 'receive', id));
  expect((await onHand(trip.from)) + (await onHand(trip.to))).toBe(100);
});

test('a cancelled transfer brings back what has not arrived', async () => {
  const trip = await route(room, 100);
  const { product } = trip.from;
  const { id } = accepted(await dispatch(trip, [[product, 40]]));
  accepted(await settle(trip, 'receive', id, { lines: linesOf([[product, 10]]) }));
  accepted(await settle(trip, 'cancel', id, { lines: linesOf([[product, 5]]) }));
  const done = accepted(await settle(trip, 'cancel', id, { reason: 'road closed' }));
  expect(done).toMatchObject({
    is_in_transit: false,
    lines: [{ quantity: 40, arrived: 10, returned: 30, in_transit: 0 }],
  });
  expect([await at(trip.from), await at(trip.to)]).toEqual([
    [90, 0],
    [10, 0],
  ]);
  const [last] = await history(trip.from.company, `&transfer_id=${id}`);
  expect(last).toMatchObject({
    type: 'transfer_in',
    warehouse_id: trip.from.warehouse,
    reason: 'road closed',
  });
});

test('nothing more happens to a transfer that is complete', async () => {
  const trip = await route(room, 100);
  const { id } = accepted(await dispatch(trip, [[trip.from.product, 40]]));
  accepted(await settle(trip, 'cancel', id, { lines: linesOf([[trip.from.product, 10]]) }));
  const answers = await Promise.all(Array.from({ length: 6 }, () => settle(trip, 'receive', id)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'transfer_is_complete')).toHaveLength(5);
  const lines = linesOf([[trip.from.product, 1]]);
  for (const body of [{}, { lines }])
    expect(refused(await settle(trip, 'cancel', id, body))).toEqual([409, 'transfer_is_complete']);
  expect(await onHand(trip.to)).toBe(30);
});

test('a product named twice travels once, with the sum', async () => {
  const trip = await route(room, 100);
  const { product } = trip.from;
  const { id, lines } = accepted(
    await dispatch(trip, [
      [product, 30],
      [product, 12],
    ]),
  );
  expect(lines).toMatchObject([{ product_id: product, quantity: 42 }]);
  const twice = linesOf([
    [product, 20],
    [product, 2],
  ]);
  expect(accepted(await settle(trip, 'receive', id, { lines: twice })).lines).toMatchObject([
    { arrived: 22 },
  ]);
});

test('what is not there cannot be sent: the lines that are short are named, and none leaves', async () => {
  const trip = await route(room, 10);
  const { company, warehouse, product } = trip.from;
  const plenty = await newProduct(company, { warehouse_id: warehouse, initial_quantity: 50 });
  const answer = await dispatch(trip, [
    [plenty, 5],
    [product, 6],
    [product, 5],
  ]);
  expect(refused(answer)).toEqual([409, 'insufficient_stock']);
  expect(answer.body.details).toMatchObject([{ field: 'lines.2.quantity', on_hand: 4 }]);
  expect((await company.rest('GET', '/transfers')).body.items).toEqual([]);
  expect(await onHand(trip.from)).toBe(10);
});

test('a transfer goes between two warehouses of the company, with products of the company', async () => {
  const trip = await route(room, 10);
  const stranger = await stocked(room, 10);
  const { product } = trip.from;
  const same = await dispatch({ ...trip, to: trip.from }, [[product, 1]]);
  expect([same.status, same.body.details]).toMatchObject([400, [{ field: 'to_warehouse_id' }]]);
  for (const warehouse of [stranger.warehouse, 999_999_999]) {
    const away = beside(trip.from, { warehouse });
    expect(refused(await dispatch({ ...trip, to: away }, [[product, 1]]))).toEqual([
      404,
      'warehouse_not_found',
    ]);
    expect(refused(await dispatch({ from: away, to: trip.to }, [[product, 1]]))).toEqual([
      404,
      'warehouse_not_found',
    ]);
  }
  for (const foreign of [stranger.product, 999_999_999]) {
    const answer = await dispatch(trip, [[foreign, 1]]);
    expect([...refused(answer), answer.body.details]).toEqual([404, 'product_not_found', []]);
  }
  expect(refused(await dispatch(trip, []))).toEqual([400, 'invalid_input']);
  const { id } = accepted(await dispatch(trip, [[product, 1]]));
  const theirs = (path: string, body?: object) => stranger.company.rest(body ? 'POST' : 'GET', path, body);
  for (const answer of [
    await theirs(`/transfers/${id}`),
    await theirs(`/transfers/${id}/receive`, {}),
    await theirs(`/transfers/${id}/cancel`, {}),
    await theirs('/transfers/999999999/cancel', {}),
  ])
    expect(refused(answer)).toEqual([404, 'transfer_not_found']);
});

test('transfers are listed newest first, and by whether something is still under way', async () => {
  const trip = await route(room, 100);
  const ids: number[] = [];
  for (const quantity of [1, 2, 3, 4])
    ids.push(accepted(await dispatch(trip, [[trip.from.product, quantity]])).id);
  const [first = 0, , third = 0] = ids;
  accepted(await settle(trip, 'receive', first));
  accepted(await settle(trip, 'cancel', third));
  const list = async (query: string) => accepted(await trip.from.company.rest('GET', `/transfers?${query}`));
  const idsOf = async (query: string) => (await list(query)).items.map(({ id }: { id: number }) => id);
  expect(await idsOf('')).toEqual(ids.toReversed());
  expect(await idsOf('is_in_transit=true')).toEqual([ids[3], ids[1]]);
  expect(await idsOf('is_in_transit=false')).toEqual([ids[2], ids[0]]);
  const { items, next_cursor } = await list('limit=3');
  expect(items).toHaveLength(3);
  expect(await list(`limit=3&cursor=${next_cursor}`)).toMatchObject({
    items: [{ id: first }],
    next_cursor: null,
  });
});

test('each transfer is told by its own names and lines, whatever else is under way', async () => {
  const trip = await route(room, 50);
  const { company, product } = trip.from;
  const tea = await newProduct(company, {
    name: 'Tea',
    warehouse_id: trip.to.warehouse,
    initial_quantity: 9,
  });
  const shed = beside(trip.from, { warehouse: await newWarehouse(company, 'Shed') });
  const there = accepted(await dispatch(trip, [[product, 7]]));
  const back = accepted(await dispatch({ from: trip.to, to: shed }, [[tea, 3]]));
  accepted(await settle(trip, 'receive', there.id));
  const arrived = accepted(await settle(trip, 'receive', back.id, { lines: linesOf([[tea, 1]]) }));
  expect(arrived).toMatchObject({ id: back.id, to_warehouse_name: 'Shed', is_in_transit: true });
  expect(arrived.from_warehouse_name).toBe(there.to_warehouse_name);
  expect(there.from_warehouse_name).not.toBe(there.to_warehouse_name);
  expect(arrived.lines).toMatchObject([{ product_name: 'Tea', quantity: 3, arrived: 1, in_transit: 2 }]);
  expect(accepted(await company.rest('GET', `/transfers/${there.id}`))).toMatchObject({
    is_in_transit: false,
    lines: [{ product_id: product, quantity: 7, arrived: 7, in_transit: 0 }],
  });
});

test('legs are dated when they happened', async () => {
  const trip = await route(room, 10);
  const { id } = accepted(
    await dispatch(trip, [[trip.from.product, 4]], { occurred_at: iso(NOON - 2 * DAY) }),
  );
  accepted(await settle(trip, 'receive', id, { occurred_at: iso(NOON - DAY) }));
  expect(await days(room, trip.from)).toMatchObject({ '2026-11-19': { net: -4 } });
  expect(await days(room, trip.to)).toEqual({ '2026-11-20': { sold: 0, net: 4 } });
  const { id: later } = accepted(await dispatch(trip, [[trip.from.product, 2]]));
  for (const verb of ['receive', 'cancel'] as const)
    expect(refused(await settle(trip, verb, later, { occurred_at: '2026-11-20' }))).toEqual([
      409,
      'transfer_left_later',
    ]);
  accepted(await settle(trip, 'receive', later, { occurred_at: '2026-11-21' }));
  const early = { occurred_at: iso(NOON + 300_001) };
  expect(refused(await dispatch(trip, [[trip.from.product, 1]], early))).toEqual([400, 'invalid_input']);
});
