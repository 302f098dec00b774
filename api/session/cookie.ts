import { parse, serialize } from 'hono/utils/cookie';
import type { Browser } from './browser.ts';

const NAME = 'stockflow_session';
/** The longest that browsers keep one. When a session is over is for the server to say. */
const KEPT_SECONDS = 400 * 86_400;

/** By https no other name counts: a __Host- cookie cannot have been planted by a neighbouring site or a plain connection. */
const nameFor = ({ isSecure }: Pick<Browser, 'isSecure'>): string => (isSecure ? `__Host-${NAME}` : NAME);

export function readSession(headers: Headers, browser: Pick<Browser, 'isSecure'>): string | null {
  const cookies = headers.get('cookie');
  if (cookies === null) return null;
  const name = nameFor(browser);
  return parse(cookies, name)[name] ?? null;
}

export const writeSession = (token: string, browser: Pick<Browser, 'isSecure'>): string =>
  cookie(token, browser, KEPT_SECONDS);

export const clearSession = (browser: Pick<Browser, 'isSecure'>): string => cookie('', browser, 0);

/** Strict: the page that is opened from a letter needs no cookie, only what it then asks for does. */
const cookie = (value: string, browser: Pick<Browser, 'isSecure'>, maxAge: number): string =>
  serialize(nameFor(browser), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: browser.isSecure,
    maxAge,
  });
