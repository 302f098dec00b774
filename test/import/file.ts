import type { Answer, Company, Json } from '../room.ts';
import { accepted } from '../shelf.ts';

/** What is asked of every import, whatever it brings in. */

export type Noun = 'products' | 'suppliers' | 'terms' | 'movements' | 'counts';

export const send = (company: Company, noun: Noun, lines: object[], more: object = {}): Promise<Answer> =>
  company.rest('POST', `/${noun}/import`, { lines, ...more });

/** What a preview foresees, and that it is what then comes to pass. */
export async function imported(company: Company, noun: Noun, lines: object[]): Promise<Json> {
  const foreseen = accepted(await send(company, noun, lines, { preview: true }));
  const done = accepted(await send(company, noun, lines));
  const withoutNew = done.results.map((result: Json) =>
    result.outcome === 'created' ? { ...result, id: null } : result,
  );
  if (JSON.stringify({ ...done, results: withoutNew }) !== JSON.stringify(foreseen))
    throw new Error(`foreseen ${JSON.stringify(foreseen)}, but it came to ${JSON.stringify(done)}`);
  return done;
}

/** Outcome by line, and for a refusal its code and the field. */
export const outcomes = ({ results }: Json): string[] =>
  results.map(({ outcome, code, details }: Json) =>
    outcome === 'refused'
      ? `${code} ${details.map(({ field }: { field: string }) => field).join(' ')}`
      : outcome,
  );
