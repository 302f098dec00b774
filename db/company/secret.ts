/** Secrets of 256 random bits. Only their hash is kept; a slow hash would defend only what can be guessed. */

export async function newKeySecret(): Promise<{ secret: string; prefix: string; hash: string }> {
  const prefix = `sf_${randomHex(4)}`;
  const secret = `${prefix}_${randomHex(32)}`;
  return { secret, prefix, hash: await sha256(secret) };
}

/** Of a sign-in link, or of a session. */
export async function newToken(): Promise<{ token: string; hash: string }> {
  const token = randomHex(32);
  return { token, hash: await sha256(token) };
}

/** What cannot be one need not be looked up. */
export const isToken = (given: string): boolean => /^[0-9a-f]{64}$/.test(given);

const node = globalThis.process?.getBuiltinModule?.('node:crypto');

/** Node's own, where it is: what Workers have, too, goes to another thread and back, which takes twenty times as long. */
export const sha256 = async (text: string): Promise<string> =>
  node
    ? node.hash('sha256', text)
    : hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));

const randomHex = (bytes: number): string => hex(crypto.getRandomValues(new Uint8Array(bytes)));

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
