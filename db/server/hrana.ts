import { type InArgs, LibsqlError, type ResultSet, type Value } from '@libsql/core/api';
import * as z from 'zod';
import { Columns, Result } from '../client/row.ts';
import { type AnyStatement, parts } from '../client/text.ts';
import { type Bound, fromSql, toSql } from '../client/value.ts';
import { late } from '../kept.ts';
import { ANSWER_LOST, ask } from './ask.ts';

/** What is said to the server: Hrana 3 as JSON (github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md). */

type Condition =
  | { type: 'ok'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and'; conds: Condition[] }
  | { type: 'is_autocommit' };
export type Step = { condition?: Condition; stmt: HranaStatement };
export type HranaStatement = {
  sql?: string;
  sql_id?: number;
  args?: HranaValue[];
  named_args?: { name: string; value: HranaValue }[];
  want_rows: boolean;
};

export const ok = (step: number): Condition => ({ type: 'ok', step });
export const not = (cond: Condition): Condition => ({ type: 'not', cond });
export const and = (...conds: Condition[]): Condition => ({ type: 'and', conds });
export const inTransaction: Condition = not({ type: 'is_autocommit' });

const hranaValue = late(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('null') }),
    z.object({ type: z.literal('integer'), value: z.string() }),
    z.object({ type: z.literal('float'), value: z.number() }),
    z.object({ type: z.literal('text'), value: z.string() }),
    z.object({ type: z.literal('blob'), base64: z.string() }),
  ]),
);
type HranaValue = z.infer<ReturnType<typeof hranaValue>>;

const hranaResult = late(() =>
  z.object({
    cols: z.array(z.object({ name: z.string().nullable(), decltype: z.string().nullish() })),
    rows: z.array(z.array(hranaValue())),
    affected_row_count: z.number(),
    last_insert_rowid: z.string().nullable(),
  }),
);
const hranaError = late(() => z.object({ message: z.string(), code: z.string().nullish() }));
const batchAnswer = late(() =>
  z.object({
    step_results: z.array(hranaResult().nullable()),
    step_errors: z.array(hranaError().nullable()),
  }),
);
export type BatchAnswer = z.infer<ReturnType<typeof batchAnswer>>;

const pipelineAnswer = late(() =>
  z.object({
    results: z.array(
      z.union([
        z.object({
          type: z.literal('ok'),
          response: z.object({ type: z.literal('batch'), result: batchAnswer() }),
        }),
        z.object({ type: z.literal('ok'), response: z.object({ type: z.enum(['store_sql', 'close']) }) }),
        z.object({ type: z.literal('error'), error: hranaError() }),
      ]),
    ),
  }),
);

/** Where the server is, and who asks. */
export type Server = { url: string; authToken: string | undefined };

/** Several batches in one request, one after the other on one connection: an answer or an error for each. */
export async function pipeline(
  { url, authToken }: Server,
  batches: Step[][],
): Promise<(BatchAnswer | LibsqlError)[]> {
  const stored = storeRepeated(batches.flat());
  const requests = [...stored, ...batches.map((steps) => ({ type: 'batch', batch: { steps } }))];
  const response = await ask(
    new Request(new URL('v3/pipeline', `${url.replace(/\/$/, '')}/`), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authToken && { authorization: `Bearer ${authToken}` }),
      },
      body: JSON.stringify({ baton: null, requests: [...requests, { type: 'close' }] }),
    }),
  );
  const text = await response.text();
  if (!response.ok) throw new LibsqlError(`Server returned HTTP status ${response.status}`, 'SERVER_ERROR');
  const answers = parse(text).results.slice(stored.length, requests.length);
  return answers.map((answer) => {
    if (answer.type === 'error') return errorOf(answer.error);
    if (answer.response.type === 'batch') return answer.response.result;
    throw new LibsqlError('The server answered another question', ANSWER_LOST);
  });
}

// What sqld keeps for a request: 50 texts of 5,000 bytes.
const STORED_MAX = 50;
const storedBytes = new Uint8Array(5000);
const utf8 = new TextEncoder();
const isWorthStoring = (sql: string): boolean => sql.length > 40 && !isTooLongToStore(sql);
export const isTooLongToStore = (sql: string): boolean => utf8.encodeInto(sql, storedBytes).read < sql.length;

/** A text that occurs more than once is sent once: callers that share a request mostly say the same. */
function storeRepeated(steps: Step[]): object[] {
  const counts = new Map<string, number>();
  for (const { stmt } of steps) if (stmt.sql) counts.set(stmt.sql, (counts.get(stmt.sql) ?? 0) + 1);
  const repeated = [...counts.keys()]
    .filter((sql) => isWorthStoring(sql) && (counts.get(sql) ?? 0) > 1)
    .slice(0, STORED_MAX);
  const ids = new Map(repeated.map((sql, id) => [sql, id]));
  for (const step of steps) {
    const { sql, ...rest } = step.stmt;
    const sql_id = sql === undefined ? undefined : ids.get(sql);
    if (sql_id !== undefined) step.stmt = { ...rest, sql_id };
  }
  return repeated.map((sql, sql_id) => ({ type: 'store_sql', sql_id, sql }));
}

function parse(text: string): z.infer<ReturnType<typeof pipelineAnswer>> {
  try {
    return pipelineAnswer().parse(JSON.parse(text));
  } catch (error) {
    const cause = error instanceof Error ? error : undefined;
    throw new LibsqlError(
      'The server answered in another language',
      ANSWER_LOST,
      undefined,
      undefined,
      cause,
    );
  }
}

export const errorOf = ({ message, code }: z.infer<ReturnType<typeof hranaError>>): LibsqlError =>
  new LibsqlError(message, code ?? 'UNKNOWN');

export function statementOf(given: AnyStatement, args?: InArgs): HranaStatement {
  const [sql, values = []] = parts(given, args);
  if (Array.isArray(values))
    return { sql, args: values.map((value) => encode(toSql(value))), want_rows: true };
  const named = Object.entries(values);
  return {
    sql,
    named_args: named.map(([name, value]) => ({ name, value: encode(toSql(value)) })),
    want_rows: true,
  };
}

export const command = (sql: string, condition?: Condition): Step => ({
  condition,
  stmt: { sql, want_rows: false },
});

export function resultOf(result: z.infer<ReturnType<typeof hranaResult>>): ResultSet {
  const columns = new Columns(
    result.cols.map(({ name }) => name ?? ''),
    result.cols.map(({ decltype }) => decltype ?? ''),
  );
  const rows = result.rows.map((row) => row.map(decode));
  const { last_insert_rowid: id, affected_row_count: affected } = result;
  return new Result(columns, rows, affected, id === null ? undefined : BigInt(id));
}

function encode(value: Bound): HranaValue {
  if (value === null) return { type: 'null' };
  if (typeof value === 'string') return { type: 'text', value };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return { type: 'float', value };
  return { type: 'blob', base64: value.toBase64({ omitPadding: true }) };
}

function decode(value: HranaValue): Value {
  switch (value.type) {
    case 'null':
      return null;
    case 'integer':
      return fromSql(BigInt(value.value));
    case 'blob':
      return Uint8Array.fromBase64(value.base64).buffer;
    default:
      return value.value;
  }
}
