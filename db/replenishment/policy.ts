import { type SQL, sql } from 'drizzle-orm';
import { type Answer, flag, json } from '../answer.ts';
import { orderModes, policies, supplierPolicies, suppliers, velocityMethods } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command, query, type Slot } from '../statement.ts';

export { orderModes, velocityMethods };
export type Policy = Answer<typeof fields>;
export type SupplierPolicy = Answer<typeof ofSupplier>;

export type OrderingChange = {
  mode?: (typeof orderModes)[number];
  collectingSeconds?: number;
  /** Local minutes of the day. */
  opensMinute?: number;
  closesMinute?: number;
  dailyCap?: number;
  isPaused?: boolean;
};
export type PolicyChange = OrderingChange & {
  method?: (typeof velocityMethods)[number];
  reviewDays?: number;
  targetDays?: number;
  safetyDays?: number | null;
  servicePercent?: number;
};
/** Null: as the company has it. */
export type SupplierPolicyChange = { [Name in keyof OrderingChange]?: OrderingChange[Name] | null };

/** Minutes as the hands of a clock show them: 24:00 is the end of the day. */
const clock = (minute: SQL): SQL<string> => sql`printf('%02d:%02d', ${minute} / 60, ${minute} % 60)`;

const clockOrNull = (minute: SQL): SQL<string | null> => sql`iif(${minute} is null, null, ${clock(minute)})`;

const fields = {
  mode: policies.mode,
  collectingSeconds: policies.collectingSeconds,
  opensAt: clock(sql`${policies.opensMinute}`),
  closesAt: clock(sql`${policies.closesMinute}`),
  dailyCap: policies.dailyCap,
  isPaused: policies.isPaused,
  method: policies.method,
  reviewDays: policies.reviewDays,
  targetDays: policies.targetDays,
  safetyDays: policies.safetyDays,
  servicePercent: policies.servicePercent,
};

const own = query()(
  (slot) => sql<Policy>`select ${json(fields)} as answer from ${policies}
    where ${policies.companyId} = ${slot('company')}`,
);

/** Every company has one: a trigger writes it with the company. */
export const getPolicy = (scope: Scope): Promise<Policy> => scope.one(own({}), 'company_not_found');

type Waiting = { supplierId: number | null };

/** Drafts that wait for a person because the policy asks for one: nobody has written in them. */
const waiting = (slot: Slot<Waiting>): SQL => sql`from orders o
    join policies_in_force f on f.company_id = o.company_id and f.supplier_id = o.supplier_id and f.mode = 'review'
  where o.company_id = ${slot('company')} and o.status = 'draft' and o.origin = 'automatic' and o.held_by = 'review'
    and not o.is_edited and (${slot('supplierId')} is null or o.supplier_id = ${slot('supplierId')})`;

const postWaiting = command<Waiting>(
  (slot) => sql`insert into due (company_id, topic, subject_id, since, due_at)
    select o.company_id, 'order', o.id, ${slot('now')}, coalesce(o.release_at, 0) ${waiting(slot)}`,
);

const freeWaiting = command<Waiting>(
  (slot) => sql`update orders set held_by = null where id in (select o.id ${waiting(slot)})`,
);

/** Before the mode changes: their release looks at them by the new one, and holds them again where it asks for a person, too. */
const lookAgain = (change: SupplierPolicyChange, given: Waiting) =>
  change.mode === undefined ? [] : [postWaiting(given), freeWaiting(given)];

export function updatePolicy(scope: Scope, change: PolicyChange): Promise<Policy> {
  const update = command((slot) =>
    build
      .update(policies)
      .set(change)
      .where(sql`${policies.companyId} = ${slot('company')}`),
  );
  const steps = [...lookAgain(change, { supplierId: null }), update({})];
  return scope.write(steps, own({}), 'company_not_found');
}

const flagOrNull = (column: SQL): SQL<boolean | null> =>
  sql`json(iif(${column} is null, 'null', iif(${column}, 'true', 'false')))`;

const ofSupplier = {
  supplierId: suppliers.id,
  override: {
    mode: sql<Policy['mode'] | null>`${supplierPolicies.mode}`,
    collectingSeconds: sql<number | null>`${supplierPolicies.collectingSeconds}`,
    opensAt: clockOrNull(sql`${supplierPolicies.opensMinute}`),
    closesAt: clockOrNull(sql`${supplierPolicies.closesMinute}`),
    dailyCap: sql<number | null>`${supplierPolicies.dailyCap}`,
    isPaused: flagOrNull(sql`${supplierPolicies.isPaused}`),
  },
  inForce: {
    mode: sql<Policy['mode']>`f.mode`,
    collectingSeconds: sql<number>`f.collecting_seconds`,
    opensAt: clock(sql`f.opens_minute`),
    closesAt: clock(sql`f.closes_minute`),
    dailyCap: sql<number>`f.daily_cap`,
    isPaused: flag(sql`f.is_paused`),
  },
};

type One = { supplierId: number };

const inForce = query<One>()(
  (slot) => sql<SupplierPolicy>`select ${json(ofSupplier)} as answer from ${suppliers}
    join policies_in_force f on f.company_id = ${suppliers.companyId} and f.supplier_id = ${suppliers.id}
    left join ${supplierPolicies} on ${supplierPolicies.companyId} = ${suppliers.companyId}
      and ${supplierPolicies.supplierId} = ${suppliers.id}
    where ${suppliers.companyId} = ${slot('company')} and ${suppliers.id} = ${slot('supplierId')}`,
);

export const getSupplierPolicy = (scope: Scope, supplierId: number): Promise<SupplierPolicy> =>
  scope.one(inForce({ supplierId }), 'supplier_not_found');

const here = (slot: Slot<One>): SQL =>
  sql`${supplierPolicies.companyId} = ${slot('company')} and ${supplierPolicies.supplierId} = ${slot('supplierId')}`;

const ensure = command<One>(
  (slot) => sql`insert into ${supplierPolicies} (company_id, supplier_id)
    select ${slot('company')}, ${slot('supplierId')} where not exists (select 1 from ${supplierPolicies} where ${here(slot)})`,
);

export function setSupplierPolicy(
  scope: Scope,
  supplierId: number,
  change: SupplierPolicyChange,
): Promise<SupplierPolicy> {
  const update = command<One>((slot) => build.update(supplierPolicies).set(change).where(here(slot)));
  return scope.write(
    [...lookAgain(change, { supplierId }), ensure({ supplierId }), update({ supplierId })],
    inForce({ supplierId }),
    'supplier_not_found',
  );
}
