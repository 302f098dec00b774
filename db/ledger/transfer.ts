import { sql } from 'drizzle-orm';
import { type Answer, date, flag, json, jsonList, time } from '../answer.ts';
import { Fault, faultOf } from '../fault.ts';
import { type Page, pageById } from '../page.ts';
import { arrivalLines, arrivals, products, transferLines, transfers, warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command, lastInserted, perCombination, query } from '../statement.ts';
import { type Event, eventValues } from './event.ts';
import { refusedLines } from './verdict.ts';

export type TransferLine = { productId: number; quantity: number };
export type NewTransfer = Event & { fromWarehouseId: number; toWarehouseId: number; lines: TransferLine[] };
export type Transfer = Answer<typeof fields>;

/** Spelled as in the partial index of what is in transit, which then serves every query. */
const inTransit = sql`${transferLines.quantity} > ${transferLines.arrived} + ${transferLines.returned}`;

const nameOf = (warehouse: typeof transfers.fromWarehouseId | typeof transfers.toWarehouseId) =>
  sql<string>`(select ${warehouses.name} from ${warehouses}
    where ${warehouses.companyId} = ${transfers.companyId} and ${warehouses.id} = ${warehouse})`;

const fields = {
  id: transfers.id,
  fromWarehouseId: transfers.fromWarehouseId,
  fromWarehouseName: nameOf(transfers.fromWarehouseId),
  toWarehouseId: transfers.toWarehouseId,
  toWarehouseName: nameOf(transfers.toWarehouseId),
  isInTransit: flag(sql`exists (select 1 from ${transferLines}
    where ${transferLines.companyId} = ${transfers.companyId} and ${transferLines.transferId} = ${transfers.id} and ${inTransit})`),
  reason: transfers.reason,
  reference: transfers.reference,
  actor: transfers.actor,
  occurredAt: time(transfers.occurredAt),
  recordedAt: time(transfers.recordedAt),
  day: date(transfers.day),
  lines: jsonList(
    json({
      productId: transferLines.productId,
      productName: products.name,
      sku: products.sku,
      quantity: transferLines.quantity,
      arrived: transferLines.arrived,
      returned: transferLines.returned,
      inTransit: sql<number>`${transferLines.quantity} - ${transferLines.arrived} - ${transferLines.returned}`,
    }),
    sql`from ${transferLines}
      join ${products} on ${products.companyId} = ${transferLines.companyId} and ${products.id} = ${transferLines.productId}
      where ${transferLines.companyId} = ${transfers.companyId} and ${transferLines.transferId} = ${transfers.id}`,
  ),
};

const insert = command<Omit<NewTransfer, 'lines'> & { day: number }>((slot) =>
  build.insert(transfers).values({
    companyId: slot('company'),
    fromWarehouseId: slot('fromWarehouseId'),
    toWarehouseId: slot('toWarehouseId'),
    ...eventValues(slot),
  }),
);

/** A product named twice travels once, with the sum. */
const insertLines = command<{ lines: string }>(
  (slot) => sql`insert into ${transferLines} (company_id, transfer_id, product_id, quantity)
    select ${slot('company')}, ${lastInserted}, value ->> 0, sum(value ->> 1)
    from json_each(${slot('lines')}) group by value ->> 0 order by value ->> 0`,
);

const select = sql<Transfer>`select ${json(fields)} as answer from ${transfers}`;

const inserted = query()(
  (slot) =>
    sql<Transfer>`${select} where ${transfers.companyId} = ${slot('company')} and ${transfers.id} = ${lastInserted}`,
);

const found = query<{ id: number }>()(
  (slot) =>
    sql<Transfer>`${select} where ${transfers.companyId} = ${slot('company')} and ${transfers.id} = ${slot('id')}`,
);

const linesText = (lines: TransferLine[]): string =>
  JSON.stringify(lines.map(({ productId, quantity }) => [productId, quantity]));

/** The goods leave now and are in transit until they arrive. */
export async function dispatchTransfer(scope: Scope, { lines, ...transfer }: NewTransfer): Promise<Transfer> {
  const day = scope.localDay(transfer.occurredAt);
  try {
    return await scope.write(
      [insert({ ...transfer, day }), insertLines({ lines: linesText(lines) })],
      inserted({}),
      'internal',
    );
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code !== 'insufficient_stock') throw fault;
    const leaving = lines.map(({ productId, quantity }) => ({
      productId,
      warehouseId: transfer.fromWarehouseId,
      change: -quantity,
      expected: null,
    }));
    throw new Fault(
      fault.code,
      await refusedLines(scope, leaving, (line) => `lines.${line}.quantity`),
      error,
    );
  }
}

export type Arrival = Event & { transferId: number; isReturn: boolean; lines: TransferLine[] | null };

const insertArrival = command<Omit<Arrival, 'lines'> & { day: number }>((slot) =>
  build.insert(arrivals).values({
    companyId: slot('company'),
    transferId: slot('transferId'),
    isReturn: slot('isReturn'),
    ...eventValues(slot),
  }),
);

const insertSome = command<{ lines: string }>(
  (slot) => sql`insert into ${arrivalLines} (company_id, arrival_id, product_id, quantity)
    select ${slot('company')}, ${lastInserted}, value ->> 0, sum(value ->> 1)
    from json_each(${slot('lines')}) group by value ->> 0 order by value ->> 0`,
);

const insertOutstanding = command<{ transferId: number }>(
  (slot) => sql`insert into ${arrivalLines} (company_id, arrival_id, product_id, quantity)
    select company_id, ${lastInserted}, product_id, quantity - arrived - returned from ${transferLines}
    where ${transferLines.companyId} = ${slot('company')} and ${transferLines.transferId} = ${slot('transferId')} and ${inTransit}`,
);

/** Goods leave transit: all that are outstanding, or the lines given. */
export function settleTransfer(scope: Scope, { lines, ...arrival }: Arrival): Promise<Transfer> {
  const { transferId } = arrival;
  return scope.write(
    [
      insertArrival({ ...arrival, day: scope.localDay(arrival.occurredAt) }),
      lines ? insertSome({ lines: linesText(lines) }) : insertOutstanding({ transferId }),
    ],
    found({ id: transferId }),
    'transfer_not_found',
  );
}

export const getTransfer = (scope: Scope, id: number): Promise<Transfer> =>
  scope.one(found({ id }), 'transfer_not_found');

/** Newest first. */
export function listTransfers(
  scope: Scope,
  { isInTransit }: { isInTransit?: boolean },
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<Page<Transfer>> {
  const wanted = { open: isInTransit || undefined, settled: isInTransit === false || undefined };
  return pageById(scope, limit, (rows) => newest(wanted)({ before, limit: rows }));
}

const newest = perCombination((names) =>
  query<{ before: number; limit: number }>()((slot) => {
    const open = sql`(select ${transferLines.transferId} from ${transferLines}
      where ${transferLines.companyId} = ${slot('company')} and ${inTransit})`;
    return sql<Transfer>`${select} where ${transfers.companyId} = ${slot('company')} and ${transfers.id} < ${slot('before')}
      ${names.includes('open') ? sql`and ${transfers.id} in ${open}` : sql``}
      ${names.includes('settled') ? sql`and ${transfers.id} not in ${open}` : sql``}
      order by ${transfers.id} desc limit ${slot('limit')}`;
  }),
);
