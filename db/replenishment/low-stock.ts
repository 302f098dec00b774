import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import {
  type Answer,
  asIs,
  dateOrNull,
  json,
  jsonList,
  jsonOne,
  type Spell,
  time,
  timeOrNull,
} from '../answer.ts';
import { keptPer } from '../kept.ts';
import {
  companies,
  type confidences,
  forecasts,
  inventory,
  orderLines,
  orders,
  products,
  shortages,
  suppliers,
  versions,
  warehouses,
} from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { perCombination, query, type Slot } from '../statement.ts';
import { isUnderWay } from './order/answer.ts';
import { orderNumber } from './order/number.ts';
import { heldBecause, type ShortageStatus } from './shortage.ts';
import { supplierOf } from './supplier.ts';
import { meanVelocity } from './velocity.ts';

/** Where the last page ended, in the order of the list. */
export type LowStockCursor = {
  afterDays: number;
  afterGap: number;
  afterProduct: number;
  afterWarehouse: number;
};

export type LowStockInput = {
  /** A window that is asked for is computed on the spot; without one the stored velocity serves. */
  windowDays?: number;
  warehouseId?: number;
  supplierId?: number;
  limit: number;
  cursor?: LowStockCursor;
};

export type Alert = {
  productId: number;
  productName: string;
  sku: string;
  warehouseId: number;
  warehouseName: string;
  currentStock: number;
  threshold: number;
  daysUntilStockout: number;
  supplier: { id: number; name: string; contactEmail: string | null } | null;
  velocityPerDay: number;
  thresholdSource: 'warehouse' | 'product' | 'product_type' | 'company' | 'reorder_point';
  /** Null until the worker has opened it. */
  episodeStatus: ShortageStatus | null;
  /** The same. */
  shortage: Answer<ReturnType<typeof episodeIn>> | null;
} & Outlook;

/** From the last computation; before the first one nothing is known, and null says so. */
type Outlook = {
  incomingQuantity: number | null;
  nextArrival: string | null;
  suggestedQuantity: number | null;
  confidence: (typeof confidences)[number] | null;
  inStockDays: number | null;
  firstStockout: string | null;
  /** Null without a supplier, too. */
  leadDays: number | null;
};

/** An alert in JSON as SQLite wrote it, and the figures that its place in the list and its interval come from. */
export type WrittenAlert = Figures & { text: string };

type Figures = {
  days: number;
  gap: number;
  productId: number;
  warehouseId: number;
  onHand: number;
  velocity: number;
  /** How far demand may stray from the velocity. */
  spread: { variation: number; memoryDays: number; evidenceDays: number; levelSpreadMin: number } | null;
  /** Null without a supplier, too. */
  leadDays: number | null;
};

type Found = {
  totalAlerts: number;
  windowDays: number;
  velocityComputedAt: string | null;
  /** Of all alerts of the company, as it was when these were read. */
  version: number;
};

export type LowStock<One = WrittenAlert> = Found & { alerts: One[]; nextCursor: LowStockCursor | null };

/** As text: an alert crosses from SQLite to the caller without being parsed and written again. */
export async function lowStockWritten(scope: Scope, input: LowStockInput, spell: Spell): Promise<LowStock> {
  const { windowDays, warehouseId, supplierId, cursor, limit } = input;
  const given = { windowDays, warehouseId, supplierId, ...cursor };
  const today = scope.localDay(scope.now);
  const asked = pageIn(spell)(given)({ ...given, today, limit: limit + 1 });
  const { all, ...found } = await scope.one({ ...asked, read: linesOf }, 'company_not_found');
  const alerts = all.slice(0, limit);
  const last = alerts.at(-1);
  return { ...found, alerts, nextCursor: all.length > limit && last ? cursorAt(last) : null };
}

/** The page's first line is about all of it; each other one is an alert. In JSON no line breaks by itself. */
function linesOf(written: string): Found & { all: WrittenAlert[] } {
  const [about = '', ...lines] = written.split('\n');
  const { figures, ...found }: Found & { figures: Figures[] } = JSON.parse(about);
  const all = figures.map((of, index) => {
    const text = lines[index];
    if (text === undefined) throw new Error(`Of ${figures.length} alerts ${lines.length} are written`);
    return { ...of, text };
  });
  return { ...found, all };
}

