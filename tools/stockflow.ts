import { nodeEnv, parseEnv } from '../api/env.ts';
import { readArguments } from './command/arguments.ts';
import type { Command } from './command/command.ts';
import { createCompanyCommand, listCompaniesCommand } from './command/company.ts';
import { demoCommand } from './command/demo.ts';
import { atDesk } from './command/desk.ts';
import { faultLine, UsageError } from './command/fault.ts';
import { createKeyCommand, listKeysCommand, revokeKeyCommand } from './command/key.ts';
import { createMemberCommand, memberLinkCommand } from './command/member.ts';
import { migrateCommand } from './command/migrate.ts';
import { rebuildCommand } from './command/rebuild.ts';
import { openTerminal } from './command/terminal.ts';
import { verifyCommand } from './command/verify.ts';

const commands: Command[] = [
  createCompanyCommand,
  listCompaniesCommand,
  createKeyCommand,
  listKeysCommand,
  revokeKeyCommand,
  createMemberCommand,
  memberLinkCommand,
  demoCommand,
  migrateCommand,
  verifyCommand,
  rebuildCommand,
];

const terminal = openTerminal(process.stdout, process.stderr);

async function run(args: string[]): Promise<number> {
  const request = readArguments(commands, args);
  if ('help' in request) {
    terminal.say(request.help);
    return 0;
  }
  const work = request.command.prepare(request.given);
  const env = parseEnv(nodeEnv, process.env);
  const { json, lines, exitCode = 0 } = await atDesk(env, terminal.progress, work);
  terminal.say(request.asJson ? JSON.stringify(json) : lines.join('\n'));
  return exitCode;
}

run(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    terminal.complain(faultLine(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
