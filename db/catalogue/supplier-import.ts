import { type SQL, sql } from 'drizzle-orm';
import {
  apart,
  decided,
  differs,
  differsOrCleared,
  given,
  type Imported,
  importLines,
  inOrder,
  type Lines,
  readLines,
  refusal,
  results,
} from '../import.ts';
import { fold } from '../page.ts';
import { suppliers } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { command, query, type Slot } from '../statement.ts';

/** Found by name. */
export type SupplierLine = {
  line: number;
  name: string;
  contactEmail?: string | null;
  leadTimeDays?: number | null;
  isActive?: boolean;
};

export async function importSuppliers(
  scope: Scope,
  lines: SupplierLine[],
  isPreview: boolean,
): Promise<Imported[]> {
  const { first, repeated } = apart(lines, ({ name }) => fold(name));
  const input = { lines: JSON.stringify(first.map((line) => ({ ...line, nameKey: fold(line.name) }))) };
  const imported = await importLines(scope, isPreview, foretold(input), [
    insertNew(input),
    updateChanged(input),
  ]);
  return inOrder([...imported, ...repeated.map(({ line }) => refusal(line, 'duplicate_name', 'name'))]);
}

const verdicts = (slot: Slot<Lines>): SQL => sql`
  ${readLines(slot, ['name', 'nameKey', 'isActive'], ['contactEmail', 'leadTimeDays'])},
  wanted as materialized (
    select l.line, ${suppliers.id} as id, l.name as name, l.nameKey as name_key,
      ${given('contactEmail', suppliers.contactEmail)} as contact_email,
      ${given('leadTimeDays', suppliers.leadTimeDays)} as lead_time_days,
      coalesce(l.isActive, ${suppliers.isActive}, 1) as is_active,
      ${differsOrCleared('contactEmail', suppliers.contactEmail)} or ${differsOrCleared('leadTimeDays', suppliers.leadTimeDays)}
        or ${differs('isActive', suppliers.isActive)} as changes,
      null as problem
    from l
      left join ${suppliers} on ${suppliers.companyId} = ${slot('company')} and ${suppliers.nameKey} = l.nameKey),
  ${decided(suppliers)}`;

const foretold = query<Lines>()(
  (slot) => sql<Imported[]>`with ${verdicts(slot)} select ${results} as answer`,
);

const insertNew = command<Lines>(
  (
    slot,
  ) => sql`insert into ${suppliers} (id, company_id, name, name_key, contact_email, lead_time_days, is_active, created_at)
    with ${verdicts(slot)}
    select row_id, ${slot('company')}, name, name_key, contact_email, lead_time_days, is_active, ${slot('now')}
    from decided where outcome = 'created' order by line`,
);

/** A name spelled otherwise than ours finds its supplier, and does not rename it. */
const updateChanged = command<Lines>(
  (
    slot,
  ) => sql`update ${suppliers} set contact_email = w.contact_email, lead_time_days = w.lead_time_days, is_active = w.is_active
    from (with ${verdicts(slot)} select * from decided where outcome = 'updated') w
    where ${suppliers.companyId} = ${slot('company')} and ${suppliers.id} = w.id`,
);
