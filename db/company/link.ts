/** What a link in a letter to a supplier is about, and until when it works. Days are local to the company. */
export type AnswerLink = { company: number; order: number; expiresDay: number };

/** A link as it came in. Whatever it claims is worth nothing until the company's secret agrees. */
export type ClaimedLink = AnswerLink & { isSignedWith: (secret: string) => Promise<boolean> };

export const ANSWER_DAYS = 60;

/** A signature made for another purpose opens nothing here. */
const PURPOSE = 'answer';

export async function signAnswer(
  secret: string,
  { company, order, expiresDay }: AnswerLink,
): Promise<string> {
  const claim = `${company}.${order}.${expiresDay}`;
  const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), signed(claim));
  return `${toBase64Url(new TextEncoder().encode(claim))}.${toBase64Url(new Uint8Array(signature))}`;
}

/** Null for what no letter of ours ever said. */
export function readAnswer(token: string): ClaimedLink | null {
  const [, said = '', signature = ''] = /^([\w-]{8,64})\.([\w-]{43})$/.exec(token) ?? [];
  const claim = new TextDecoder().decode(fromBase64Url(said));
  // Another spelling of the same bytes would be another visitor to whoever counts visits.
  if ([said, signature].some((text) => toBase64Url(fromBase64Url(text)) !== text)) return null;
  const [, company, order, expiresDay] = /^(\d{1,15})\.(\d{1,15})\.(\d{1,7})$/.exec(claim) ?? [];
  if (company === undefined) return null;
  return {
    company: Number(company),
    order: Number(order),
    expiresDay: Number(expiresDay),
    // The comparison inside takes the same time wherever the difference is.
    isSignedWith: async (secret) =>
      crypto.subtle.verify('HMAC', await keyOf(secret), fromBase64Url(signature), signed(claim)),
  };
}

/** A text that tells of links, for readers who may not follow them. */
export const withoutTokens = (text: string): string =>
  text.replace(/(\/answer\/)[\w-]{8,64}\.[\w-]{43}/g, '$1…');

const signed = (claim: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`stockflow ${PURPOSE} ${claim}`);

const keyOf = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  // A length of 1 over a multiple of 4 is no base64 at all.
  if (text.length % 4 === 1) return new Uint8Array();
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}
