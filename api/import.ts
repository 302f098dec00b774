import * as z from 'zod';
import { Fault, type FaultCode, type FaultDetail, sentences } from '../db/fault.ts';
import type { Imported } from '../db/import.ts';
import { late } from '../db/kept.ts';
import { fieldPath } from './casing.ts';
import { id } from './input.ts';
import { detailsOf } from './procedure.ts';

/** What all imports share: lines that are judged one by one, and a result for each. */

type Unusable = { line: number; details: FaultDetail[] };
type Read<Given> = { given: Given } | { details: FaultDetail[] };

/** A line that cannot be read is refused by itself: what is wrong with it takes its place. */
export const importedLines = <Line extends z.ZodType>(line: Line) =>
  z
    .array(
      line
        .transform((given): Read<z.output<Line>> => ({ given }))
        .catch(({ error }) => ({ details: error.issues.flatMap(detailsOf) })),
    )
    .min(1)
    .max(1000);

export const preview = late(() =>
  z
    .boolean()
    .default(false)
    .meta({ description: 'true: nothing is written, and the answer is what it would be' }),
);

export const importResult = late(() =>
  z.object({
    line: z.int().meta({ description: 'Its place in lines, from 0' }),
    outcome: z
      .enum(['created', 'updated', 'unchanged', 'refused'])
      .meta({ description: 'unchanged: it was so already, or this line was taken before' }),
    id: id().nullable().meta({
      description: 'What the line is about; null if it was refused or, in a preview, is not there yet',
    }),
    code: z.string().nullable().meta({ description: 'Why it was refused, for programs' }),
    error: z.string().nullable().meta({ description: 'Why it was refused, for people' }),
    details: z
      .array(z.object({ field: fieldPath(), message: z.string() }))
      .meta({ description: 'Everything that is wrong with the line' }),
  }),
);

/** The answer of an import: how many lines came to what, and each of them. */
export const importAnswer = <Result extends z.ZodType>(result: Result) =>
  z.object({
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    results: z.array(result),
  });

/** A second look at a line that could be read, for what only the server knows: throws a Fault about the line's fields. */
type Prepare<Given, Line> = (given: Given, line: number) => Line;

/** Imports what can be used, and puts the refusals of the rest in their places. */
export async function imported<Given, Line, Result extends Imported, Empty extends object>(
  lines: Read<Given>[],
  prepare: Prepare<Given, Line>,
  run: (usable: Line[]) => Promise<Result[]>,
  { messageOf, empty }: { messageOf: MessageOf<Result>; empty: Empty },
) {
  const { usable, unusable } = sorted(lines, prepare);
  const done = (await run(usable)).map((result) => ({ ...result, ...refusalOf(result, messageOf) }));
  const refused = unusable.map(({ line, details }) => ({
    ...empty,
    line,
    outcome: 'refused' as const,
    id: null,
    code: 'invalid_input' as const,
    error: sentences.invalid_input,
    details: details.map(({ field, message }) => ({ field, message })),
  }));
  const results = [...done, ...refused].toSorted((a, b) => a.line - b.line);
  const count = (outcome: Imported['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    results,
  };
}

function sorted<Given, Line>(
  lines: Read<Given>[],
  prepare: Prepare<Given, Line>,
): { usable: Line[]; unusable: Unusable[] } {
  const usable: Line[] = [];
  const unusable: Unusable[] = [];
  for (const [line, read] of lines.entries()) {
    try {
      if ('details' in read) unusable.push({ line, details: read.details });
      else usable.push(prepare(read.given, line));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      unusable.push({ line, details: error.details });
    }
  }
  return { usable, unusable };
}

/** Sentences for one line, by code or by code and field: those of faults speak of a whole request. */
export type Messages = Record<string, string>;

type MessageOf<Result> = (result: Result & { code: FaultCode }) => string;

export const sentenceFrom =
  (messages: Messages): MessageOf<Imported> =>
  ({ code, field }) =>
    messages[`${code} ${field}`] ?? messages[code] ?? sentences[code];

function refusalOf<Result extends Imported>(result: Result, messageOf: MessageOf<Result>) {
  const { code, field } = result;
  if (code === null || field === null) return { error: null, details: [] };
  const message = messageOf({ ...result, code });
  return { error: message, details: [{ field, message }] };
}
