import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connectServer } from '../../db/connect.ts';
import { databaseOf } from '../../db/scope.ts';
import { share } from '../../db/share.ts';
import { type Door, restDoor, trpcDoor } from '../door.ts';
import type { Made } from '../doors/call.ts';
import { calls } from '../doors/company.ts';
import { before } from '../doors/worker.ts';
import { apiInProcess } from '../room/app.ts';
import { startServer } from '../room/server.ts';
import { apiInWorkerd } from '../room/workerd.ts';
import { newCompany } from '../room.ts';
import { procedures, routeOf } from '../tenancy/door.ts';
import { openCounter } from './counter.ts';

/** What each procedure costs in requests to the database server: on Workers each is a trip across the network. */

const settings = { rateLimit: 0, corsOrigins: [], skuScope: 'company' as const };

type Cost = { first: number; again: number | null };
const costs: Record<string, Record<string, Cost>> = {};

const rooms = [
  ['Node', trpcDoor],
  ['workerd', restDoor],
] as const;

/** A company behind an API whose requests to the database are counted. */
async function openCounted(room: 'Node' | 'workerd') {
  const life = { clock: { now: Date.now() }, log: [] };
  const server = await startServer({ like: inject('serverTemplate') });
  const counter = await openCounter(server.url);
  const client = connectServer(server.url, undefined);
  const counted = databaseOf(share(counter.url, undefined), 'company');
  const api =
    room === 'Node'
      ? apiInProcess(counted, settings, life)
      : apiInWorkerd(Promise.resolve(counter), settings, life);
  const place = { database: databaseOf(client, 'company'), clock: life.clock, fetch: api.fetch };
  return {
    ...place,
    client,
    take: counter.take,
    company: await newCompany(place),
    async close() {
      await api.close();
      counter.close();
      client.close();
      await server.remove();
    },
  };
}

describe.each(rooms)('on %s', (room, doorOf) => {
  let counted: Awaited<ReturnType<typeof openCounted>>;
  let door: Door;
  const made: Made = {};

  beforeAll(async () => {
    counted = await openCounted(room);
    door = doorOf(counted.fetch, counted.company.key);
  });
  afterAll(() => counted.close());

  /** What an answer takes, where the caller is known already. */
  async function costOf(procedure: string, input: object, key: Record<string, string>) {
    await door('company.get', {});
    counted.take();
    const outcome = await door(procedure, input, key);
    expect(outcome.code, JSON.stringify(outcome.answer)).toBeNull();
    return { requests: counted.take(), ...outcome };
  }

  test('who calls is one request, and none within ten seconds; once an hour its use is noted after the answer', async () => {
    const asked = async () => {
      expect((await door('company.get', {})).status).toBe(200);
      return counted.take();
    };
    const noted = async () => (await counted.client.execute('select last_used_at from keys')).rows[0]?.[0];
    await asked();
    await expect.poll(noted).toBe(counted.clock.now);
    counted.take();
    expect(await asked(), 'known').toBe(1);
    counted.clock.now += 9_999;
    expect(await asked(), 'still known').toBe(1);
    counted.clock.now += 1;
    expect(await asked(), 'known no longer').toBe(2);
  });

  test.each(calls)('%s', async (id, inputOf) => {
    await before[id]?.(counted, counted.company.id);
    const input = inputOf?.(made) ?? {};
    const isMutation = routeOf(id).type === 'mutation';
    const key: Record<string, string> = isMutation ? { 'idempotency-key': crypto.randomUUID() } : {};
    const first = await costOf(id, input, key);
    const again = isMutation ? await costOf(id, input, key) : null;
    if (again) expect(again.replayed).toBe(true);
    made[id] = first.answer;
    costs[id] = { ...costs[id], [room]: { first: first.requests, again: again?.requests ?? null } };
    expect(costs[id][room]).toEqual({ first: 1, again: isMutation ? 2 : null });
  });
});

const PAGE = 'docs/edge.md';
const BEGIN = '<!-- trips: npm run docs:trips -->\n';
const END = '<!-- /trips -->';

test('the table in docs/edge.md is what was counted', () => {
  expect(Object.keys(costs).sort()).toEqual(procedures.toSorted());
  const page = readFileSync(PAGE, 'utf8');
  const [head = '', rest = ''] = page.split(BEGIN);
  const [table = '', tail = ''] = rest.split(END);
  if (process.env.WRITE_TRIPS) writeFileSync(PAGE, [head, BEGIN, tableOf(), END, tail].join(''));
  else expect(table, 'npm run docs:trips').toBe(tableOf());
});

function tableOf(): string {
  const rows = procedures.toSorted().map((id) => {
    const { method, path } = routeOf(id).rest;
    const counted = Object.values(costs[id] ?? {});
    const alike = (values: (number | null)[]) =>
      [...new Set(values.map((value) => value ?? ''))].join(' or ');
    const [first, again] = [counted.map((cost) => cost.first), counted.map((cost) => cost.again)];
    return `| \`${id}\` | ${method} ${path} | ${alike(first)} | ${alike(again)} |`;
  });
  return [
    '| procedure | at the REST door | requests | repeated with its key |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
