import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Child = {
  /** Rejects when it ends without having been told to. */
  lost: Promise<never>;
  stop: () => Promise<void>;
};

type Program = {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** What of its output people want to read; the rest is told only when it fails. */
  isTold: (line: string) => boolean;
};

export class ChildLost extends Error {}

const REMEMBERED_LINES = 8;

/** A program that serves this process and ends with it. In a group of its own, so that Ctrl-C reaches it through us alone. */
export function startChild({ name, command, args, env = {}, isTold }: Program): Child {
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const last: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      if (isTold(line)) console.log(line);
      else if (line.trim()) last.push(line);
      if (last.length > REMEMBERED_LINES) last.shift();
    });
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  let isStopping = false;
  const end = () => {
    isStopping = true;
    if (child.pid !== undefined) endGroup(child.pid);
  };
  process.once('exit', end);
  return {
    lost: ended.then((how) => {
      if (isStopping) return new Promise<never>(() => undefined);
      throw new ChildLost([`${name} has ended (${how}), so everything stops.`, ...last].join('\n  '));
    }),
    async stop() {
      end();
      await ended;
    },
  };
}

/** The whole of it, even when its leader is gone: wrangler has a workerd of its own. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}
