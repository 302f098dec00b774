import * as z from 'zod';
import type { $ZodIssue } from 'zod/v4/core';
import type { Desk } from './desk.ts';
import { UsageError } from './fault.ts';

/** What a command found or did: said in lines for a person, or as one JSON value for a script. */
export type Report = { json: object; lines: string[]; exitCode?: number };

export type Option = { name: string; value: string; about: string; isRequired: boolean };

export type Command = {
  /** As it is typed: 'company create'. */
  words: string;
  about: string;
  options: Option[];
  /** What its answer means, for whoever asks for help. */
  notes: string[];
  /** Judges what was given before anything is opened, and answers with the work to do. */
  prepare: (given: Record<string, unknown>) => (desk: Desk) => Promise<Report>;
};

type Definition<Shape extends z.ZodRawShape> = {
  words: string;
  about: string;
  input: Shape;
  options: Record<keyof Shape & string, [value: string, about: string]>;
  notes?: string[];
  work: (desk: Desk, input: z.output<z.ZodObject<Shape>>) => Promise<Report>;
};

export function defineCommand<Shape extends z.ZodRawShape>({
  words,
  about,
  input,
  options,
  notes = [],
  work,
}: Definition<Shape>): Command {
  const schema = z.object(input);
  const described = Object.entries<[string, string]>(options);
  return {
    words,
    about,
    notes,
    options: described.map(([name, [value, about]]) => ({
      name,
      value,
      about,
      isRequired: isRequired(schema, name),
    })),
    prepare(given) {
      const parsed = schema.safeParse(given);
      if (!parsed.success)
        throw new UsageError(
          parsed.error.issues.map((issue) => faultOf(issue, given)),
          words,
        );
      return (desk) => work(desk, parsed.data);
    },
  };
}

const isRequired = (schema: z.ZodObject, name: string): boolean =>
  !schema.shape[name]?.safeParse(undefined).success;

function faultOf(issue: $ZodIssue, given: object): string {
  const name = String(issue.path[0]);
  return name in given ? `--${name} ${rule(issue)}` : `--${name} is missing`;
}

/** Zod's own sentences speak of strings; whoever types a command thinks of characters. */
function rule(issue: $ZodIssue): string {
  if (issue.code === 'too_small') return `must have at least ${count(Number(issue.minimum), 'character')}`;
  if (issue.code === 'too_big') return `must have at most ${count(Number(issue.maximum), 'character')}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}

/** The company a command is about. */
export const companyId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be a company id, like 1')
  .transform(Number);

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
