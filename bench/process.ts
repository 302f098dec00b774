import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../test/room/port.ts';
import { type Figures, spread } from './measure.ts';

/** A program of this folder as a process of its own, so that it has a core of its own. */
export type Program = { port: number; close: () => Promise<void> };
export type Answer = { status: number; headers: Record<string, string>; body: string };

const programAt = (name: string, args: string[], profile?: string): ChildProcess =>
  fork(new URL(`program/${name}.ts`, import.meta.url), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [
      '--import',
      './tools/quick.mjs',
      ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []),
    ],
  });

/** `BENCH_PROFILE=folder` leaves a profile of it there, to open in a browser's developer tools. */
export async function startApi(folder: string): Promise<Program> {
  const port = await freePort();
  const child = programAt('api', [folder, String(port)], process.env.BENCH_PROFILE);
  await heard(child);
  return { port, close: () => ended(child) };
}

export async function startBare(answer: Answer): Promise<Program> {
  const port = await freePort();
  const child = programAt('bare', [String(port)]);
  child.send(answer);
  await heard(child);
  return { port, close: () => ended(child) };
}

type Load = { port: number; connections: number; ms: number; status?: number; requests: string[] };
export type Caller = { load: (load: Load) => Promise<Figures>; close: () => Promise<void> };

export function startCaller(): Caller {
  const child = programAt('load', []);
  return {
    async load({ status = 200, ...load }) {
      child.send({ ...load, status });
      const { seconds, timesMs, others } = await heard(child);
      if (others.length > 0) throw new Error(`Answered otherwise than by ${status}: ${others.join('; ')}`);
      return { perSecond: timesMs.length / seconds, ...spread(timesMs) };
    },
    close: () => ended(child),
  };
}

async function heard(child: ChildProcess) {
  const ending = new AbortController();
  const exit = once(child, 'exit', ending).then(([code]) => {
    throw new Error(`A program of the bench ended by itself (${code})`);
  });
  exit.catch(() => undefined);
  try {
    const [message] = await Promise.race([once(child, 'message'), exit]);
    return message;
  } finally {
    ending.abort();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** The text of a request as it travels. */
export function requestText(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): string {
  const given = {
    host: 'localhost',
    ...headers,
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
  };
  const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}
