import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openLocal } from '../db/local.ts';
import { fileIn } from '../db/open.ts';
import { lowStock } from '../db/replenishment/low-stock.ts';
import { databaseOf, scopeTo } from '../db/scope.ts';
import { callsOf } from '../test/watched.ts';
import type { Bar, Bench, Case, Figures } from './measure.ts';
import { type Answer, type Program, requestText, startApi, startBare, startCaller } from './process.ts';
import { makeWorld, type World } from './world.ts';

const CONNECTIONS = 16;
const PAGE = 50;
const PEERS_PER_SECOND = 320;
const doors = ['REST', 'tRPC'] as const;
type Door = (typeof doors)[number];

const changed = (door: Door): Bar => ({
  what: `Low-stock alerts, page of ${PAGE}, content changed since the last call, ${door}`,
  measuredAs:
    'requests/s ÷ floor (bare node:http sending the same bytes, then the same page by one prepared statement)',
  unit: '',
  atLeast: 0.5,
  figure: (of) => {
    const floorSeconds = 1 / of(`bare, ${door}`, 'perSecond') + of('statement', 'us') / 1e6;
    return of(`${door}, changed`, 'perSecond') * floorSeconds;
  },
});

const unchanged = (door: Door): Bar => ({
  what: `The same, unchanged since the last call, ${door}`,
  measuredAs: 'requests/s ÷ bare node:http sending the same bytes',
  unit: '',
  atLeast: 0.35,
  figure: (of) => of(`${door}, unchanged`, 'perSecond') / of(`bare, ${door}`, 'perSecond'),
});

const peers = (how: string, name: 'changed' | 'unchanged'): Bar => ({
  what: `For orientation: the list, ${how}, against the best of two peers (${PEERS_PER_SECOND}/s, measured elsewhere)`,
  measuredAs: `requests/s ÷ ${PEERS_PER_SECOND}`,
  unit: '',
  atLeast: 20,
  figure: (of) => of(`REST, ${name}`, 'perSecond') / PEERS_PER_SECOND,
});

/** Its API is a process of its own, and so is who asks; the floor is measured between. */
export const alerts: Bench = {
  name: 'alerts',
  about: `The low-stock list, ${PAGE} of 500, from a file, beside what Node and SQLite alone take`,
  seconds: 3,
  rounds: 5,
  bars: [
    ...doors.map(changed),
    ...doors.map(unchanged),
    peers('asked again and again, as theirs was', 'unchanged'),
    peers('changed before each call', 'changed'),
  ],
  async open() {
    const world = await makeWorld(1000);
    const statement = await statementOn(world);
    const api = await startApi(world.folder);
    const caller = startCaller();
    const cases: Case[] = [{ name: 'statement', round: statement.round }];
    const bares: Program[] = [];
    for (const door of doors) {
      const bare = await startBare(await answerTo(api.port, requestTo(world, door, 0)));
      bares.push(bare);
      const ask = (port: number, requests: string[]) => (ms: number) =>
        caller.load({ port, connections: CONNECTIONS, ms, requests });
      const same = [textOf(requestTo(world, door, 0))];
      // The same page by more names than are kept, each with a tag to look at: every one is read and made anew.
      const anew = Array.from({ length: 2000 }, (_, n) =>
        textOf(requestTo(world, door, n + 1, { 'if-none-match': 'W/"another"' })),
      );
      cases.push(
        { name: `bare, ${door}`, round: ask(bare.port, same) },
        { name: `${door}, changed`, round: ask(api.port, anew) },
        { name: `${door}, unchanged`, round: ask(api.port, same) },
      );
    }
    return {
      cases,
      async close() {
        await Promise.all([api, caller, ...bares].map((one) => one.close()));
        statement.close();
        world.remove();
      },
    };
  },
};

type Request = { path: string; headers: Record<string, string> };

const textOf = ({ path, headers }: Request): string => requestText('GET', path, headers);

/** Where no alert comes before: the first page, whatever the number. */
const cursorAt = (n: number): string => `0.-${1_000_000 + n}.1.1`;

function requestTo(
  { company, apiKey }: World,
  door: Door,
  n: number,
  more: Record<string, string> = {},
): Request {
  const input = JSON.stringify({ companyId: company, limit: PAGE, cursor: cursorAt(n) });
  const paths: Record<Door, string> = {
    REST: `/api/companies/${company}/alerts/low-stock?limit=${PAGE}&cursor=${cursorAt(n)}`,
    tRPC: `/trpc/replenishment.lowStock?input=${encodeURIComponent(input)}`,
  };
  return { path: paths[door], headers: { authorization: `Bearer ${apiKey}`, ...more } };
}

const OF_THE_CONNECTION = ['connection', 'keep-alive', 'date', 'content-length', 'transfer-encoding'];

async function answerTo(port: number, { path, headers }: Request): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const kept = [...answer.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name));
  return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() };
}

/** The statement of the page by itself, in this process, on a copy of the file: nobody else may open the file. */
async function statementOn({ folder, company }: World) {
  const copy = mkdtempSync(join(tmpdir(), 'stockflow-bench-'));
  cpSync(folder, copy, { recursive: true });
  const { calls, client } = callsOf(openLocal({ file: fileIn(copy) }));
  const caller = { company, timeZone: 'UTC', actor: 'bench' };
  const [afterDays = 0, afterGap = 0, afterProduct = 0, afterWarehouse = 0] = cursorAt(0)
    .split('.')
    .map(Number);
  await lowStock(scopeTo(databaseOf(client, 'company'), caller, Date.now()), {
    limit: PAGE,
    cursor: { afterDays, afterGap, afterProduct, afterWarehouse },
  });
  client.close();
  const { sql = '', args = [] } = calls[0]?.statements[0] ?? {};
  const database = new Database(fileIn(copy));
  const page = database.prepare(sql).raw(true);
  const values = args.map((value) => (typeof value === 'number' ? BigInt(value) : value));
  return {
    async round(ms: number): Promise<Figures> {
      const begun = performance.now();
      let count = 0;
      for (; performance.now() - begun < ms; count += 1) page.all(values);
      return { us: ((performance.now() - begun) * 1000) / count };
    },
    close() {
      database.close();
      rmSync(copy, { recursive: true, force: true });
    },
  };
}
