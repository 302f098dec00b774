import { appendFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import Database from 'libsql';
import { afterAll, beforeAll, beforeEach, describe, inject, test } from 'vitest';
import { loadChanged, urlFor } from './load.ts';

/** One process, several trials: each loads the program with its change, and its tests run until the first is red. */

const NO_SQL =
  /syntax error|no such (column|table)|misuse of|wrong number of arguments|ambiguous column|row value misused/;

const order = inject('order');
loadChanged(order);

const guard = new Worker(new URL('./guard.ts', import.meta.url), {
  workerData: { endsAfterMs: order.endsAfterMs },
});
guard.unref();
const tell = (line: string): void => appendFileSync(order.toldTo, `${line}\n`);
afterAll(async () => {
  tell('all');
  await guard.terminate();
});

Database.prototype.prepare = new Proxy(Database.prototype.prepare, {
  apply(prepare, database, given) {
    try {
      return Reflect.apply(prepare, database, given);
    } catch (error) {
      if (error instanceof Error && NO_SQL.test(error.message)) tell('no sql');
      throw error;
    }
  },
});

for (const [trial, { tests }] of order.trials.entries())
  describe(String(trial), async () => {
    let isRed = false;
    beforeAll(() => tell(String(trial)));
    for (const [nth, { file, only }] of tests.entries())
      await describe(file, async () => {
        beforeEach(({ task, skip, onTestFailed }) => {
          guard.postMessage('next');
          if (isRed || !(only ?? ['']).some((begin) => task.name.startsWith(begin))) skip();
          onTestFailed(() => {
            isRed = true;
          });
        });
        try {
          await import(urlFor(trial, file, nth));
        } catch (error) {
          test('it loads', () => {
            throw error;
          });
        }
      });
  });
