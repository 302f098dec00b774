import { EnvError } from '../api/env.ts';

const STOP_WITHIN_MS = 10_000;

export type Running = {
  stop: () => Promise<void>;
  /** Rejects when something is gone without which there is no point in going on. */
  lost?: Promise<never>;
};

/**
 * Runs what a process is for. What stops its start is said in a line per fault, without a stack. What it is made of is
 * loaded once its environment is known to be good: whoever mistyped a setting need not wait for it.
 */
export function run(start: () => Promise<Running>): void {
  outliveReaders();
  const started = start();
  started.then(({ lost }) => lost).catch(sayWhyNot);
  stopOnSignal(async () => (await started).stop());
}

/** Whoever collects the log may be restarted, or be `head`: the shop goes on. */
function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr])
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    stop().then(() => process.exit(0), sayWhyNot);
  };
  process.on('SIGINT', stopOnce);
  process.on('SIGTERM', stopOnce);
}

async function sayWhyNot(error: unknown): Promise<void> {
  const reasons = error instanceof EnvError ? error.faults : (await import('./reason.ts')).reasonsOf(error);
  for (const line of reasons) console.error(`stockflow: ${line}`);
  process.exit(1);
}