export async function lowStock(scope: Scope, input: LowStockInput): Promise<LowStock<Alert>> {
  const { alerts, ...found } = await lowStockWritten(scope, input, asIs);
  return { ...found, alerts: alerts.map(({ text }) => JSON.parse(text)) };
}

const versionOf = (company: Placeholder): SQL<number> =>
  sql`coalesce((select ${versions.version} from ${versions} where ${versions.companyId} = ${company}), 0)`;

const version = query()((slot) => sql<number>`select ${versionOf(slot('company'))} as answer`);

/** Changes with whatever an alert of the company may say, and is the same only while all of them are. */
export const alertsVersion = (scope: Scope): Promise<number> =>
  scope.remembered('alerts version', version({}), 'company_not_found');

const cursorAt = (last: Figures): LowStockCursor => ({
  afterDays: last.days,
  afterGap: last.gap,
  afterProduct: last.productId,
  afterWarehouse: last.warehouseId,
});

type Slots = Partial<LowStockCursor> & {
  today: number;
  limit: number;
  windowDays?: number;
  warehouseId?: number;
  supplierId?: number;
};

/** The whole answer is one statement: the page from the partial index, and the count of all that is in it. */
const pageIn = keptPer((spell: Spell) =>
  perCombination((names) =>
    query<Slots>()((slot) => {
      const low = names.includes('windowDays') ? lowInWindow(slot, names) : lowNow(slot, names);
      const after = names.includes('afterDays')
        ? sql`where (${order}) > (${slot('afterDays')}, ${slot('afterGap')}, ${slot('afterProduct')}, ${slot('afterWarehouse')})`
        : sql``;
      const windowDays = names.includes('windowDays')
        ? sql`cast(${slot('windowDays')} as integer)`
        : sql`(select ${companies.windowDays} from ${companies} where ${companies.id} = ${slot('company')})`;
      return sql`select json_object(
        'figures', json_group_array(json(figures)),
        'totalAlerts', (select count(*) from (${low})),
        'windowDays', ${windowDays},
        'velocityComputedAt', ${time(sql`min(computed_at)`)},
        'version', ${versionOf(slot('company'))}) || coalesce(char(10) || group_concat(alert, char(10)), '') as answer
      from (select ${json(alertIn(spell), spell)} as alert, ${json(figures)} as figures, low.computed_at
        from (select * from (${low}) low ${after} order by ${order} limit ${slot('limit')}) low
        join ${products} on ${products.companyId} = low.company_id and ${products.id} = low.product_id
        join ${warehouses} on ${warehouses.companyId} = low.company_id and ${warehouses.id} = low.warehouse_id
        left join ${forecasts} on ${placed(sql`${forecasts}`)}
        left join ${shortages} on ${placed(sql`${shortages}`)} and ${shortages.status} <> 'resolved'
        order by ${order})`;
    }),
  ),
);

const order = sql.raw('low.days, low.gap, low.product_id, low.warehouse_id');

/** The partial index holds exactly the rows that are low now. Named, because without statistics SQLite may scan instead. */
const rows = (
  slot: Slot<Slots>,
  names: string[],
  velocity: SQL,
  days: SQL,
): SQL => sql`select ${inventory.companyId} as company_id,
    ${days} as days, (${inventory.onHand} - ${inventory.threshold}) as gap, ${inventory.productId} as product_id,
    ${inventory.warehouseId} as warehouse_id, ${inventory.onHand} as on_hand, ${inventory.threshold} as threshold,
    ${velocity} as velocity, ${inventory.velocityComputedAt} as computed_at
  from ${inventory} indexed by inventory_low where ${inventory.companyId} = ${slot('company')}
    and ${inventory.isListed} and ${inventory.onHand} <= ${inventory.threshold}
    ${names.includes('warehouseId') ? sql`and ${inventory.warehouseId} = ${slot('warehouseId')}` : sql``}
    ${names.includes('supplierId') ? sql`and ${slot('supplierId')} = (select ${suppliers.id} ${supplierOf(sql`${inventory.companyId}`, sql`${inventory.productId}`)})` : sql``}`;

