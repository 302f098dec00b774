import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Client } from '@libsql/client';
import { scopeOf } from '../../db/company/company.ts';
import { recompute } from '../../worker/job/recompute.ts';
import type { Room } from '../room.ts';
import { furnish } from '../tenancy/world.ts';

/** Two companies with a little of everything, as this version keeps them. */
export async function fill(room: Room): Promise<void> {
  for (const word of ['tea', 'coffee']) {
    const company = await room.company({ timeZone: 'Europe/Berlin' });
    await furnish(room, company, word);
    await recompute(await scopeOf(room.database, company.id, 'worker', room.clock.now));
  }
}

/** Packed, under the name of the last migration. */
export async function keep(client: Client, name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-keep-'));
  const file = join(folder, 'copy.db');
  await client.execute({ sql: 'vacuum into ?', args: [file] });
  writeFileSync(`test/upgrade/database/${name}.db.gz`, gzipSync(readFileSync(file), { level: 9 }));
  rmSync(folder, { recursive: true });
}
