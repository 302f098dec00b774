import { localDay, minuteOfDay } from './day.ts';
import type { Database } from './scope.ts';

/** Companies whose local day has turned, and what is due for them. A day that is not here yet was noted by a clock since set back. */
export type DueCompanies = { toSweep: number[]; toDigest: number[] };

/** Local time at which the digest of a day goes out. */
const DIGEST_MINUTE = 7 * 60;
const COMPANIES_AT_ONCE = 1000;

export async function dueCompanies({ client }: Database, now: number): Promise<DueCompanies> {
  const { rows: zones } = await client.execute('select distinct time_zone from companies');
  const due: DueCompanies = { toSweep: [], toDigest: [] };
  for (const row of zones) {
    const timeZone = String(row[0]);
    const today = localDay(now, timeZone);
    const isDigestTime = minuteOfDay(now, timeZone) >= DIGEST_MINUTE;
    const { rows } = await client.execute({
      sql: `select id, swept_day not between ?1 and ?1 + 1 as to_sweep, digested_day < ?2 as to_digest from companies
        where time_zone = ?3 and is_active and (swept_day not between ?1 and ?1 + 1 or digested_day < ?2) order by id limit ?4`,
      args: [today, isDigestTime ? today : 0, timeZone, COMPANIES_AT_ONCE],
    });
    for (const [id, toSweep, toDigest] of rows.map((row) => Array.from(row, Number))) {
      if (toSweep && id) due.toSweep.push(id);
      if (toDigest && id) due.toDigest.push(id);
    }
  }
  return due;
}

/** Shortages whose rest is over are looked at again. */
export async function wakeSnoozes({ client }: Database, now: number): Promise<void> {
  await client.batch(
    [
      {
        sql: `insert into touched select company_id, product_id, warehouse_id, ? from shortages
          where status = 'snoozed' and snoozed_until <= ?`,
        args: [now, now],
      },
    ],
    'write',
  );
}
