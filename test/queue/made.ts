import { existsSync } from 'node:fs';
import { beforeAll, expect, inject, vi } from 'vitest';

/** Where it is not kept from an earlier run, the empty queue is made while others test; here it is waited for. */
beforeAll(() =>
  vi.waitFor(() => expect(existsSync(inject('queueTemplate')), 'an empty queue').toBe(true), {
    timeout: 120_000,
    interval: 50,
  }),
);
