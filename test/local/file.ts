import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Client, ResultSet } from '@libsql/client';
import { afterAll, expect, onTestFinished } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { QUICK } from '../launch.ts';

export const root = mkdtempSync(join(tmpdir(), 'stockflow-local-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let files = 0;
export const freshFile = () => join(root, `${++files}`, 'stock.db');

export function openFresh(options: { busyMs?: number; transactionMs?: number; statementsMax?: number } = {}) {
  const file = freshFile();
  const client = openLocal({ file, ...options });
  onTestFinished(() => client.close());
  return { file, client };
}

/** A child process that runs a module; its lines can be awaited one by one. */
export function start(code: string, ...args: string[]) {
  const child = spawn(process.execPath, [...QUICK, '--input-type=module', '-e', code, '--', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: join(import.meta.dirname, '..', '..'),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  return { child, exited, line: async () => String((await lines.next()).value) };
}

export const owner = `import { openLocal, serveSocket } from './db/local.ts';
  import { writeSync } from 'node:fs';
  const [file, socket] = process.argv.slice(1);
  const say = (line) => writeSync(1, line + '\\n');`;
export const stranger = `import Database from 'libsql';
  import { setTimeout as pause } from 'node:timers/promises';
  const db = new Database(process.argv.at(-1));`;

export const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('not refused'),
    (error) => error,
  );
export const one = async (client: Client, query: string) => (await client.execute(query)).rows[0]?.[0];
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export async function lagDuring(work: () => Promise<unknown>): Promise<number> {
  let worst = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    worst = Math.max(worst, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  await work().finally(() => clearInterval(timer));
  return worst;
}

export const outcome = async (call: Promise<ResultSet>) =>
  call.then(
    ({ columns, columnTypes, rows, rowsAffected, lastInsertRowid }) => ({
      columns,
      columnTypes,
      rows: rows.map((row) => [Object.entries(row), Array.from(row), row.length, JSON.stringify(row)]),
      rowsAffected,
      lastInsertRowid,
    }),
    ({ name, code, extendedCode, rawCode, message }) => ({ name, code, extendedCode, rawCode, message }),
  );
