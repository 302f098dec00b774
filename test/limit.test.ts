import { describe, expect, test } from 'vitest';
import { type Company, type Json, openRoom } from './room.ts';

const RATE = 2;
const BURST = 10;
const room = openRoom({ rateLimit: RATE });
const open = openRoom();

const statusOf = async (rest: Company['rest']): Promise<number> => (await rest('GET', '/company')).status;

async function spend(rest: Company['rest'], calls: number): Promise<number[]> {
  const statuses = [];
  for (let call = 0; call < calls; call++) statuses.push(await statusOf(rest));
  return statuses;
}

/** Several procedures in one HTTP request, and the status of each. */
async function batch(place: typeof room, key: string, paths: string[]): Promise<[number, number[]]> {
  const input = encodeURIComponent(JSON.stringify({}));
  const answer = await place.fetch(`/trpc/${paths.join(',')}?batch=1&input=${input}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const results: Json = await answer.json();
  return [answer.status, [results].flat().map(({ error }) => error?.data.httpStatus ?? 200)];
}

describe('rate', () => {
  test('five seconds of calls at once, then 429 until Retry-After has passed', async () => {
    const { rest } = await room.company();
    expect(await spend(rest, BURST)).toEqual(Array(BURST).fill(200));
    const { status, headers, body } = await rest('GET', '/company');
    expect([status, body.code]).toEqual([429, 'rate_limited']);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBe(1);
    room.clock.now += seconds * 1000;
    expect(await spend(rest, RATE + 1)).toEqual([200, 200, 429]);
  });

  test('a call that is refused for its rate does nothing', async () => {
    const { rest } = await room.company();
    await spend(rest, BURST);
    expect((await rest('POST', '/warehouses', { name: 'Late' })).status).toBe(429);
    room.clock.now += 5000;
    expect((await rest('GET', '/warehouses')).body.items).toEqual([]);
  });

  test('no more than five seconds are saved up, and a clock set back takes nothing away', async () => {
    const { rest } = await room.company();
    room.clock.now += 3_600_000;
    expect((await spend(rest, BURST + 1)).at(-1)).toBe(429);
    room.clock.now -= 60_000;
    expect(await statusOf(rest)).toBe(429);
    room.clock.now += 1000;
    expect(await statusOf(rest)).toBe(200);
  });

  test('a limit belongs to a key, not to its company', async () => {
    const company = await room.company();
    const till = company.as(await company.keyFor('viewer'));
    expect((await spend(company.rest, BURST + 1)).at(-1)).toBe(429);
    expect(await statusOf(till)).toBe(200);
  });

  test('both doors draw on the same calls, and each procedure of a batch is one', async () => {
    const { key, rest } = await room.company();
    await spend(rest, BURST - 3);
    const five = Array(5).fill('company.get');
    expect(await batch(room, key, five)).toEqual([207, [200, 200, 200, 429, 429]]);
    expect(await statusOf(rest)).toBe(429);
  });

  test('a rate of 0 sets no limit', async () => {
    const { rest } = await open.company();
    expect(new Set(await spend(rest, 200))).toEqual(new Set([200]));
  });
});

const MAX = 1024 * 1024;
const json = { 'content-type': 'application/json' };
/** A body of exactly so many bytes. */
const bodyOf = (bytes: number): string => `{"name":"${'x'.repeat(bytes - '{"name":""}'.length)}"}`;

const inPieces = (text: string): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(stream) {
      if (at >= bytes.length) return stream.close();
      stream.enqueue(bytes.slice(at, at + 65_536));
      at += 65_536;
    },
  });
};

const bodies: [how: string, init: (bytes: number) => RequestInit & { duplex?: 'half' }][] = [
  [
    'with its length',
    (bytes) => ({ body: bodyOf(bytes), headers: { ...json, 'content-length': String(bytes) } }),
  ],
  [
    'in pieces without a length',
    (bytes) => ({ body: inPieces(bodyOf(bytes)), headers: json, duplex: 'half' }),
  ],
  [
    'in pieces that say so',
    (bytes) => ({
      body: inPieces(bodyOf(bytes)),
      headers: { ...json, 'transfer-encoding': 'chunked' },
      duplex: 'half',
    }),
  ],
];

describe('size', () => {
  test.each(bodies)('a body %s is read up to 1 MiB and refused beyond', async (_, init) => {
    const { key } = await open.company();
    for (const path of ['/api/warehouses', '/trpc/catalogue.warehouse.create']) {
      const post = (bytes: number): Promise<Response> => {
        const { headers, ...request } = init(bytes);
        const all = { ...headers, authorization: `Bearer ${key}` };
        return open.fetch(path, { method: 'POST', ...request, headers: all });
      };
      expect((await post(MAX)).status).toBe(400);
      const refused = await post(MAX + 1);
      expect(refused.status).toBe(413);
      const answer: Json = await refused.json();
      expect(answer.code ?? answer.error.data.fault).toBe('payload_too_large');
    }
  });

  test('a body that is too large is refused without a key as well', async () => {
    const request = { method: 'POST', body: bodyOf(MAX + 1), headers: json };
    expect((await open.fetch('/api/warehouses', request)).status).toBe(413);
  });
});

describe('number', () => {
  test('fifty procedures fit into a batch, and more are refused before any runs', async () => {
    const { key, rest } = await open.company();
    const calls = (count: number): string[] => Array(count).fill('company.get');
    expect(await batch(open, key, calls(50))).toEqual([200, Array(50).fill(200)]);
    const [status] = await batch(open, key, calls(51));
    expect(status).toBe(400);

    const names = Array.from({ length: 51 }, (_, index) => [index, { name: `W${index}` }]);
    const create = Array(51).fill('catalogue.warehouse.create').join(',');
    const answer = await open.fetch(`/trpc/${create}?batch=1`, {
      method: 'POST',
      body: JSON.stringify(Object.fromEntries(names)),
      headers: { ...json, authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(400);
    expect((await rest('GET', '/warehouses')).body.items).toEqual([]);
  });

  test('a list answers with a page of at most 1,000', async () => {
    const { rest } = await open.company();
    for (const limit of ['1', '1000'])
      expect((await rest('GET', `/products?limit=${limit}`)).status).toBe(200);
    for (const limit of ['0', '-1', '1001', '1e3', '']) {
      const { status, body } = await rest('GET', `/products?limit=${limit}`);
      expect([status, body.details[0].field]).toEqual([400, 'limit']);
    }
  });
});
