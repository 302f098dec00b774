import { sql } from 'drizzle-orm';
import { type Answer, date, json, jsonList, time } from '../answer.ts';
import { type Page, pageById } from '../page.ts';
import { countLines, counts } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command, lastInserted, query } from '../statement.ts';
import { type Event, eventValues } from './event.ts';

export type NewCount = Event & { warehouseId: number; lines: { productId: number; counted: number }[] };
export type Count = Answer<typeof fields>;

const fields = {
  id: counts.id,
  warehouseId: counts.warehouseId,
  reason: counts.reason,
  reference: counts.reference,
  actor: counts.actor,
  occurredAt: time(counts.occurredAt),
  recordedAt: time(counts.recordedAt),
  day: date(counts.day),
  lines: jsonList(
    json({
      productId: countLines.productId,
      counted: countLines.counted,
      expected: sql<number>`${countLines.expected}`,
      difference: sql<number>`${countLines.counted} - ${countLines.expected}`,
    }),
    sql`from ${countLines} where ${countLines.companyId} = ${counts.companyId} and ${countLines.countId} = ${counts.id}`,
  ),
};

const insert = command<Omit<NewCount, 'lines'> & { day: number }>((slot) =>
  build.insert(counts).values({
    companyId: slot('company'),
    warehouseId: slot('warehouseId'),
    ...eventValues(slot),
  }),
);

const insertLines = command<{ lines: string }>(
  (slot) => sql`insert into ${countLines} (company_id, count_id, product_id, counted)
    select ${slot('company')}, ${lastInserted}, value ->> 0, value ->> 1 from json_each(${slot('lines')}) order by key`,
);

const select = sql<Count>`select ${json(fields)} as answer from ${counts}`;

const inserted = query()(
  (slot) =>
    sql<Count>`${select} where ${counts.companyId} = ${slot('company')} and ${counts.id} = ${lastInserted}`,
);

const found = query<{ id: number }>()(
  (slot) =>
    sql<Count>`${select} where ${counts.companyId} = ${slot('company')} and ${counts.id} = ${slot('id')}`,
);

const newest = query<{ before: number; limit: number }>()(
  (
    slot,
  ) => sql<Count>`${select} where ${counts.companyId} = ${slot('company')} and ${counts.id} < ${slot('before')}
    order by ${counts.id} desc limit ${slot('limit')}`,
);

/** The trigger compares each line with what the ledger says was there at that time, and posts the difference. */
export const recordCount = (scope: Scope, { lines, ...count }: NewCount): Promise<Count> =>
  scope.write(
    [
      insert({ ...count, day: scope.localDay(count.occurredAt) }),
      insertLines({ lines: JSON.stringify(lines.map(({ productId, counted }) => [productId, counted])) }),
    ],
    inserted({}),
    'internal',
  );

export const getCount = (scope: Scope, id: number): Promise<Count> =>
  scope.one(found({ id }), 'count_not_found');

export const listCounts = (
  scope: Scope,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<Page<Count>> => pageById(scope, limit, (rows) => newest({ before, limit: rows }));
