import type { Role } from '../db/company/key.ts';
import { createMember } from '../db/company/member.ts';
import { showLink } from '../db/company/sign-in.ts';
import { scopeTo } from '../db/scope.ts';
import type { Answer, Company, Json, Room } from './room.ts';

/** A browser: it keeps its cookie, says where its requests come from, and sends nothing where it has nothing to say. */
export type Browser = {
  readonly cookie: () => string | undefined;
  trpc: (procedure: string, input?: object, headers?: Record<string, string>) => Promise<Answer>;
  rest: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
};

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const QUERIES = [
  'session.current',
  'session.devices',
  'company.get',
  'company.activity',
  'company.member.list',
];

export function browserIn({ fetch }: Pick<Room, 'fetch'>, own: Record<string, string> = {}): Browser {
  let cookie: string | undefined;
  const usual = { 'user-agent': FIREFOX, 'sec-fetch-site': 'same-origin', ...own };
  async function ask(path: string, init: RequestInit, headers: Record<string, string>): Promise<Response> {
    const all = Object.entries({ ...usual, ...(cookie && { cookie }), ...headers }).filter(
      ([, value]) => value !== '',
    );
    const answer = await fetch(path, { ...init, headers: Object.fromEntries(all) });
    const [set] = answer.headers.getSetCookie();
    if (set) cookie = /Max-Age=0\b/.test(set) ? undefined : set.split(';')[0];
    return answer;
  }
  return {
    cookie: () => cookie,
    async trpc(procedure, input, headers = {}) {
      const json = { 'content-type': 'application/json', ...headers };
      const text = input && JSON.stringify(input);
      const query = text === undefined ? '' : `?input=${encodeURIComponent(text)}`;
      const answer = QUERIES.includes(procedure)
        ? await ask(`/trpc/${procedure}${query}`, {}, headers)
        : await ask(`/trpc/${procedure}`, { method: 'POST', body: text }, json);
      const { result, error }: Json = await answer.json();
      const body = error ? refusalOf(error) : result.data;
      return { status: answer.status, headers: answer.headers, body };
    },
    async rest(method, path, body, headers = {}) {
      const json = body === undefined ? headers : { 'content-type': 'application/json', ...headers };
      const answer = await ask(
        `/api${path}`,
        { method, body: body === undefined ? undefined : JSON.stringify(body) },
        json,
      );
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    },
  };
}

/** As the REST door would have said it. */
const refusalOf = ({ message, data }: Json): Json => ({
  error: message,
  code: data.fault,
  details: data.details,
  request_id: data.requestId,
});

export async function newMember(
  { database, clock }: Room,
  company: Company,
  { email, role }: { email: string; role: Role },
): Promise<number> {
  const scope = scopeTo(database, { company: company.id, timeZone: 'UTC', actor: 'test' }, clock.now);
  const member = {
    email,
    role,
    name: email.split('@')[0] ?? email,
    wantsDigest: false,
    sendsInvitation: false,
  };
  return (await createMember(scope, member)).id;
}

/** The token of a link that works now. */
export async function linkFor({ database, clock }: Room, company: Company, email: string): Promise<string> {
  const shown = await showLink(
    database,
    { company: company.id, email, address: 'http://stockflow' },
    clock.now,
  );
  return shown.split('#')[1] ?? '';
}

/** A member who has just signed in. */
export async function signIn(room: Room, company: Company, email: string, own = {}): Promise<Browser> {
  const browser = browserIn(room, own);
  const { status, body } = await browser.trpc('session.start', {
    token: await linkFor(room, company, email),
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return browser;
}

export async function signedIn(
  room: Room,
  company: Company,
  role: Role,
  email = `${role}@shop.example`,
): Promise<Browser> {
  await newMember(room, company, { email, role });
  return signIn(room, company, email);
}
