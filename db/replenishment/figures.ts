import { sql } from 'drizzle-orm';
import { command } from '../statement.ts';
import { inPlaces, type Places } from './episode.ts';

/** Two days without a computation: the midnight between them should have brought one. */
export const FIGURES_AGE_MS_MAX = 48 * 3_600_000;

/** What was computed for a product in a warehouse, from the ledger up to one movement. */
export type Figures = {
  productId: number;
  warehouseId: number;
  /** Of the row that asked for it. */
  mark: number;
  movementId: number;
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

export type Computed = { figures: string };

/** Only where no movement came since: a late computation never overwrites a newer one. */
export const writeForecasts = command<Computed>(
  (
    slot,
  ) => sql`insert into forecasts (company_id, product_id, warehouse_id, movement_id, computed_at, velocity, method, confidence,
      window_days, in_stock_days, plain_mean, cover_days, p10_days, p90_days, first_stockout_day, run_out_day, reorder_point,
      order_up_to, suggested_raw, suggested_raised, suggested, incoming, next_arrival_day, supplier_id, lead_days, basis)
    select i.company_id, i.product_id, i.warehouse_id, i.last_movement_id, ${slot('now')}, value ->> 'unitsPerDay', value ->> 'method',
      value ->> 'confidence',
      value ->> 'windowDays', value ->> 'inStockDays', value ->> 'plainMean', value ->> 'coverDays', value ->> 'p10Days',
      value ->> 'p90Days', value ->> 'firstStockoutDay', value ->> 'runOutDay', value ->> 'reorderPoint', value ->> 'orderUpTo',
      value ->> 'suggestedRaw', value ->> 'suggestedRaised', value ->> 'suggested', value ->> 'incoming',
      value ->> 'nextArrivalDay', value ->> 'supplierId', value ->> 'leadDays', value -> 'basis'
    from json_each(${slot('figures')}) cross join inventory i
      on i.company_id = ${slot('company')} and i.product_id = value ->> 'productId' and i.warehouse_id = value ->> 'warehouseId'
    where i.last_movement_id = value ->> 'movementId'
    on conflict do update set movement_id = excluded.movement_id, computed_at = excluded.computed_at, velocity = excluded.velocity, method = excluded.method,
      confidence = excluded.confidence, window_days = excluded.window_days, in_stock_days = excluded.in_stock_days,
      plain_mean = excluded.plain_mean, cover_days = excluded.cover_days, p10_days = excluded.p10_days,
      p90_days = excluded.p90_days, first_stockout_day = excluded.first_stockout_day, run_out_day = excluded.run_out_day,
      reorder_point = excluded.reorder_point, order_up_to = excluded.order_up_to, suggested_raw = excluded.suggested_raw,
      suggested_raised = excluded.suggested_raised, suggested = excluded.suggested, incoming = excluded.incoming,
      next_arrival_day = excluded.next_arrival_day, supplier_id = excluded.supplier_id, lead_days = excluded.lead_days,
      basis = excluded.basis`,
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
