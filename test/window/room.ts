import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  errors,
  type Locator,
  type Page,
} from 'playwright-core';
import { beforeAll, describe, expect, inject, onTestFinished, vi } from 'vitest';
import { QUICK } from '../launch.ts';
import { emptyQueue } from '../queue/made.ts';
import type { Json } from '../room.ts';
import { CHROMIUM, command, environment } from './program.ts';
import type { Demo } from './template.ts';

export { OWNER, VIEWER } from './template.ts';

/** `npm start` on a demo company, and a browser in front of it. */
export type WindowRoom = {
  address: string;
  companyId: number;
  api: (method: string, path: string, body?: object) => Promise<Json>;
  /** A command of the operator's, beside the running server. */
  operator: (...words: string[]) => Json;
  /** A link that signs a member in, once. */
  linkFor: (email: string) => string;
  /** A window of its own, signed in as this member; nobody when left out. */
  visit: (who?: string, at?: Visit) => Promise<Page>;
};

type Visit = BrowserContextOptions & {
  path?: string;
  /** What the browser may write into its console, and is no trouble. */
  maySay?: RegExp;
};

/** What stands in it runs where there is a chromium, and says so where there is none. */
export function inWindow(
  title: string,
  journeys: (room: () => WindowRoom) => void,
  settings: Record<string, string> = {},
  made: () => Promise<Demo> = async () => inject('demo'),
): void {
  const isThere = existsSync(CHROMIUM);
  if (!isThere)
    console.warn(
      `There is no ${CHROMIUM}, so "${title}" is skipped: apt-get install chromium, or set CHROMIUM.`,
    );
  describe.skipIf(!isThere)(title, () => {
    let opened: WindowRoom | undefined;
    beforeAll(async () => {
      const { close, ...room } = await openWindowRoom(settings, await made());
      opened = room;
      return close;
    });
    journeys(() => {
      if (!opened) throw new Error('the room is not open yet');
      return opened;
    });
  });
}

async function openWindowRoom(
  settings: Record<string, string>,
  demo: Demo,
): Promise<WindowRoom & { close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-window-'));
  cpSync(demo.folder, folder, { recursive: true });
  cpSync(emptyQueue(), join(folder, 'queue'), { recursive: true });
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const server = spawn(process.execPath, [...QUICK, 'start/all.ts'], {
    env: { ...environment(folder), ...settings, PORT: String(port), WORKER_PORT: '0', PUBLIC_URL: address },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const browser = await chromium.connect(inject('browser'));
  const close = async () => {
    await Promise.all([browser.close(), stop(server)]);
    rmSync(folder, { recursive: true, force: true });
  };
  await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200), {
    timeout: 60_000,
    interval: 200,
  });
  const operator = (...words: string[]) => command(folder, ...words);
  const linkFor = (email: string) => {
    const { url } = operator('member', 'link', '--company', String(demo.companyId), '--email', email);
    return address + String(url).slice(String(url).indexOf('/sign-in'));
  };
  return {
    address,
    companyId: demo.companyId,
    close,
    operator,
    linkFor,
    api: (method, path, body) => call(`${address}/api${path}`, demo.apiKey, method, body),
    visit: (who, at) => visit(browser, address, who === undefined ? who : { email: who, ...demo }, at),
  };
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const over = once(server, 'exit');
  server.kill('SIGTERM');
  await over;
}

/** On a busy machine a worker that has a whole shop to look at takes its time. */
const PATIENCE_MS = 60_000;

/** What the window itself says of its troubles fails the test. What a refused request leaves in the console is no trouble. */
async function visit(
  browser: Browser,
  address: string,
  who: (Demo & { email: string }) | undefined,
  { path = '/', maySay = /the server responded with a status of 4\d\d/, ...options }: Visit = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: 'en-GB',
    // Menus and dialogs are there at once, as for people who ask their system for that.
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  context.on('weberror', (error) => troubles.push(error.error().message));
  context.on('console', (line) => {
    if (/error|warning/.test(line.type()) && !maySay.test(line.text())) troubles.push(line.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(troubles).toEqual([]);
  });
  if (who) await context.addCookies([sessionCookie(who, address)]);
  const page = await context.newPage();
  await page.goto(address + path);
  if (who) await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

function sessionCookie({ sessions, email }: Demo & { email: string }, url: string) {
  const value = sessions[email];
  if (value === undefined) throw new Error(`${email} is not signed in: let a link do it`);
  return { name: 'stockflow_session', value, url };
}

/** To another page of the window as a link leads there, without loading the window anew. */
export async function follow(page: Page, path: string): Promise<void> {
  const [base] = /^\/c\/\d+/.exec(new URL(page.url()).pathname) ?? [''];
  await page.evaluate((to) => history.pushState(null, '', to), base + path);
}

/** What may go by itself in this moment: the page then says what it would say after a click. */
export const pressIfThere = (button: Locator): Promise<void> =>
  button.click({ timeout: 2_000 }).catch((error: unknown) => {
    if (!(error instanceof errors.TimeoutError)) throw error;
  });

/** Everything that the page is for is there. */
export async function hasCome(page: Page): Promise<void> {
  const missing = page.getByRole('main').locator('[role=alert], [role=status]');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect
    .poll(() => missing.filter({ hasText: /oading|could not be loaded|You are offline/ }).allInnerTexts(), {
      message: page.url(),
    })
    .toEqual([]);
}

/** Two keys in a row count only if they come quickly, which on a busy machine they may not. */
export async function goBy(page: Page, keys: string, heading: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.keyboard.type(keys);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor({ timeout: 2_000 });
    },
    { timeout: PATIENCE_MS },
  );
}

async function call(url: string, key: string, method: string, body: object | undefined): Promise<Json> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return answer.json();
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
