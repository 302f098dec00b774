/** The tea once more, four days before it runs out and not yet ordered: figures that belong together. */
const figures: Record<string, unknown> = {
  on_hand: 11,
  velocity_per_day: 2.7229,
  plain_mean_per_day: 2.9333,
  is_stale: false,
  today: '2026-08-03',
  cover_days: 4.0399,
  cover_days_early: 1.9177,
  cover_days_late: 6.6428,
  stockout_day: '2026-08-07',
  stockout_day_early: '2026-08-04',
  stockout_day_late: '2026-08-09',
  run_out: '2026-08-07',
  incoming_quantity: 0,
  is_lead_assumed: false,
  is_due: true,
  reorder_point: 73,
  order_up_to: 110.2042,
  needed: 99.2042,
  raised: 99.2042,
  suggested: 108,
  bulk_factor: 1.0811,
  mean30: null,
  arrivals: [],
  requested_units: 0,
  pack_units: 12,
  minimum_units: 48,
  safety_days: null,
  service_level: 0.9,
};

const basis: Record<string, unknown> = {
  sold_days: 25,
  capped_days: 1,
  cap_units: 11.3979,
  sold_days_per_day: 0.8773,
  recent_units: 3.0701,
  usual_units: 3.2565,
  units_per_sold_day: 3.1036,
  day_variation: 0.8488,
  record_weeks: 2,
  usual_weight: 0.1842,
  error_factor: 0.9593,
  silent_days: 0,
  sold_days_missed: 0,
  still_selling: 1,
  variation: 0.8142,
  memory_days: 12.8982,
  evidence_days: 12.8982,
  protected_days: 16,
  safety_units: 28.5186,
  floor_units: 20,
  is_raised_to_floor: false,
  level_units: 72.0843,
  position_units: 11,
};

const day = { in_stock_share: 1, counted_share: 1, capped_to: null };
const days = [
  { day: '2026-08-01', net_units: 3, ...day, counted_units: 3, weight: 1 },
  { day: '2026-08-02', net_units: 2, ...day, counted_units: 2, weight: 1 },
];

export const explained: Record<string, unknown> = Object.fromEntries(
  Object.entries({ ...figures, ...basis, days }).map(([name, value]) => [`explain.${name}`, value]),
);
