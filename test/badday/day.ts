import { simpleParser } from 'mailparser';
import { expect } from 'vitest';
import { launch, type Place } from '../journey/place.ts';
import type { Orders } from './death.ts';
import type { Given } from './program.ts';

export type Program = Awaited<ReturnType<typeof startProgram>>;

/** A process of ours that can be told when to die and what time it is. */
export async function startProgram(place: Place, given: Partial<Given> = {}) {
  const { dataDir, port, url: publicUrl } = place;
  const all: Given = { dataDir, port, publicUrl, ...given };
  const { child, says, said, exited } = launch(['test/badday/program.ts', JSON.stringify(all)]);
  const [, address = ''] = await says(/works at (\S+)/);
  let told = 0;
  const tell = async (orders: Partial<Orders>): Promise<void> => {
    child.stdin.write(`${JSON.stringify(orders)}\n`);
    told += 1;
    await says(new RegExp(`^(?:[^]*?^heard$){${told}}`, 'm'));
  };
  return { child, says, said, exited, address, tell };
}

/** How often each letter came to the server. */
export async function countsOf(delivered: { raw: string }[]): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const ids = new Map<number, string | undefined>();
  for (const { raw } of delivered) {
    const { headers, messageId } = await simpleParser(raw);
    const letter = Number(headers.get('x-stockflow-letter'));
    const known = ids.get(letter) ?? messageId;
    expect(messageId, 'every attempt has the same Message-ID').toBe(known);
    ids.set(letter, known);
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return counts;
}
