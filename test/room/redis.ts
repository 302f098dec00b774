import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { endsWithUs } from './end.ts';
import { freePort } from './port.ts';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of one's own: without anything kept on disk, unless it is told to keep what it has. */
export class RedisServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'stockflow-redis-'));
  readonly #keeps: boolean;
  #port = 0;
  #server: ChildProcess | undefined;

  constructor({ keeps = false }: { keeps?: boolean } = {}) {
    this.#keeps = keeps;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const appendonly = this.#keeps ? 'yes' : 'no';
    const options = { port: this.#port, bind: '127.0.0.1', save: '', appendonly, dir: this.#folder };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    endsWithUs(server);
    this.#server = server;
    for await (const line of createInterface(server.stdout)) if (line.includes('Ready to accept')) return;
    throw new Error(`redis-server did not start on port ${this.#port}.`);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#server?.kill(signal);
  }

  async kill(): Promise<void> {
    if (!this.#server || this.#server.exitCode !== null || this.#server.signalCode !== null) return;
    const exited = once(this.#server, 'exit');
    this.#server.kill('SIGKILL');
    await exited;
  }

  async flush(): Promise<void> {
    const client = new Redis(this.url);
    await client.flushall();
    client.disconnect();
  }

  /** What it kept, while it is not running. */
  forget(): void {
    rmSync(join(this.#folder, 'appendonlydir'), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
