import { defineConfig } from 'vitest/config';

/** Journeys through the window, in a real browser: apart from the others, which need none. */
export default defineConfig({
  test: {
    globalSetup: 'test/window/template.ts',
    include: ['test/window/**/*.test.ts'],
    // One browser and one server after the other: each is several processes.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
