import { defineConfig } from 'vitest/config';
import { TESTS } from '../launch.ts';
import { longestFirst } from '../longest-first.ts';
import { native, temporary } from '../run.ts';

/** Journeys through the window, in a real browser: apart from the others, which need none. */
export default defineConfig({
  test: {
    execArgv: TESTS,
    env: temporary(),
    experimental: native,
    // Much of it is waiting, which goes beside another's work.
    sequence: { sequencer: longestFirst(['window/away', 'window/states']) },
    globalSetup: ['test/window/template.ts', 'test/queue/template.ts'],
    include: ['test/window/**/*.test.ts'],
    // Each is a browser and a server, which are several processes.
    maxWorkers: 3,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
