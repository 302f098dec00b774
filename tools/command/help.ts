import { columns } from './columns.ts';
import type { Command, Option } from './command.ts';
import { HELP_COMMAND } from './fault.ts';

const START = 'npm run -s stockflow --';

/** One command in full, or several in a line each. */
export function helpFor(commands: Command[]): string {
  const [only] = commands;
  return (only && commands.length === 1 ? oneCommand(only) : allCommands(commands)).join('\n');
}

function oneCommand({ words, about, options, operand, notes }: Command): string[] {
  const described = [
    ...options.map(({ name, value, about }) => [name === operand ? value : `--${name} ${value}`, about]),
    ['--json', 'one line of JSON instead of text'],
  ];
  const explained = notes.length === 0 ? [] : ['', ...notes];
  return [
    about,
    '',
    `  ${START} ${words}${usage(options, operand)} [--json]`,
    '',
    ...columns(described),
    ...explained,
  ];
}

const allCommands = (commands: Command[]): string[] => [
  'StockFlow, for operators',
  '',
  `  ${START} <command> [--json]`,
  '',
  ...columns(commands.map(({ words, about }) => [words, about])),
  '',
  `${HELP_COMMAND} <command> says what one needs; --json answers with one line of JSON.`,
  'The data is in the folder DATA_DIR (./data) or on the server at DATABASE_URL (with DATABASE_AUTH_TOKEN).',
  'A server that runs on the same folder need not be stopped: commands reach it.',
];

const usage = (options: Option[], operand: string | undefined): string =>
  options
    .map(({ name, value, isRequired }) => {
      const typed = name === operand ? value : `--${name} ${value}`;
      return isRequired ? ` ${typed}` : ` [${typed}]`;
    })
    .join('');
