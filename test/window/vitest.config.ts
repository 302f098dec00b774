import { defineConfig } from 'vitest/config';

/** Journeys through the window, in a real browser: apart from the others, which need none. */
export default defineConfig({
  test: {
    globalSetup: 'test/window/template.ts',
    include: ['test/window/**/*.test.ts'],
    // Each is a browser and a server, which are several processes.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
