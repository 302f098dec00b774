import { defineConfig } from 'vitest/config';
import { ALONE, TESTS } from './test/launch.ts';
import { longestFirst } from './test/longest-first.ts';
import { native, temporary } from './test/run.ts';

/**
 * What opens a queue or starts other programs comes last: its promises are about time, and a burst of the others would
 * take it. And a queue that a test lets die may keep a timer, which a test that counts timers would count.
 */
const PROCESSES =
  /\/test\/(queue|journey|badday|backup)\/|\/test\/(start|apart|stockflow|worker\/operations)\.test\.ts$/;

/** Those that wait between those that work: three of one sort at once leave a core idle, or each other none. */
const long = [
  'stockflow/demo',
  'mail/pool',
  'fuzz/http',
  'local/write',
  'fuzz',
  'badday/kill',
  'queue/run',
  'stockflow',
  'badday/clock',
  'queue/pglite',
  'queue/heal',
  'badday/workers',
  'badday/mail',
  'journey/journey',
  'badday/busy',
  'apart',
  'queue/stop',
  'start',
];

export default defineConfig({
  test: {
    execArgv: TESTS,
    env: temporary(),
    sequence: { sequencer: longestFirst(long, PROCESSES) },
    experimental: native,
    provide: { room: 'file' },
    include: ['test/**/*.test.ts'],
    // These run by themselves: npm run test:rooms and npm run test:window.
    exclude: [...ALONE, 'test/edge/**', 'test/window/**'],
    globalSetup: ['test/template.ts', 'test/queue/template.ts'],
    // The program is loaded once per process, not once per file: files share nothing but code.
    isolate: false,
    // Each waits for others now and then.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
