import { type SQL, sql } from 'drizzle-orm';
import { type Answer, json, time } from '../answer.ts';
import { type Page, pageById } from '../page.ts';
import { acts } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { conditionsOf, perCombination, query, type Slot } from '../statement.ts';

/** Not `actor`, which in every statement is whoever runs it. */
export type ActFilter = { doneBy?: string; kind?: string };
export type DoneAct = Answer<typeof fields>;

/** As they are called today. The worker, operators and suppliers have no row of their own. */
const actorName = sql<string | null>`case
  when ${acts.actor} glob 'member:*' then (select m.name from members m
    where m.company_id = ${acts.companyId} and m.id = cast(substr(${acts.actor}, 8) as integer))
  when ${acts.actor} glob 'key:*' then (select k.name from keys k
    where k.company_id = ${acts.companyId} and k.id = cast(substr(${acts.actor}, 5) as integer)) end`;

const fields = {
  id: acts.id,
  at: time(acts.at),
  actor: acts.actor,
  actorName,
  kind: acts.kind,
  deed: acts.deed,
  subjectId: acts.subjectId,
  summary: acts.summary,
};

type Slots = ActFilter & { before: number; limit: number };

const newest = perCombination((names) =>
  query<Slots>()(
    (slot) => sql<DoneAct>`select ${json(fields)} as answer from ${acts}
      where ${acts.companyId} = ${slot('company')}${conditions(slot, names)} and ${acts.id} < ${slot('before')}
      order by ${acts.id} desc limit ${slot('limit')}`,
  ),
);

const conditions = (slot: Slot<Slots>, names: string[]): SQL =>
  conditionsOf(names, {
    doneBy: sql`${acts.actor} = ${slot('doneBy')}`,
    kind: sql`${acts.kind} = ${slot('kind')}`,
  } satisfies Record<keyof ActFilter, SQL>);

/** Newest first. */
export const listActs = (
  scope: Scope,
  filter: ActFilter,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<Page<DoneAct>> =>
  pageById(scope, limit, (rows) => newest(filter)({ ...filter, before, limit: rows }));
