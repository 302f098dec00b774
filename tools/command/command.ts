import * as z from 'zod';
import type { $ZodIssue } from 'zod/v4/core';
import type { Desk, Operator } from './desk.ts';
import { UsageError } from './fault.ts';

/** What a command found or did: said in lines for a person, or as one JSON value for a script. */
export type Report = { json: object; lines: string[]; exitCode?: number };

export type Option = { name: string; value: string; about: string; isRequired: boolean };

type Described = {
  /** As it is typed: 'company create'. */
  words: string;
  about: string;
  options: Option[];
  /** The option that may be typed without its name. */
  operand: string | undefined;
  /** What its answer means, for whoever asks for help. */
  notes: string[];
};

/** Judges what was given before anything is opened, and answers with the work to do. */
type Prepare<At> = (given: Record<string, unknown>) => (at: At) => Promise<Report>;

/** With the database open and up to date. */
export type DeskCommand = Described & { isAtDesk: true; prepare: Prepare<Desk> };
/** About the file itself, as it is. */
export type FileCommand = Described & { isAtDesk: false; prepare: Prepare<Operator> };
export type Command = DeskCommand | FileCommand;

type Definition<Shape extends z.ZodRawShape, At> = {
  words: string;
  about: string;
  input: Shape;
  options: Record<keyof Shape & string, [value: string, about: string]>;
  operand?: keyof Shape & string;
  notes?: string[];
  work: (at: At, input: z.output<z.ZodObject<Shape>>) => Promise<Report>;
};

export const defineCommand = <Shape extends z.ZodRawShape>(
  definition: Definition<Shape, Desk>,
): DeskCommand => ({ ...described(definition), isAtDesk: true, prepare: prepared(definition) });

export const defineFileCommand = <Shape extends z.ZodRawShape>(
  definition: Definition<Shape, Operator>,
): FileCommand => ({ ...described(definition), isAtDesk: false, prepare: prepared(definition) });

function described<Shape extends z.ZodRawShape, At>({
  words,
  about,
  input,
  options,
  operand,
  notes = [],
}: Definition<Shape, At>): Described {
  const schema = z.object(input);
  return {
    words,
    about,
    operand,
    notes,
    options: Object.entries<[string, string]>(options).map(([name, [value, about]]) => ({
      name,
      value,
      about,
      isRequired: isRequired(schema, name),
    })),
  };
}

const prepared =
  <Shape extends z.ZodRawShape, At>({ words, input, work }: Definition<Shape, At>): Prepare<At> =>
  (given) => {
    const parsed = z.object(input).safeParse(given);
    if (!parsed.success)
      throw new UsageError(
        parsed.error.issues.map((issue) => faultOf(issue, given)),
        words,
      );
    return (at) => work(at, parsed.data);
  };

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
