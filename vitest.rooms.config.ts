import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { ALONE, TESTS } from './test/launch.ts';
import { native, temporary } from './test/run.ts';

/**
 * `npm run test:rooms`: whatever opens a room, over a libSQL server and inside workerd, what only the edge promises, and
 * what measures and so wants the machine for itself.
 */

const opensRoom = (file: string): boolean => /open(Room|Target)\(/.test(readFileSync(file, 'utf8'));

/** What a room cannot make different, or cannot show. */
const elsewhere: Record<'sqld' | 'workerd', Record<string, string>> = {
  sqld: {
    'test/low-stock/scale.test.ts': 'looks at 20,000 rows at once, which is more than a server answers',
    'test/stockflow/demo.test.ts':
      'makes three histories, a minute over HTTP; verify.test.ts beside it makes one',
    'test/fuzz/http.test.ts': 'is about what HTTP carries to the door: see workerd',
    'test/doors.test.ts': 'workerd asks the same hundreds of times of such a server',
    'test/example.test.ts': 'is a program that speaks HTTP, wherever the data is',
    'test/worker/operations.test.ts': 'is about the queue of one process',
    'test/worker/sweep.test.ts':
      'fills a warehouse, and walks through days by quarter hours; night.test.ts beside it sweeps, too',
    'test/worker/clock.test.ts': 'holds the clock, by which what is sent to a server is timed, too',
    'test/badday/*.test.ts': 'is about processes that die',
    'test/upgrade/upgrade.test.ts': 'is about files of earlier versions',
    'test/security/timing.test.ts': 'measures the least difference, and here the network lies between',
    'test/worker/shortage.test.ts':
      'computes more at once than a server beside other tests takes within its two seconds',
  },
  workerd: {
    'test/{idempotency,tenancy,tenancy/role}.test.ts':
      'asks every procedure hundreds of times; sqld does, and test/edge/trips.test.ts asks each in workerd and replays it',
    'test/{worker,stockflow,badday}/**/*.test.ts': 'is about what never runs in a Worker',
    'test/example.test.ts': 'serves the API by itself, on Node',
    'test/{constraint,constraint/*,ledger/verify}.test.ts':
      'speaks to the database without an API between: see sqld',
    'test/order/{sending,digest,letter,release}.test.ts':
      'is about the worker, which never runs there either',
    'test/{fuzz,property,contract/contract}.test.ts':
      'searches behind the door, where sqld is; test/fuzz/http.test.ts stays',
    'test/{low-stock/scale,upgrade/*,security/timing}.test.ts': 'see sqld',
    'test/session/{origin,start}.test.ts': 'call by names and by https, which a room on this machine has not',
  },
};

const project = (room: 'sqld' | 'workerd') => ({
  extends: true as const,
  test: {
    name: room,
    provide: { room },
    include: globSync('test/**/*.test.ts').filter(opensRoom),
    exclude: Object.keys(elsewhere[room]),
    globalSetup: ['test/template.ts', 'test/room/template.ts'],
    isolate: false,
    // What a Worker logs comes with its answer: test/room/edge.ts.
    execArgv: ['--max-http-header-size=262144'],
    // A search by chance has been made on a file; here it only looks for what another room makes of it.
    env: { ...temporary(), FUZZ_RUNS: '3', RUNS: '3' },
  },
});

export default defineConfig({
  test: {
    experimental: native,
    env: temporary(),
    maxWorkers: 3,
    projects: [
      project('sqld'),
      project('workerd'),
      {
        extends: true,
        test: {
          name: 'edge',
          provide: { room: 'workerd' },
          include: ['test/edge/*.test.ts'],
          exclude: ALONE,
          globalSetup: ['test/template.ts', 'test/queue/template.ts', 'test/room/template.ts'],
          // After the others, a process each: these start programs.
          pool: 'forks',
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          provide: { room: 'workerd' },
          include: ALONE,
          globalSetup: ['test/template.ts', 'test/queue/template.ts', 'test/room/template.ts'],
          pool: 'forks',
          execArgv: TESTS,
          maxWorkers: 1,
          testTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
