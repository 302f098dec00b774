import { defineConfig } from 'vitest/config';

/** What opens a queue or starts other programs. */
const processes = [
  'test/{queue,journey,badday}/**/*.test.ts',
  'test/{start,stockflow,worker/operations}.test.ts',
];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'stockflow',
          include: ['test/**/*.test.ts'],
          // Those of the browser run by themselves: npm run test:window.
          exclude: [...processes, 'test/window/**'],
          globalSetup: 'test/template.ts',
          // The program is loaded once per process, not once per file: rooms share nothing but code.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: processes,
          globalSetup: ['test/template.ts', 'test/queue/template.ts'],
          // A process per file: a queue is timers and connections, which must not meet those of another.
          pool: 'forks',
          isolate: true,
          // After all the others: its promises are about time, and a burst of theirs would take it.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
