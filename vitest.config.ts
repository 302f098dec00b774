import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { QUICK } from './test/launch.ts';
import { native, temporary } from './test/run.ts';

/** What opens a queue or starts other programs. */
const processes = [
  'test/{queue,journey,badday,backup}/**/*.test.ts',
  'test/{start,edge,stockflow,worker/operations}.test.ts',
];

/** What takes longest begins first, or it would be left alone at the end. */
const long = ['badday/crowd', 'badday/kill', 'stockflow', 'queue/run', 'queue/pglite'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = long.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return place < 0 ? long.length : place;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    execArgv: QUICK,
    env: temporary(),
    sequence: { sequencer: LongestFirst },
    experimental: native,
    projects: [
      {
        extends: true,
        test: {
          name: 'stockflow',
          provide: { room: 'file' },
          include: ['test/**/*.test.ts'],
          // These run by themselves: npm run test:rooms and npm run test:window.
          exclude: [...processes, 'test/edge/**', 'test/window/**'],
          globalSetup: 'test/template.ts',
          // The program is loaded once per process, not once per file: rooms share nothing but code.
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          provide: { room: 'file' },
          include: processes,
          globalSetup: ['test/template.ts', 'test/queue/template.ts'],
          setupFiles: ['test/queue/made.ts'],
          pool: 'forks',
          isolate: false,
          // They wait for other programs half of the time.
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
