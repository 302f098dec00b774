import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { createMember } from '../../db/company/member.ts';
import { peopleIn } from '../../db/company/session.ts';
import { showLink } from '../../db/company/sign-in.ts';
import { own } from '../../db/open.ts';
import { databaseOf, scopeTo } from '../../db/scope.ts';
import { CHROMIUM, command } from './program.ts';

/** Who is signed in already, and as what; how one signs in is tried with links of their own. */
export const OWNER = 'maya@fernandkettle.example';
export const VIEWER = 'vera@fernandkettle.example';

export type Demo = { folder: string; companyId: number; apiKey: string; sessions: Record<string, string> };

/** The demo company is made once, and every room opens a copy of its folder; one browser serves all rooms. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(CHROMIUM)) {
    provide('demo', { folder: '', companyId: 0, apiKey: '', sessions: {} });
    provide('browser', '');
    return async () => undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-window-template-'));
  const made = command(folder, 'demo');
  const sessions = await signIn(folder, made.company_id, { [VIEWER]: 'viewer' });
  const browser = await chromium.launchServer({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  provide('demo', { folder, companyId: made.company_id, apiKey: made.api_key, sessions });
  provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The token of each one's session, as the cookie has it: the owner's, and those of members who are made. */
export async function signIn(
  folder: string,
  company: number,
  made: Record<string, 'viewer' | 'owner'>,
): Promise<Record<string, string>> {
  const client = await own({ url: undefined, authToken: undefined, dataDir: folder });
  const database = databaseOf(client, 'company');
  const now = Date.now();
  const scope = scopeTo(database, { company, timeZone: 'UTC', actor: 'test' }, now);
  for (const [email, role] of Object.entries(made))
    await createMember(scope, { email, name: 'Vera', role, wantsDigest: false, sendsInvitation: false });
  const sessions: Record<string, string> = {};
  for (const email of new Set([OWNER, ...Object.keys(made)])) {
    const url = await showLink(database, { company, email, address: 'http://localhost' }, now);
    const link = new URL(url).hash.slice(1);
    const { token } = await peopleIn(database, now).start({ link, device: 'Chrome on Linux', before: null });
    sessions[email] = token;
  }
  client.close();
  return sessions;
}

declare module 'vitest' {
  interface ProvidedContext {
    demo: Demo;
    /** Where the browser is reached. */
    browser: string;
  }
}
