import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { openLocal } from '../../db/local.ts';
import { migrate } from '../../db/migrate.ts';
import { type Change, changed } from './change.ts';

/** Databases that rooms begin with: the one of every day, and one for each change of it. */
export class Templates {
  readonly #folder = mkdtempSync(join(tmpdir(), 'stockflow-trial-'));
  #made = 0;

  get usual(): string {
    return join(this.#folder, 'usual.db');
  }

  /** Where a process tells how far it came. */
  get told(): string {
    return join(this.#folder, 'told');
  }

  async open(): Promise<void> {
    await this.#at(this.usual, (client) => migrate(client, 'db/migrations'));
  }

  /** By name, as the last migration leaves them. */
  async triggers(): Promise<Map<string, string>> {
    return this.#at(this.usual, async (client) => {
      const { rows } = await client.execute("select name, sql from sqlite_master where type = 'trigger'");
      return new Map(rows.map((row) => [String(row[0]), String(row[1])]));
    });
  }

  async with(change: Exclude<Change, { file: string }>): Promise<string> {
    const statements = 'drop' in change ? [`drop ${change.drop}`] : await this.#replacing(change);
    this.#made += 1;
    const file = join(this.#folder, `${this.#made}.db`);
    copyFileSync(this.usual, file);
    await this.#at(file, (client) => client.batch(statements, 'write'));
    return file;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #replacing({ trigger, ...place }: Extract<Change, { trigger: string }>): Promise<string[]> {
    const text = (await this.triggers()).get(trigger);
    if (text === undefined) throw new Error(`There is no trigger ${trigger}`);
    return [`drop trigger ${trigger}`, changed(text, place, trigger)];
  }

  async #at<Result>(file: string, work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = openLocal({ file });
    try {
      return await work(client);
    } finally {
      client.close();
    }
  }
}
