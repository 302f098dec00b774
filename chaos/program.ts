import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { QUICK } from '../test/launch.ts';

/** One run of a process from its start to its end: what it took of memory, second by second, once it was up. */
export type Life = { program: string; isReady: boolean; megabytes: number[] };

type Options = {
  name: string;
  script: string;
  env: Record<string, string>;
  /** What it says when it is up. */
  ready: RegExp;
  logFile: string;
};

const LOOKED_EVERY_MS = 1000;
const STARTED_AGAIN_MS = 300;
/** The programs say that they give up after ten seconds. */
const STOPPED_WITHIN_MS = 12_000;

/** A process of ours, kept up as systemd would: what ends by itself is started again. */
export class Program {
  readonly name: string;
  readonly lives: Life[] = [];
  /** Ends that nobody asked for, after it was ready. */
  readonly collapses: string[] = [];
  kills = 0;
  #freezes = 0;
  readonly #options: Options;
  readonly #log: WriteStream;
  readonly #looking: NodeJS.Timeout;
  #child: ChildProcess | undefined;
  #isWanted = false;
  #laterMs = 0;

  constructor(options: Options) {
    this.#options = options;
    this.name = options.name;
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
    this.#looking = setInterval(() => this.#look(), LOOKED_EVERY_MS);
  }

  get isReady(): boolean {
    return this.#isRunning() && (this.lives.at(-1)?.isReady ?? false);
  }

  start({ laterMs = this.#laterMs }: { laterMs?: number } = {}): void {
    this.#laterMs = laterMs;
    this.#isWanted = true;
    if (!this.#isRunning()) this.#launch();
  }

  async kill(): Promise<void> {
    this.kills += 1;
    await this.#end('SIGKILL');
  }

  /** Soon; and in good order where nothing is in its way: unless it is killed or frozen meanwhile, or told before it can listen. */
  async stop({ isInPeace }: { isInPeace: boolean }): Promise<void> {
    const { kills, isReady } = this;
    const freezes = this.#freezes;
    const begun = performance.now();
    await this.#end('SIGTERM');
    const ms = performance.now() - begun;
    const how = this.#child?.exitCode ?? this.#child?.signalCode;
    if (!isReady || this.kills !== kills || this.#freezes !== freezes) return;
    if (isInPeace ? how !== 0 : ms > STOPPED_WITHIN_MS)
      this.collapses.push(`${this.name} did not stop in good order: ${how}, after ${Math.round(ms)} ms`);
  }

  freeze(): void {
    this.#freezes += 1;
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    await this.#end('SIGKILL');
    this.#log.end();
  }

  #isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#isWanted = false;
    const child = this.#child;
    if (!child || !this.#isRunning()) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  #launch(): void {
    const { script, env, ready } = this.#options;
    const later = this.#laterMs > 0 ? ['--import', './chaos/later.ts'] : [];
    const child = spawn(process.execPath, [...QUICK, ...later, script], {
      env: { PATH: process.env.PATH, LATER_MS: String(this.#laterMs), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const life: Life = { program: this.name, isReady: false, megabytes: [] };
    this.lives.push(life);
    const last: string[] = [];
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => {
        this.#log.write(`${line}\n`);
        last.push(line);
        if (last.length > 5) last.shift();
        if (ready.test(line)) life.isReady = true;
      });
    child.once('exit', (code, signal) => {
      if (!this.#isWanted) return;
      if (life.isReady)
        this.collapses.push(`${this.name} ended by itself (${signal ?? code}): ${last.join(' | ')}`);
      void pause(STARTED_AGAIN_MS).then(() => this.#isWanted && !this.#isRunning() && this.#launch());
    });
  }

  #look(): void {
    const megabytes = residentMb(this.#child?.pid);
    if (megabytes !== null && this.isReady) this.lives.at(-1)?.megabytes.push(megabytes);
  }
}

/** What a process has in memory; null where the system does not tell. */
export function residentMb(pid: number | undefined): number | null {
  try {
    const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Math.round(Number(kb) / 1024);
  } catch {
    return null;
  }
}
