import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { onTestFinished } from 'vitest';
import { Book, type Change } from '../../chaos/record.ts';
import type { Evidence } from '../../chaos/verdict.ts';
import { openLocal } from '../../db/local.ts';
import { restedIn } from '../badday/rested.ts';
import { openRoom } from '../room.ts';
import { accepted, line } from '../shelf.ts';
import { workOn } from '../worker/bench.ts';

/** A small world that came through well, and what its one client wrote down. */
export type World = { snapshot: string; lastOfSetUp: number; product: number; warehouse: number };

export const KEYS = {
  sold: 'chaos-sale-000001',
  came: 'chaos-receipt-0001',
  bundle: 'chaos-bulk-0000001',
  oversold: 'chaos-oversold-001',
  late: 'chaos-late-0000001',
  order: 'chaos-order-000001',
};

/** Made once and copied: the order of its shortage went out by a letter that came, then its client was at work. */
export async function makeWorld(): Promise<World> {
  const room = openRoom();
  const shelf = await restedIn(room);
  const { company, product, warehouse } = shelf;
  const lastOfSetUp = Number((await room.client.execute('select max(id) from movements')).rows[0]?.[0]);
  const { rest } = company;
  const lines = (key: string, ...moved: [string, number][]) =>
    rest('POST', '/movements/bulk', {
      lines: moved.map(([type, quantity]) => line(shelf, type, quantity, { reference: key })),
    });
  accepted(await lines(KEYS.sold, ['sale', 2]));
  accepted(await lines(KEYS.came, ['receipt', 5]));
  accepted(await lines(KEYS.bundle, ['sale', 1], ['sale', 3]));
  const second = accepted(await rest('POST', '/warehouses', { name: 'Second' })).id;
  const lined = { warehouse_id: second, lines: [{ product_id: product, quantity: 12 }] };
  accepted(await rest('POST', '/orders', { supplier_id: shelf.supplier, ...lined, note: KEYS.order }));
  await workOn(room, company);
  await room.client.execute('delete from outbox');
  const snapshot = join(mkdtempSync(join(tmpdir(), 'stockflow-world-')), 'world.db');
  await room.client.execute(`vacuum into '${snapshot}'`);
  return { snapshot, lastOfSetUp, product, warehouse };
}

/** A world of a test's own, with what was written down about it. */
export function evidenceOf({ snapshot, lastOfSetUp, product, warehouse }: World): Evidence {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-evidence-'));
  const file = join(folder, 'stockflow.db');
  copyFileSync(snapshot, file);
  const client = openLocal({ file });
  onTestFinished(() => {
    client.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const book = new Book(join(folder, 'book.jsonl'));
  const moved = (...sizes: number[]): Change[] => sizes.map((change) => ({ product, warehouse, change }));
  book.note({ outcome: { key: KEYS.sold, became: 'done', changes: moved(-2) } });
  book.note({ outcome: { key: KEYS.came, became: 'done', changes: moved(5) } });
  book.note({ outcome: { key: KEYS.bundle, became: 'done', changes: moved(-1, -3) } });
  book.note({ outcome: { key: KEYS.oversold, became: 'refused', changes: moved(-900) } });
  book.note({ outcome: { key: KEYS.late, became: 'late', changes: moved(-1, -1) } });
  book.note({ outcome: { key: KEYS.order, became: 'done', changes: [], order: 2 } });
  return {
    client,
    books: [book],
    lastOfSetUp,
    delivered: new Map([[1, 1]]),
    surprises: [],
    collapses: [],
    stuck: [],
    lives: [{ program: 'API', isReady: true, megabytes: Array.from({ length: 60 }, () => 100) }],
  };
}

/** Behind the back of everything that would refuse it. */
export async function withoutGuards(client: Client, sql: string): Promise<void> {
  const { rows } = await client.execute("select name, sql from sqlite_schema where type = 'trigger'");
  const script = [
    'pragma ignore_check_constraints = on; pragma foreign_keys = off',
    ...rows.map(({ name }) => `drop trigger ${name}`),
    sql,
    ...rows.map((trigger) => String(trigger.sql)),
    'pragma foreign_keys = on',
  ];
  await client.executeMultiple(script.join(';\n'));
}
