import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { expect, inject, onTestFinished, vi } from 'vitest';
import { createCompany } from '../../db/company/company.ts';
import { connectSocket, openLocal } from '../../db/local.ts';
import { fileIn, socketIn } from '../../db/open.ts';
import { databaseOf } from '../../db/scope.ts';
import { QUICK } from '../launch.ts';
import { emptyQueue } from '../queue/made.ts';
import { endsWithUs } from '../room/end.ts';
import { freePort } from '../room/port.ts';
import type { Json, Rest } from '../room.ts';
import { restAt } from './rest.ts';

/** A folder with a database and a queue that are ready to use, one company in it, and a port for its API. */
export type Place = { dataDir: string; url: string; port: number; companyId: number; rest: Rest };

export const COMPANY = { name: 'Fern & Kettle', timeZone: 'Europe/London', currency: 'GBP' };

export async function newPlace(): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stockflow-place-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  copyFileSync(inject('template'), fileIn(dataDir));
  cpSync(emptyQueue(), join(dataDir, 'queue'), { recursive: true });
  const client = openLocal({ file: fileIn(dataDir) });
  const { companyId, apiKey } = await createCompany(databaseOf(client, 'company'), COMPANY, Date.now());
  client.close();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return { dataDir, url, port, companyId, rest: restAt(url, apiKey) };
}

/** For what must happen, not how fast: a busy machine takes its time. */
const PATIENCE_MS = 60_000;

/** A program of ours as a process of its own, until the end of the test. */
export function launch(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...QUICK, ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  endsWithUs(child);
  onTestFinished(() => ended(child, 'SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.err += text));
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  /** The first line that matches, however long ago it was said. */
  const says = (line: RegExp, withinMs = PATIENCE_MS): Promise<RegExpExecArray> =>
    vi.waitFor(
      () => {
        const found = line.exec(said.out);
        if (!found) throw new Error(`It has not said ${line}, but: ${said.out}${said.err}`);
        return found;
      },
      { timeout: withinMs, interval: 10 },
    );
  return { child, said, exited, says };
}

export async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** `npm start` without npm. */
export async function startAll({ dataDir, port, url }: Place, env: Record<string, string> = {}) {
  const started = launch(['start/all.ts'], {
    DATA_DIR: dataDir,
    PORT: String(port),
    HOST: '127.0.0.1',
    WORKER_PORT: '0',
    PUBLIC_URL: url,
    RATE_LIMIT: '0',
    ...env,
  });
  const [, worker = ''] = await started.says(/at work: (http:\S+)\/queues/);
  return { ...started, worker };
}

export const until = <Value>(check: () => Promise<Value>, withinMs = PATIENCE_MS): Promise<Value> =>
  vi.waitFor(check, { timeout: withinMs, interval: 15 });

/** The database of a running process, through its own door for operators. */
export async function reachIn({ dataDir }: Place): Promise<Client> {
  const client = await connectSocket(socketIn(dataDir));
  onTestFinished(() => client.close());
  return client;
}

export const waitingIn = async (client: Client): Promise<unknown> =>
  (await client.execute('select (select count(*) from dirty) + (select count(*) from outbox)')).rows[0]?.[0];

/** The worker has nothing left to do; where it has, this tells what and why. */
export const atRest = (client: Client, withinMs?: number): Promise<void> =>
  until(async () => expect(await waitingRows(client)).toEqual([]), withinMs);

async function waitingRows(client: Client): Promise<Json[]> {
  const { rows } = await client.execute(`
    select 'place' as what, product_id as id, failures, error, due_at - unixepoch() * 1000 as due_in_ms, parked_at from dirty
    union all select topic, subject_id, failures, error, due_at - unixepoch() * 1000, parked_at from outbox limit 20`);
  return rows.map((row) => ({ ...row }));
}