const lowNow = (slot: Slot<Slots>, names: string[]): SQL =>
  sql`${rows(slot, names, sql`${inventory.velocity}`, sql`${inventory.daysUntilStockout}`)} and ${inventory.sells} = 1`;

const lowInWindow = (slot: Slot<Slots>, names: string[]): SQL => {
  const velocity = meanVelocity(sql`${slot('windowDays')}`, sql`${slot('today')}`);
  return sql`with measured as materialized (${rows(slot, names, velocity, sql`0`)})
    select company_id, cast(on_hand / velocity + 1e-9 as integer) as days, gap, product_id, warehouse_id, on_hand,
      threshold, velocity, ${slot('now')} as computed_at
    from measured where velocity > 0`;
};

const placed = (table: SQL): SQL => sql`${table}.company_id = low.company_id
  and ${table}.product_id = low.product_id and ${table}.warehouse_id = low.warehouse_id`;

const supplierIn = (spell: Spell) =>
  jsonOne(
    json({ id: suppliers.id, name: suppliers.name, contactEmail: suppliers.contactEmail }, spell),
    supplierOf(sql`low.company_id`, sql`low.product_id`),
  );

/** Drafted or under way: what it says about the other states is over. */
const episodeIn = (spell: Spell) => ({
  id: shortages.id,
  heldBecause,
  snoozedUntil: timeOrNull(shortages.snoozedUntil),
  note: shortages.note,
  orders: jsonList(
    json(
      {
        id: orders.id,
        number: orderNumber(orders.number),
        status: orders.status,
        quantity: orderLines.quantity,
        received: orderLines.received,
        expectedDay: dateOrNull(orders.expectedDay),
      },
      spell,
    ),
    sql`from ${orderLines} indexed by order_lines_of_shortage join ${orders}
      on ${orders.companyId} = ${orderLines.companyId} and ${orders.id} = ${orderLines.orderId}
      where ${orderLines.companyId} = ${shortages.companyId} and ${orderLines.shortageId} = ${shortages.id}
        and (${orders.status} in ('draft', 'approved') or ${isUnderWay})`,
  ),
});

const leadDays = sql<number | null>`iif(${forecasts.supplierId} is null, null, ${forecasts.leadDays})`;

const figures = {
  days: sql`low.days`,
  gap: sql`low.gap`,
  productId: sql`low.product_id`,
  warehouseId: sql`low.warehouse_id`,
  onHand: sql`low.on_hand`,
  velocity: sql`low.velocity`,
  spread: sql`json(${forecasts.spread})`,
  leadDays,
};

const alertIn = (spell: Spell) => ({
  productId: sql<number>`low.product_id`,
  productName: products.name,
  sku: products.sku,
  warehouseId: sql<number>`low.warehouse_id`,
  warehouseName: warehouses.name,
  currentStock: sql<number>`low.on_hand`,
  threshold: sql<number>`low.threshold`,
  daysUntilStockout: sql<number>`low.days`,
  supplier: supplierIn(spell),
  velocityPerDay: sql<number>`low.velocity`,
  thresholdSource: sql<Alert['thresholdSource']>`(select r.threshold_source from inventory_rules r
    where r.company_id = low.company_id and r.product_id = low.product_id and r.warehouse_id = low.warehouse_id)`,
  episodeStatus: shortages.status,
  shortage: sql<
    Alert['shortage']
  >`json(iif(${shortages.id} is null, null, ${json(episodeIn(spell), spell)}))`,
  incomingQuantity: forecasts.incoming,
  nextArrival: dateOrNull(forecasts.nextArrivalDay),
  suggestedQuantity: forecasts.suggested,
  confidence: forecasts.confidence,
  inStockDays: forecasts.inStockDays,
  firstStockout: dateOrNull(forecasts.firstStockoutDay),
  leadDays,
});
