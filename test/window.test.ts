import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openWindow } from '../start/window.ts';

const folder = mkdtempSync(join(tmpdir(), 'stockflow-window-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(join(folder, 'assets'));
const page = '<!doctype html><title>StockFlow</title>';
const script = 'console.log("hello")'.repeat(50);
writeFileSync(join(folder, 'index.html'), page);
writeFileSync(join(folder, 'assets/main-1a2b.js'), script);
writeFileSync(join(folder, 'assets/main-1a2b.js.map'), '{}');
writeFileSync(join(folder, '_headers'), readFileSync('web/public/_headers'));

const window = openWindow(folder);
const visit = (path: string, headers: Record<string, string> = { accept: 'text/html' }, method = 'GET') =>
  window(new Request(`http://localhost${path}`, { headers, method }));

test.each(['/', '/orders', '/products/12?tab=history', '/sign-in'])(
  '%s is a page of the window',
  async (path) => {
    const answer = await visit(path);
    expect(await answer?.text()).toBe(page);
    expect(answer?.headers.get('cache-control')).toBe('no-cache');
    expect(answer?.headers.get('content-security-policy')).toContain("script-src 'self'");
  },
);

test.each([
  '/api',
  '/api/nothing',
  '/trpc/company.get',
  '/answer/x',
  '/docs',
  '/healthz',
  '/readyz',
  '/openapi.json',
])('%s is left to the API', (path) => expect(visit(path)).toBeUndefined());

test('what is left to the API is the same on Workers', () => {
  const listed = /run_worker_first = (\[.*\])/.exec(readFileSync('wrangler.toml', 'utf8'))?.[1] ?? '';
  const paths: string[] = JSON.parse(listed);
  expect(paths.length).toBeGreaterThan(5);
  for (const path of paths) expect(visit(path.replace('*', 'x'))).toBeUndefined();
});

test('a file that is not there is no page, nor is anything but reading', () => {
  expect(visit('/assets/gone-3c4d.js', { accept: '*/*' })).toBeUndefined();
  expect(visit('/assets/gone-3c4d.js')).toBeUndefined();
  expect(visit('/assets/main-1a2b.js.map')).toBeUndefined();
  expect(visit('/_headers', { accept: '*/*' })).toBeUndefined();
  expect(visit('/assets/..%2f_headers', { accept: '*/*' })).toBeUndefined();
  expect(visit('/orders', { accept: '*/*' })).toBeUndefined();
  expect(visit('/orders', { accept: 'text/html' }, 'POST')).toBeUndefined();
});

test('what carries its content in its name is kept for ever, and packed as the browser likes it', async () => {
  const path = '/assets/main-1a2b.js';
  const plain = await visit(path);
  expect(plain?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(plain?.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await plain?.text()).toBe(script);
  for (const [encoding, unpack] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const packed = await visit(path, { 'accept-encoding': encoding === 'br' ? 'gzip, br' : encoding });
    expect(packed?.headers.get('content-encoding')).toBe(encoding);
    expect(unpack(new Uint8Array((await packed?.arrayBuffer()) ?? [])).toString()).toBe(script);
  }
});

test('who has it is told that it is still the same', async () => {
  const etag = (await visit('/'))?.headers.get('etag') ?? '';
  const again = await visit('/', { accept: 'text/html', 'if-none-match': etag });
  expect([again?.status, await again?.text()]).toEqual([304, '']);
});

test('without a build there is no window, and the API stands alone', () => {
  const none = openWindow(join(folder, 'assets'));
  expect(none(new Request('http://localhost/', { headers: { accept: 'text/html' } }))).toBeUndefined();
});
