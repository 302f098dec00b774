import { domainToASCII } from 'node:url';

export type Mailbox = { readonly address: string; readonly needsUtf8: boolean };

const atom = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainLabels = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** One plain address or null: no names, lists, comments, quotes or literals, which are how one becomes two. */
export function mailboxOf(given: string): Mailbox | null {
  const [local = '', domain = '', ...more] = given.split('@');
  const ascii = domainToASCII(domain).toLowerCase();
  if (more.length > 0 || /[\s%/?#:[\]\\]/.test(domain)) return null;
  if (!atom.test(local) || !domainLabels.test(ascii)) return null;
  const address = `${local}@${ascii}`;
  if (Buffer.byteLength(local) > 64 || Buffer.byteLength(address) > 254) return null;
  return { address, needsUtf8: /[^\x20-\x7e]/.test(local) };
}

/** The same for every attempt, so that a receiver who is handed a letter twice can tell. */
export function messageIdOf(letterId: string | number, fromAddress: string): string {
  const domain = mailboxOf(fromAddress)?.address.split('@')[1];
  if (domain === undefined || !/^[\w.-]{1,100}$/.test(String(letterId)))
    throw new RangeError(`no Message-ID can be made of letter ${letterId} and ${fromAddress}`);
  return `<letter-${letterId}@${domain}>`;
}
