import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLocal } from '../../db/local.ts';
import { fileIn } from '../../db/open.ts';
import { ended, launch, newPlace, type Place, startAll } from '../journey/place.ts';
import type { Json } from '../room.ts';
import { stockflow } from '../stockflow/command.ts';

const root = mkdtempSync(join(tmpdir(), 'stockflow-backup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const BACKUPS = 2;
const SELLERS = 4;

/** Sells, transfers and counts until told to stop; `answered` is what it was told is recorded. */
async function trade({ rest }: Place) {
  const made = async (path: string, body: object): Promise<Json> => {
    const answer = await rest('POST', path, body);
    expect([path, answer.status]).toEqual([path, 201]);
    return answer.body;
  };
  const [from, to] = [await made('/warehouses', { name: 'A' }), await made('/warehouses', { name: 'B' })];
  const stocked = { warehouse_id: from.id, initial_quantity: 100_000, low_stock_threshold: 99_990 };
  const products = await Promise.all(
    Array.from({ length: SELLERS }, (_, n) =>
      made('/products', { name: `P${n}`, sku: `P-${n}`, price: 1, ...stocked }),
    ),
  );
  const answered: number[] = [];
  let isOver = false;
  const sellers = products.map(async ({ product_id }) => {
    const line = { product_id, quantity: 1 };
    while (!isOver) {
      answered.push((await made('/movements', { ...line, warehouse_id: from.id, type: 'sale' })).id);
      const moved = { from_warehouse_id: from.id, to_warehouse_id: to.id, lines: [line] };
      await made(`/transfers/${(await made('/transfers', moved)).id}/receive`, {});
    }
  });
  return {
    answered,
    async stop() {
      isOver = true;
      await Promise.all(sellers);
    },
  };
}

/** What of these movements a restored database does not have. */
async function missingIn(dataDir: string, ids: number[]): Promise<unknown[]> {
  const client = openLocal({ file: fileIn(dataDir) });
  const { rows } = await client.execute({
    sql: 'select value from json_each(?) where value not in (select id from movements)',
    args: [JSON.stringify(ids)],
  });
  client.close();
  return rows.map((row) => row[0]);
}

test('each backup taken under load holds what was answered before it, and is clean where it is restored', async () => {
  const place = await newPlace();
  const server = await startAll(place);
  const trading = await trade(place);
  const beside = { DATA_DIR: place.dataDir };
  for (let number = 1; number <= BACKUPS; number++) {
    await expect.poll(() => trading.answered.length, { timeout: 30_000 }).toBeGreaterThan(number * 10);
    const answered = [...trading.answered];
    const file = join(root, `${number}.db`);
    expect(await stockflow(beside, 'backup', file)).toEqual({
      code: 0,
      out: expect.stringMatching(/[\d.]+ MB, 1 company, 4 products, [\d,]+ movements, the last of \S+Z\.\n$/),
      err: '',
    });
    const elsewhere = { DATA_DIR: join(root, `restored-${number}`) };
    const { code, out } = await stockflow(elsewhere, 'restore', file);
    expect([code, out]).toEqual([0, expect.stringMatching(/Ordering is paused in every company/)]);
    expect(await missingIn(elsewhere.DATA_DIR, answered)).toEqual([]);
    expect(await stockflow(elsewhere, 'verify')).toMatchObject({ code: 0, err: '' });
  }
  await trading.stop();
  expect(await missingIn(join(root, 'restored-1'), trading.answered)).not.toEqual([]);

  const [first, last] = [join(root, '1.db'), join(root, `${BACKUPS}.db`)];
  expect(await stockflow(beside, 'backup', first)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/already/),
  });
  expect(await stockflow(beside, 'restore', last)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/in use by another StockFlow process/),
  });

  await ended(server.child, 'SIGKILL');
  const { code, out } = await stockflow(beside, 'restore', last, '--json');
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { companies: 1, former: expect.stringContaining('stockflow.db.') },
  ]);
  expect(readdirSync(place.dataDir).filter((name) => /part/.test(name))).toEqual([]);
  const restored = openLocal({ file: fileIn(place.dataDir) });
  expect((await restored.execute('select is_paused from policies')).rows).toEqual([{ is_paused: 1 }]);
  restored.close();
  expect(await stockflow(beside, 'verify')).toMatchObject({ code: 0, err: '' });
});

test('what is not there, what is not a file and what is newer is refused in one line', async () => {
  const DATA_DIR = join(root, 'refused');
  const says = async (env: Record<string, string>, ...args: string[]) => {
    const { code, err } = await stockflow(env, ...args);
    return [code, err.trim()];
  };
  const onServer = { DATA_DIR, DATABASE_URL: 'http://127.0.0.1:1' };
  expect(await says({ DATA_DIR }, 'backup', join(root, 'x.db'))).toEqual([
    1,
    expect.stringMatching(/no database in/),
  ]);
  expect(await says(onServer, 'backup', join(root, 'x.db'))).toEqual([
    1,
    expect.stringMatching(/its own means/),
  ]);
  expect(await says(onServer, 'restore', join(root, 'x.db'))).toEqual([
    1,
    expect.stringMatching(/its own means/),
  ]);
  expect(await says({ DATA_DIR }, 'restore')).toEqual([2, expect.stringMatching(/--file is missing/)]);
  expect(await says({ DATA_DIR }, 'backup', 'a', 'b')).toEqual([
    2,
    expect.stringMatching(/nothing to do with b/),
  ]);

  await stockflow({ DATA_DIR }, 'migrate');
  const client = openLocal({ file: fileIn(DATA_DIR) });
  await client.execute("insert into migrations values ('of tomorrow', 4000000000000)");
  client.close();
  const newer = /newer than this StockFlow.*does not know, the last of 2096-10-02/;
  expect(await says({ DATA_DIR }, 'company', 'list')).toEqual([1, expect.stringMatching(newer)]);
  const program = launch(['start/all.ts'], { DATA_DIR, PORT: '0', WORKER_PORT: '0' });
  expect(await program.exited).toEqual({ code: 1, signal: null });
  expect(program.said).toEqual({
    out: '',
    err: expect.stringMatching(/^stockflow: The database is newer[^\n]*\n$/),
  });
  const file = join(root, 'newer.db');
  expect((await stockflow({ DATA_DIR }, 'backup', file)).code).toBe(0);
  const elsewhere = join(root, 'older');
  expect(await says({ DATA_DIR: elsewhere }, 'restore', file)).toEqual([1, expect.stringMatching(newer)]);
  expect(
    readdirSync(elsewhere).filter((name) => name.startsWith('stockflow.db') && !name.endsWith('.lock')),
  ).toEqual([]);
});
