import { type SQL, sql } from 'drizzle-orm';
import { command } from '../statement.ts';
import { inPlaces, type Places } from './episode.ts';

/** Two days without a computation: the midnight between them should have brought one. */
export const FIGURES_AGE_MS_MAX = 48 * 3_600_000;

/** What was computed for a product in a warehouse. */
export type Figures = {
  productId: number;
  warehouseId: number;
  /** Of the row that asked for it. */
  mark: number;
  /** It is short, was, or may be by these figures. */
  isConcerned: boolean;
  unitsPerDay: number;
  method: 'adaptive' | 'mean_30';
  confidence: 'high' | 'medium' | 'low';
  windowDays: number;
  inStockDays: number;
  plainMean: number;
  coverDays: number | null;
  p10Days: number | null;
  p90Days: number | null;
  firstStockoutDay: number | null;
  runOutDay: number | null;
  reorderPoint: number;
  orderUpTo: number;
  suggestedRaw: number;
  suggestedRaised: number;
  suggested: number;
  incoming: number;
  nextArrivalDay: number | null;
  supplierId: number | null;
  leadDays: number;
  basis: object;
};

/** Each column and the figure that it takes, in the order in which they are handed over. */
const columns: [column: string, figure: keyof Figures][] = [
  ['velocity', 'unitsPerDay'],
  ['method', 'method'],
  ['confidence', 'confidence'],
  ['window_days', 'windowDays'],
  ['in_stock_days', 'inStockDays'],
  ['plain_mean', 'plainMean'],
  ['cover_days', 'coverDays'],
  ['p10_days', 'p10Days'],
  ['p90_days', 'p90Days'],
  ['first_stockout_day', 'firstStockoutDay'],
  ['run_out_day', 'runOutDay'],
  ['reorder_point', 'reorderPoint'],
  ['order_up_to', 'orderUpTo'],
  ['suggested_raw', 'suggestedRaw'],
  ['suggested_raised', 'suggestedRaised'],
  ['suggested', 'suggested'],
  ['incoming', 'incoming'],
  ['next_arrival_day', 'nextArrivalDay'],
  ['supplier_id', 'supplierId'],
  ['lead_days', 'leadDays'],
  ['basis', 'basis'],
];

const PLACE = 3;

/** A list for each place: named figures, and the basis as JSON within JSON, would double the time that SQLite takes over them. */
export const listed = (computed: Figures[]): string =>
  JSON.stringify(
    computed.map((figures) => [
      figures.productId,
      figures.warehouseId,
      figures.mark,
      ...columns.map(([, name]) => (name === 'basis' ? JSON.stringify(figures.basis) : figures[name])),
    ]),
  );

const all = (write: (column: string, index: number) => string): SQL =>
  sql.raw(columns.map(([column], index) => write(column, index)).join(', '));

/**
 * Only where nothing changed since, and nobody else was done meanwhile: a late computation never overwrites a newer one.
 * Each is parsed once, as jsonb, not once for each of its columns.
 */
export const writeForecasts = command<{ figures: string }>(
  (slot) => sql`with computed(f) as materialized (select jsonb(value) from json_each(${slot('figures')}))
    insert into forecasts (company_id, product_id, warehouse_id, movement_id, computed_at, ${all((column) => column)})
    select i.company_id, i.product_id, i.warehouse_id, i.last_movement_id, ${slot('now')},
      ${all((_, index) => `f ->> ${PLACE + index}`)}
    from computed cross join inventory i
      on i.company_id = ${slot('company')} and i.product_id = f ->> 0 and i.warehouse_id = f ->> 1
    where (select mark from dirty d where d.company_id = i.company_id and d.product_id = i.product_id
      and d.warehouse_id = i.warehouse_id) = f ->> 2
    on conflict do update set movement_id = excluded.movement_id, computed_at = excluded.computed_at,
      ${all((column) => `${column} = excluded.${column}`)}`,
);

/** The row of inventory takes the velocity along, so that what is low can be read from one index. */
export const writeVelocities = command<Places>(
  (
    slot,
  ) => sql`update inventory set (velocity, velocity_computed_at) = (select f.velocity, f.computed_at from forecasts f
      where f.company_id = inventory.company_id and f.product_id = inventory.product_id and f.warehouse_id = inventory.warehouse_id)
    where (company_id, product_id, warehouse_id) in (select ${slot('company')}, f.product_id, f.warehouse_id
      from ${inPlaces(slot)} join forecasts f on f.company_id = i.company_id and f.product_id = i.product_id
        and f.warehouse_id = i.warehouse_id and f.movement_id = i.last_movement_id)`,
);
