import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { backUp, connectSocket, openLocal, restore, serveSocket } from '../../db/local.ts';
import { migrate } from '../../db/migrate.ts';
import { freshFile, one, openFresh, owner, refusal, start } from './file.ts';

/** With the tables that StockFlow has, and so many rows of 2 kB that a copy takes its time. */
async function openFull(rows = 100) {
  const opened = openFresh();
  await migrate(opened.client, 'db/migrations');
  await opened.client.executeMultiple(`create table ballast (bytes);
    with recursive count (n) as (select 1 union all select n + 1 from count where n < ${rows})
    insert into ballast select randomblob(2000) from count; create table written (n integer primary key)`);
  return { ...opened, folder: dirname(opened.file) };
}

const nothing = async () => undefined;

test('a copy is made while others write, and holds all that was written before it began', async () => {
  const { client, file, folder } = await openFull(4000);
  const socket = await serveSocket(client, join(folder, 'control.sock'));
  for (const [index, caller] of [client, await connectSocket(join(folder, 'control.sock'))].entries()) {
    const before = Number(await one(client, 'select count(*) from written'));
    let isDone = false;
    const into = join(folder, `backup-${index}.db`);
    const copied = backUp(caller, into).finally(() => {
      isDone = true;
    });
    let during = 0;
    for (; !isDone; during++) await client.execute('insert into written default values');
    expect(await copied).toMatchObject({ companies: 0, movements: 0, bytes: statSync(into).size });
    expect(during).toBeGreaterThan(20);
    expect(statSync(into).mode & 0o777).toBe(0o600);

    const copy = openLocal({ file: into });
    const held = Number(await one(copy, 'select count(*) from written'));
    expect(held).toBeGreaterThanOrEqual(before);
    expect(held).toBeLessThanOrEqual(before + during);
    copy.close();
  }
  await socket.close();
  expect(await one(client, 'pragma integrity_check')).toBe('ok');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(existsSync(file)).toBe(true);
});

test('what is there is not overwritten, and what cannot be written leaves nothing behind', async () => {
  const { client, folder } = await openFull();
  const taken = join(folder, 'taken.db');
  writeFileSync(taken, 'precious');
  expect(await refusal(backUp(client, taken))).toMatchObject({ message: expect.stringMatching(/already/) });
  expect(readFileSync(taken, 'utf8')).toBe('precious');
  const nowhere = join(folder, 'nowhere', 'backup.db');
  expect(await refusal(backUp(client, nowhere))).toMatchObject({
    message: expect.stringMatching(/could not be copied to .*nowhere.*ENOENT/),
  });
  expect(readdirSync(folder).filter((name) => /part|nowhere/.test(name))).toEqual([]);
});

test('a backup takes the place of the database, which is kept with what its last owner left in the log', async () => {
  const { client, file, folder } = await openFull();
  const backup = join(folder, 'backup.db');
  await backUp(client, backup);
  await expect(restore(backup, file, nothing)).rejects.toThrow(/already open/);
  client.close();
  const write = `${owner} await openLocal({ file }).execute('insert into written values (77)'); say('written')`;
  const { child, exited, line } = start(`${write}; setInterval(() => {}, 1000)`, file);
  expect(await line()).toBe('written');
  child.kill('SIGKILL');
  await exited;
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);

  const { former } = await restore(backup, file, nothing);
  const rowsIn = async (name: string) => {
    const opened = openLocal({ file: name });
    const count = await one(opened, 'select count(*) from written');
    opened.close();
    return count;
  };
  expect([await rowsIn(file), await rowsIn(String(former))]).toEqual([0, 1]);
  expect(readdirSync(folder).filter((name) => /part/.test(name))).toEqual([]);
});

test('a backup that is damaged, none or not there, or cannot be made fit, changes nothing', async () => {
  const { client, file, folder } = await openFull();
  const backup = join(folder, 'backup.db');
  await backUp(client, backup);
  await client.execute('insert into written values (77)');
  client.close();
  const bytes = readFileSync(backup);
  bytes.fill(7, 20 * 4096, 24 * 4096);
  writeFileSync(join(folder, 'damaged.db'), bytes);
  writeFileSync(join(folder, 'text.db'), 'a letter to nobody');
  const empty = openLocal({ file: freshFile() });
  await empty.execute('create table t (a)');
  await empty.copyTo(join(folder, 'foreign.db'));
  empty.close();
  const before = readFileSync(file);
  const at = (name: string) => restore(join(folder, name), file, nothing);
  await expect(at('nowhere.db')).rejects.toThrow(/There is no file/);
  await expect(at('damaged.db')).rejects.toThrow(/damaged/);
  await expect(at('text.db')).rejects.toThrow(/not a backup of StockFlow/);
  await expect(at('foreign.db')).rejects.toThrow(/not a backup of StockFlow/);
  await expect(
    restore(backup, file, async () => {
      throw new Error('too new');
    }),
  ).rejects.toThrow('too new');
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => /part|Z$/.test(name))).toEqual([]);
});
