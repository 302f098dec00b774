import { defineConfig } from 'vitest/config';
import { ALONE, QUICK } from './test/launch.ts';
import { longestFirst } from './test/longest-first.ts';
import { native, temporary } from './test/run.ts';

/** What opens a queue or starts other programs. */
const processes = [
  'test/{queue,journey,badday,backup}/**/*.test.ts',
  'test/{start,apart,stockflow,worker/operations}.test.ts',
];

const long = ['badday/kill', 'stockflow', 'queue/run', 'queue/pglite'];

export default defineConfig({
  test: {
    execArgv: QUICK,
    env: temporary(),
    sequence: { sequencer: longestFirst(long) },
    experimental: native,
    projects: [
      {
        extends: true,
        test: {
          name: 'stockflow',
          provide: { room: 'file' },
          include: ['test/**/*.test.ts'],
          // These run by themselves: npm run test:rooms and npm run test:window.
          exclude: [...processes, ...ALONE, 'test/edge/**', 'test/window/**'],
          globalSetup: 'test/template.ts',
          // The program is loaded once per process, not once per file: rooms share nothing but code.
          isolate: false,
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          provide: { room: 'file' },
          include: processes,
          exclude: ALONE,
          globalSetup: ['test/template.ts', 'test/queue/template.ts'],
          setupFiles: ['test/queue/made.ts'],
          pool: 'forks',
          isolate: false,
          // Each waits for other programs now and then.
          maxWorkers: 3,
          // After all the others: its promises are about time, and a burst of theirs would take it.
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
