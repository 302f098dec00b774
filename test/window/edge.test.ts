import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHarness } from 'wrangler';
import { openWindow, WINDOW } from '../../start/window.ts';

process.env.WRANGLER_SEND_METRICS = 'false';
const worker = createTestHarness({ workers: [{ configPath: 'wrangler.toml', env: 'dev' }] });
beforeAll(() => worker.listen());
afterAll(() => worker.close());

const onNode = openWindow(WINDOW);
const told = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'x-frame-options',
  'cache-control',
];
const headersOf = ({ headers }: Response) => told.map((name) => [name, headers.get(name)]);
const ask = { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } };

test.each(['/', '/orders', '/products/3?warehouse=1'])(
  '%s is the same page on Workers as on Node',
  async (path) => {
    const there = await worker.fetch(path, ask);
    const here = await onNode(new Request(`http://localhost${path}`, ask));
    expect(await there.text()).toBe(await here?.text());
    expect(there.headers.get('content-security-policy')).toBe(here?.headers.get('content-security-policy'));
  },
);

test('its files are kept for ever by their names, on both', async () => {
  const [path = ''] = /\/assets\/[\w-]+\.js/.exec(readFileSync(`${WINDOW}/index.html`, 'utf8')) ?? [];
  const there = await worker.fetch(path);
  const here = await onNode(new Request(`http://localhost${path}`));
  expect([there.status, here?.status]).toEqual([200, 200]);
  expect(here && headersOf(here)).toEqual(headersOf(new Response(null, { headers: [...there.headers] })));
});

test('what is the API’s stays the API’s, on a page load, too', async () => {
  const answer = await worker.fetch('/api/nothing', ask);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'route_not_found' });
});
