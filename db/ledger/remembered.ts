import { type SQL, sql } from 'drizzle-orm';
import type { Lines } from '../import.ts';
import { idempotency } from '../schema/index.ts';
import type { Slot } from '../statement.ts';

/**
 * Lines that move stock have a key: sent again, they answer from memory and take no second effect. They are kept beside
 * the Idempotency-Keys and as long as these; a space, which no such key may have, tells the two apart.
 */
export const memoryKey = (kind: string, key: string): string => `import of a ${kind}: ${key}`;

/** A line's memory, if it has one. */
export const memory = (slot: Slot<Lines>): SQL => sql`left join ${idempotency}
  on ${idempotency.companyId} = ${slot('company')} and ${idempotency.key} = value ->> 'key'`;

export const isRemembered = sql`coalesce(${idempotency.fingerprint} = value ->> 'fingerprint', 0)`;
export const isOtherwise = sql`${idempotency.fingerprint} <> value ->> 'fingerprint'`;
export const remembered = (name: string): SQL => sql`${idempotency.answer} ->> ${sql.raw(`'$.${name}'`)}`;

/** Remembers what `decided` creates, with the ids that it will have. */
export const remember = (slot: Slot<Lines>, decided: SQL, answer: SQL): SQL => sql`
  insert into ${idempotency} (company_id, key, fingerprint, answer, created_at)
  with recursive ${decided}
  select ${slot('company')}, value ->> 'key', value ->> 'fingerprint', ${answer}, ${slot('now')}
  from decided where outcome = 'created' order by line`;
