import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { UsageError } from './fault.ts';
import { helpFor } from './help.ts';

export type Request =
  | { help: string }
  | { command: Command; given: Record<string, unknown>; asJson: boolean };

/** Which command is meant and what it was given; help is an answer at every level. */
export function readArguments(commands: Command[], args: string[]): Request {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const typed = firstOption === -1 ? args : args.slice(0, firstOption);
  const wantsHelp = typed[0] === 'help' || args.includes('--help') || args.includes('-h');
  const words = typed[0] === 'help' ? typed.slice(1) : typed;

  const command = commands.find((known) => startsWith(words, known.words));
  const group = commands.filter((known) => known.words.startsWith(`${words[0]} `));
  if (words.length === 0 && (wantsHelp || args.length === 0)) return { help: helpFor(commands) };
  if (!command && words.length === 1 && group.length > 0) return { help: helpFor(group) };
  if (!command) throw unknown(words, group);
  if (wantsHelp) return { help: helpFor([command]) };

  const rest = args.slice(command.words.split(' ').length);
  const { json: asJson, ...given } = readOptions(command, rest);
  return { command, given, asJson: asJson === true };
}

const startsWith = (words: string[], start: string): boolean => `${words.join(' ')} `.startsWith(`${start} `);

function unknown(words: string[], group: Command[]): UsageError {
  if (words.length === 0) return new UsageError(['Start with a command']);
  const known = group.map((command) => command.words).join(', ');
  const typed = `There is no command "${words.join(' ')}"`;
  return new UsageError([known ? `${typed}, but there is ${known}` : typed]);
}

function readOptions(command: Command, args: string[]): Record<string, unknown> {
  const { operand, words } = command;
  const named = Object.fromEntries(command.options.map(({ name }) => [name, { type: 'string' as const }]));
  const options = { ...named, json: { type: 'boolean' as const } };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: operand !== undefined });
    const [first, ...others] = positionals;
    if (others.length > 0) throw new UsageError([`There is nothing to do with ${others.join(' ')}`], words);
    return operand === undefined || first === undefined ? values : { [operand]: first, ...values };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence = ''] = error.message.split(/\. |\n/);
    throw new UsageError([sentence], command.words);
  }
}
