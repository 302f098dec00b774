import { generateKeyPairSync, sign } from 'node:crypto';

/** Whoever may give access to a server: the key that it judges by, and tokens like those of Turso. */
export function newTokens() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    publicKey: String(publicKey.export({ format: 'jwk' }).x),
    sign(claims: { a: 'rw' | 'ro'; exp?: number }): string {
      const text = `${encoded({ alg: 'EdDSA', typ: 'JWT' })}.${encoded(claims)}`;
      return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
}
