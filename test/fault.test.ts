import { expect, test } from 'vitest';
import { sentences } from '../db/fault.ts';
import { moved, NOBODY, provocations } from './fault/provocation.ts';
import { openRoom } from './room.ts';
import { newWarehouse, stocked } from './stock.ts';

/** Every way in which StockFlow says no, provoked through the REST door. */

const room = openRoom();
const cold = openRoom();
const torn = openRoom();

test('every code has its provocation', () => {
  expect(Object.keys(provocations).sort()).toEqual(Object.keys(sentences).sort());
});

test.each(Object.entries(provocations))('%s', async (code, { status, by }) => {
  const answer = await by(await stocked(room, 10));
  expect(answer).toMatchObject({ status, body: { code } });
  expect(Object.keys(answer.body).sort()).toEqual(['code', 'details', 'error', 'request_id']);
  expect(answer.body.error).toBe(Object.entries(sentences).find(([name]) => name === code)?.[1]);
  expect(answer.body.request_id).toBe(answer.headers.get('x-request-id'));
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
});

test('what time heals says when to come back', async () => {
  const shelf = await stocked(room, 1);
  for (const { by } of [provocations.rate_limited, provocations.unavailable, provocations.outcome_unknown])
    expect(Number((await by(shelf)).headers.get('retry-after'))).toBeGreaterThan(0);
});

test('a database that is out of reach is no fault of ours, even before the caller is known', async () => {
  const { company, warehouse } = await stocked(cold, 1);
  cold.clock.now += 60_000;
  cold.client.close();
  const authorization = `Bearer ${company.key}`;
  for (const path of ['/api/company', `/api/warehouses/${warehouse}`, '/readyz']) {
    const answer = await cold.fetch(path, { headers: { authorization } });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable', details: [] });
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  const answer = await cold.fetch('/trpc/company.get', { headers: { authorization } });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
});

test('a fault of ours is a sentence and a request id to the caller, and its cause in the log', async () => {
  const { rest } = await torn.company();
  await torn.client.execute('drop table count_lines');
  const { status, body } = await rest('GET', '/counts');
  expect(status).toBe(500);
  expect(body).toEqual({
    error: sentences.internal,
    code: 'internal',
    details: [],
    request_id: expect.stringMatching(/^[\w-]{36}$/),
  });
  const lines = torn.log.filter(({ requestId }) => requestId === body.request_id);
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'error',
      event: 'internal',
      path: '/api/counts',
      error: expect.stringContaining('no such table: count_lines'),
    }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ event: 'request', status: 500 }));
});

test('a limit that only a sum passes names what adds up', async () => {
  const shelf = await stocked(room, 1_000_000_000);
  const { company, product, warehouse } = shelf;
  expect((await moved(shelf, 'receipt', 1_000_000_000)).status).toBe(201);
  const to = await newWarehouse(company);
  const lines = [
    { product_id: product, quantity: 1_000_000_000 },
    { product_id: product, quantity: 1 },
  ];
  const transfer = { from_warehouse_id: warehouse, to_warehouse_id: to, lines };
  const count = { warehouse_id: warehouse, lines: [{ product_id: product, counted: 0 }] };
  const tooMuch: [path: string, body: object, field: string][] = [
    ['/transfers', transfer, 'lines'],
    ['/counts', count, 'quantity'],
  ];
  for (const [path, body, field] of tooMuch) {
    const answer = await company.rest('POST', path, body);
    expect(answer).toMatchObject({ status: 400, body: { details: [{ field }] } });
    expect(answer.body.details[0].message).toMatch(/more than 1000000000 units/);
  }
});

test('a refusal is an answer, not an error to be logged', async () => {
  const { company } = await stocked(room, 1);
  const { body } = await company.rest('GET', `/products/${NOBODY}`);
  const lines = room.log.filter(({ requestId }) => requestId === body.request_id);
  expect(lines.map(({ level, status }) => [level, status])).toEqual([['info', 404]]);
});
