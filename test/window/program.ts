import { execFileSync } from 'node:child_process';
import { QUICK } from '../launch.ts';
import type { Json } from '../room.ts';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const environment = (folder: string) => ({
  PATH: process.env.PATH,
  DATA_DIR: folder,
  RATE_LIMIT: '0',
});

/** An operator's command; beside a running server it goes through it. */
export function command(folder: string, ...words: string[]): Json {
  const said = execFileSync(process.execPath, [...QUICK, 'tools/stockflow.ts', ...words, '--json'], {
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(String(said));
}
