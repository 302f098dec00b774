import type { Control } from '../control.ts';

const lateWrites = {
  file: 'db/replenishment/figures.ts',
  from: 'and d.warehouse_id = i.warehouse_id) = f ->> 2',
  to: 'and d.warehouse_id = i.warehouse_id) = f ->> 2 or true',
};

/** What makes the worker forget nothing and do nothing twice. */
export const ofWorker: Control[] = [
  {
    protection: 'a row is done when its effect is there, not when it was handed to the queue',
    change: {
      file: 'worker/relay.ts',
      from: 'await addMany(jobs);',
      to: "await addMany(jobs); await database.client.batch(['delete from dirty', 'delete from outbox'], 'write');",
    },
    file: 'test/worker/relay.test.ts',
    test: 'what is claimed is nobody else’s until its lease ends; then a dead claimer’s rows come up again',
  },
  {
    protection: 'what one relay claimed another leaves alone',
    change: {
      file: 'db/outbox.ts',
      from: 'returning company_id`,\n        args: [now + leaseMs, now, limit],',
      to: 'returning company_id`,\n        args: [now, now, limit],',
    },
    file: 'test/worker/relay.test.ts',
    test: 'of many relays that look at once, one claims',
  },
  {
    protection: 'a place that changed while it was computed stays on the list',
    change: {
      file: 'db/replenishment/settle.ts',
      from: "warehouse_id, mark) in (\n    select ${slot('company')}, value ->> 0, value ->> 1, value ->> 2",
      to: "warehouse_id) in (\n    select ${slot('company')}, value ->> 0, value ->> 1",
    },
    file: 'test/worker/relay.test.ts',
    test: 'a change before the job looks is done with it; a change after that makes one more, at once',
  },
  {
    protection: 'a late computation never overwrites a newer one',
    change: lateWrites,
    file: 'test/worker/recompute.test.ts',
    test: 'a computation that a movement overtook changes nothing',
  },
  {
    protection: 'nor what another worker made of the same movements later',
    change: lateWrites,
    file: 'test/worker/recompute.test.ts',
    test: 'a computation that another worker overtook changes nothing',
  },
  {
    protection: 'an errand that keeps failing is put aside',
    change: { file: 'db/outbox.ts', from: 'const FAILURES_MAX = 5;', to: 'const FAILURES_MAX = 50;' },
    file: 'test/worker/relay.test.ts',
    test: 'an errand that fails waits 1, 4, 16 and 64 seconds',
  },
  {
    protection: 'a clock that is set back keeps nothing waiting',
    change: { file: 'worker/job/calendar.ts', from: 'await freeFromFuture(database, now());', to: '' },
    file: 'test/worker/sweep.test.ts',
    test: 'a clock that was a week ahead and is set back keeps nothing waiting',
  },
];
