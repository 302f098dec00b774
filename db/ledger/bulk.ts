import { sql } from 'drizzle-orm';
import { json, jsonList } from '../answer.ts';
import { Fault, type FaultCode, faultOf, isPassing } from '../fault.ts';
import { movements } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, lastInserted, query, type Slot } from '../statement.ts';
import type { Event } from './event.ts';
import type { MovementType } from './movement.ts';
import { type Line, lineFields, refusedLines, verdicts } from './verdict.ts';

export type BulkLine = Line & Event & { type: MovementType };

/** What became of one line: its movement, or the reason why there is none. */
export type LineResult = { line: number; id: number | null; onHand: number; code: FaultCode | null };

type Lines = { lines: string };

/** What is judged, then what is only recorded. */
const linesText = (scope: Scope, lines: BulkLine[]): string =>
  JSON.stringify(
    lines.map((line) => [
      ...lineFields(line),
      line.type,
      line.reason,
      line.reference,
      line.occurredAt,
      scope.localDay(line.occurredAt),
    ]),
  );

const columns = sql.raw(
  '(id, company_id, product_id, warehouse_id, quantity, expected, type, reason, reference, occurred_at, day, actor, recorded_at)',
);

const fromLine = (
  slot: Slot<Lines>,
) => sql`${slot('company')}, value ->> 0, value ->> 1, value ->> 2, value ->> 3,
  value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, ${slot('actor')}, ${slot('now')}`;

const insertAll = command<Lines>(
  (slot) => sql`insert into ${movements} ${columns}
    select null, ${fromLine(slot)} from json_each(${slot('lines')}) order by key`,
);

/** One statement inserted them, so their ids are the last ones in a row. */
const insertedAll = query<{ count: number }>()(
  (slot) =>
    sql<LineResult[]>`select ${jsonList(
      json({
        line: sql<number>`${movements.id} - ${lastInserted} + ${slot('count')} - 1`,
        id: movements.id,
        onHand: sql<number>`${movements.balance}`,
        code: sql<FaultCode | null>`null`,
      }),
      sql`from ${movements} where ${movements.companyId} = ${slot('company')}
      and ${movements.id} > ${lastInserted} - ${slot('count')} order by ${movements.id}`,
    )} as answer`,
);

/** All lines or none; a refusal names every line that is in the way. */
export async function recordAll(scope: Scope, lines: BulkLine[]): Promise<LineResult[]> {
  try {
    return await scope.write(
      [insertAll({ lines: linesText(scope, lines) })],
      insertedAll({ count: lines.length }),
      'internal',
    );
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code === 'internal' || isPassing(fault)) throw fault;
    const refused = await refusedLines(scope, lines, (line) => `lines.${line}`);
    throw new Fault(fault.code, refused.length > 0 ? refused : fault.details, error);
  }
}

/** The ids that accepted lines will have: the next ones, in the order of the lines. */
const accepted = sql`select *, iif(code is null, (select coalesce(max(${movements.id}), 0) from ${movements})
    + count(*) filter (where code is null) over (order by line), null) as id from judged where turn > 0`;

const foretold = query<{ lines: string }>()(
  (slot) => sql<LineResult[]>`with recursive ${verdicts(slot)}
    select ${jsonList(
      json({
        line: sql<number>`line`,
        id: sql<number | null>`id`,
        onHand: sql<number>`on_hand`,
        code: sql<FaultCode | null>`code`,
      }),
      sql`from (${accepted} order by line)`,
    )} as answer`,
);

const insertAccepted = command<Lines>(
  (slot) => sql`insert into ${movements} ${columns}
    with recursive ${verdicts(slot)}
    select a.id, ${fromLine(slot)} from (${accepted}) a join line using (line) where a.code is null order by a.line`,
);

/** Each line by itself: what is refused leaves its neighbours alone. */
export function recordEach(scope: Scope, lines: BulkLine[]): Promise<LineResult[]> {
  const given = { lines: linesText(scope, lines) };
  return scope.decide(foretold(given), insertAccepted(given));
}
