import { flushCompileCache } from 'node:module';
import type { Client } from '@libsql/client';
import { around } from '../around.ts';

/** What a test tells a running program. */
export type Orders = {
  /** How far its clock is ahead. */
  clockMs: number;
  /** The call that holds this text is its last: it dies before the call, or after its answer. */
  die?: { at: string; when: 'before' | 'after' };
};

/** The same client, except that the process is gone, as if pulled out, at the call that was named. */
export function withDeath(client: Client, orders: Orders): Client {
  return around(client, ({ given, ask }) => {
    const isLast = orders.die !== undefined && textOf(given[0]).includes(orders.die.at);
    if (isLast && orders.die?.when === 'before') die();
    const answer = ask();
    return isLast ? Promise.resolve(answer).then(die) : answer;
  });
}

/** What was compiled is for the next one: an end as sudden as this one keeps nothing. */
function die(): void {
  flushCompileCache();
  process.kill(process.pid, 'SIGKILL');
}

const textOf = (statements: unknown): string => JSON.stringify(statements)?.replaceAll('\\n', ' ') ?? '';
