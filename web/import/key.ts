import { bytesOf } from '../csv/bytes.ts';

/**
 * What tells one file from another: two multiplicative hashes of its bytes, and its size. Not for secrets; crypto.subtle
 * would be, and is missing where a page comes without TLS.
 */
export async function keyOf(file: Blob): Promise<string> {
  let [a, b] = [0xdead_beef, 0x41c6_ce57];
  for await (const piece of bytesOf(file))
    for (const byte of piece) {
      a = Math.imul(a ^ byte, 2_654_435_761);
      b = Math.imul(b ^ byte, 1_597_334_677);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
  return `${hex(a)}${hex(b)}-${file.size}`;
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
