import { isIPv4 } from 'node:net';

export type Server = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly isSecure: boolean;
  readonly requireTls: boolean;
  readonly login: { readonly user: string; readonly pass: string } | null;
  readonly ca: string | undefined;
};

export type Limits = {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Silence while commands are exchanged and the letter goes out. */
  readonly commandMs: number;
  /** Silence after the letter's end; to hang up sooner is how letters arrive twice (RFC 5321, 4.5.3.2.6). */
  readonly replyMs: number;
  readonly idleMs: number;
  readonly quitMs: number;
  readonly connectionsMax: number;
  readonly lettersPerConnectionMax: number;
};

const usualLimits: Limits = {
  connectMs: 10_000,
  greetingMs: 30_000,
  commandMs: 60_000,
  replyMs: 600_000,
  idleMs: 30_000,
  quitMs: 1_000,
  connectionsMax: 4,
  lettersPerConnectionMax: 100,
};

export const limitsOf = (given: Partial<Limits> = {}): Limits => ({ ...usualLimits, ...given });

/** The URL holds a password, so no sentence repeats it. */
export function serverOf(smtpUrl: string, ca: string | undefined): Server {
  const url = URL.parse(smtpUrl);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new RangeError(
      'SMTP_URL must look like smtps://user:password@mail.example.com or smtp://mail.example.com:587',
    );
  const tls = tlsOf(url);
  const isSecure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const login = loginOf(url);
  return {
    host,
    port: Number(url.port) || (isSecure ? 465 : 587),
    isSecure,
    requireTls: tls === 'required' || (tls === null && login !== null && !isThisMachine(host)),
    login,
    ca,
  };
}

function tlsOf({ searchParams }: URL): 'required' | 'optional' | null {
  const unknown = [...searchParams.keys()].find((name) => name !== 'tls');
  if (unknown !== undefined) throw new RangeError(`SMTP_URL has an unknown option: ${unknown}`);
  const tls = searchParams.get('tls');
  if (tls !== null && tls !== 'required' && tls !== 'optional')
    throw new RangeError('In SMTP_URL, tls is "required" or "optional"');
  return tls;
}

function loginOf({ username, password }: URL): Server['login'] {
  if (username === '' && password === '') return null;
  if (username === '' || password === '')
    throw new RangeError('SMTP_URL names a user or a password, but not both');
  return { user: decoded(username), pass: decoded(password) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new RangeError('In SMTP_URL, a % in user or password is written %25');
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
