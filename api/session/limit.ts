import { RateLimit } from '../rate.ts';

/** What somebody nobody knows yet may do, in this process. The worker sets a limit of its own to what is mailed. */
export type SignInLimits = { asksByAddress: RateLimit; asksByClient: RateLimit; startsByClient: RateLimit };

/** Three links at once and one more every five minutes for an address; a whole shop may ask on a Monday morning. */
export const signInLimits = (): SignInLimits => ({
  asksByAddress: new RateLimit(1 / 300, 3),
  asksByClient: new RateLimit(1 / 10, 30),
  startsByClient: new RateLimit(1, 30),
});

/** Who has one IPv6 address has the other 2^64 of its network. */
export function clientGroup(client: string): string {
  if (!client.includes(':') || client.includes('.')) return client;
  const [head = [], tail] = client.split('::').map((part) => part.split(':'));
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...zeros, ...(tail ?? [])].slice(0, 4).join(':');
}
