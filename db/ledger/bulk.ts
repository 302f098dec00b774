import { sql } from 'drizzle-orm';
import { json, jsonList } from '../answer.ts';
import { Fault, type FaultCode, faultOf } from '../fault.ts';
import { movements } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, lastInserted, query, type Slot } from '../statement.ts';
import type { Event, MovementType } from './movement.ts';
import { type Line, linesText, refusedLines, verdicts } from './verdict.ts';

export type BulkLine = Line & Event & { type: MovementType };

/** What became of one line: its movement, or the reason why there is none. */
export type LineResult = { line: number; id: number | null; onHand: number; code: FaultCode | null };

type Facts = { lines: string; facts: string };

/** The part of a line that is recorded but not judged, in the order of the lines. */
const factsText = (scope: Scope, lines: BulkLine[]): string =>
  JSON.stringify(
    lines.map(({ type, reason, reference, occurredAt }) => [
      type,
      reason,
      reference,
      occurredAt,
      scope.localDay(occurredAt),
    ]),
  );

const columns = sql.raw(
  '(id, company_id, product_id, warehouse_id, quantity, expected, type, actor, reason, reference, occurred_at, recorded_at, day)',
);

const row = (slot: Slot<Facts>) => sql`fact.value ->> 0, ${slot('actor')}, fact.value ->> 1, fact.value ->> 2,
    fact.value ->> 3, ${slot('now')}, fact.value ->> 4`;

const insertAll = command<Facts>(
  (slot) => sql`insert into ${movements} ${columns}
    select null, ${slot('company')}, line.value ->> 0, line.value ->> 1, line.value ->> 2, line.value ->> 3, ${row(slot)}
    from json_each(${slot('lines')}) line join json_each(${slot('facts')}) fact on fact.key = line.key order by line.key`,
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
  const bulk = { lines: linesText(lines), facts: factsText(scope, lines) };
  try {
    return await scope.write([insertAll(bulk)], insertedAll({ count: lines.length }), 'internal');
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code === 'internal' || fault.code === 'unavailable') throw fault;
    throw new Fault(fault.code, await refusedLines(scope, lines, (line) => `lines.${line}`), error);
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

const insertAccepted = command<Facts>(
  (slot) => sql`insert into ${movements} ${columns}
    with recursive ${verdicts(slot)}
    select a.id, ${slot('company')}, a.product_id, a.warehouse_id, a.change, null, ${row(slot)}
    from (${accepted}) a join json_each(${slot('facts')}) fact on fact.key = a.line where a.code is null order by a.line`,
);

/** Each line by itself: what is refused leaves its neighbours alone. */
export const recordEach = (scope: Scope, lines: BulkLine[]): Promise<LineResult[]> =>
  scope.decide(
    foretold({ lines: linesText(lines) }),
    insertAccepted({ lines: linesText(lines), facts: factsText(scope, lines) }),
  );
