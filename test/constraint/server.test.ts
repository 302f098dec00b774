import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectServer } from '../../db/connect.ts';
import { faultOf } from '../../db/fault.ts';
import { migrate } from '../../db/migrate.ts';
import { hasServer, type Server, startServer } from '../room/server.ts';
import { falsifications } from './falsify.ts';
import { seed } from './seed.ts';
import { allRules, dump, endsWith, refusalOf, rehearse } from './trial.ts';

/** The same refusals from a real database server: other words around them, the same names and the same faults. */

describe.skipIf(!hasServer)('over HTTP', () => {
  let server: Server;
  let client: ReturnType<typeof connectServer>;

  beforeAll(async () => {
    server = await startServer();
    client = connectServer(server.url, undefined);
    await migrate(client, 'db/migrations');
    await seed(client);
  });

  afterAll(async () => {
    client.close();
    await server.remove();
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
