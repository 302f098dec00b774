import { nodeEnv, parseEnv } from '../api/env.ts';
import { readArguments } from './command/arguments.ts';
import { backtestCommand } from './command/backtest.ts';
import { backupCommand, restoreCommand } from './command/backup.ts';
import type { Command, Report } from './command/command.ts';
import { createCompanyCommand, listCompaniesCommand } from './command/company.ts';
import { demoCommand } from './command/demo.ts';
import { atDesk, type Operator } from './command/desk.ts';
import { faultLine, UsageError } from './command/fault.ts';
import { createKeyCommand, listKeysCommand, revokeKeyCommand } from './command/key.ts';
import { createMemberCommand, listMembersCommand, memberLinkCommand } from './command/member.ts';
import { migrateCommand } from './command/migrate.ts';
import { rebuildCommand } from './command/rebuild.ts';
import { openTerminal, type Terminal } from './command/terminal.ts';
import { verifyCommand } from './command/verify.ts';

const commands: Command[] = [
  createCompanyCommand,
  listCompaniesCommand,
  createKeyCommand,
  listKeysCommand,
  revokeKeyCommand,
  createMemberCommand,
  memberLinkCommand,
  listMembersCommand,
  demoCommand,
  migrateCommand,
  verifyCommand,
  rebuildCommand,
  backtestCommand,
  backupCommand,
  restoreCommand,
];

/** One command, from its words to its exit code: 0 done, 1 refused or found wrong, 2 not a command. */
export async function run(args: string[], terminal: Terminal, given: NodeJS.ProcessEnv): Promise<number> {
  try {
    const request = readArguments(commands, args);
    if ('help' in request) {
      terminal.say(request.help);
      return 0;
    }
    const work = workOf(request.command, request.given);
    const env = parseEnv(nodeEnv, given);
    const { json, lines, exitCode = 0 } = await work({ env, progress: terminal.progress });
    terminal.say(request.asJson ? JSON.stringify(json) : lines.join('\n'));
    return exitCode;
  } catch (error) {
    terminal.complain(faultLine(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

function workOf(command: Command, given: Record<string, unknown>): (operator: Operator) => Promise<Report> {
  if (!command.isAtDesk) return command.prepare(given);
  const work = command.prepare(given);
  return (operator) => atDesk(operator, work);
}

if (import.meta.main)
  process.exitCode = await run(
    process.argv.slice(2),
    openTerminal(process.stdout, process.stderr),
    process.env,
  );
