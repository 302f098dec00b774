import { faultOf, isPassing } from '../../db/fault.ts';
import { type FailedPlace, failPlaces } from '../../db/outbox.ts';
import type { Figures } from '../../db/replenishment/figures.ts';
import {
  type DirtyPlace,
  dirtyPlaces,
  getPlanning,
  type PlaceCursor,
  type Planning,
} from '../../db/replenishment/place.ts';
import { settle } from '../../db/replenishment/settle.ts';
import type { Scope } from '../../db/scope.ts';
import { figuresOf } from '../figures.ts';
import { Pace } from './pace.ts';

/** One batch keeps the shared process busy for some milliseconds; where it has requests to serve, batches are smaller. */
const PLACES_AT_ONCE = 100;
/** Half a millisecond of work, no more than a request's own: after so little nobody was kept waiting. */
const PLACES_FEW = 5;

export type Recomputed = { done: number; failed: FailedPlace[] };

/** Every place of a company that something changed, a batch at a time; what changes meanwhile comes up again. */
export async function recompute(
  scope: Scope,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (places: number) => void } = {},
): Promise<Recomputed> {
  const pace = new Pace(PLACES_AT_ONCE);
  const total: Recomputed = { done: 0, failed: [] };
  let limit = pace.size;
  let [planning, places] = await Promise.all([getPlanning(scope), dirtyPlaces(scope, START, limit)]);
  for (;;) {
    const computed = computedOf(scope, places, planning);
    if (places.length > PLACES_FEW) await pace.othersFirst(signal);
    const { done, failed } = await settled(scope, computed);
    total.done += done;
    total.failed.push(...failed);
    onProgress?.(done);
    const last = places.at(-1);
    if (!last || places.length < limit) return total;
    await pace.othersFirst(signal);
    limit = pace.size;
    places = await dirtyPlaces(scope, afterPlace(last), limit);
  }
}

const START: PlaceCursor = { afterProduct: 0, afterWarehouse: 0 };

const afterPlace = ({ productId, warehouseId }: DirtyPlace): PlaceCursor => ({
  afterProduct: productId,
  afterWarehouse: warehouseId,
});

type Computed = { computed: Figures[]; failed: FailedPlace[] };

function computedOf(scope: Scope, places: DirtyPlace[], planning: Planning): Computed {
  const today = scope.localDay(scope.now);
  const computed: Figures[] = [];
  const failed: FailedPlace[] = [];
  for (const place of places)
    try {
      computed.push(figuresOf({ today, timeZone: scope.timeZone }, place, planning));
    } catch (error) {
      failed.push(failedPlace(place, error));
    }
  return { computed, failed };
}

async function settled(scope: Scope, { computed, failed }: Computed): Promise<Recomputed> {
  const all = await settleAll(scope, computed);
  const refused = [...failed, ...all.failed];
  if (refused.length > 0) await failPlaces(scope, refused);
  return { done: all.done, failed: refused };
}

/** A place that the database refuses must not hold up its neighbours: they are tried one by one. */
async function settleAll(scope: Scope, computed: Figures[]): Promise<Recomputed> {
  if (computed.length === 0) return { done: 0, failed: [] };
  try {
    return { ...(await settle(scope, computed)), failed: [] };
  } catch (error) {
    if (isPassing(faultOf(error))) throw error;
    const [only, ...others] = computed;
    if (only && others.length === 0) return { done: 0, failed: [failedPlace(only, error)] };
  }
  const middle = Math.ceil(computed.length / 2);
  const first = await settleAll(scope, computed.slice(0, middle));
  const second = await settleAll(scope, computed.slice(middle));
  return { done: first.done + second.done, failed: [...first.failed, ...second.failed] };
}

function failedPlace(
  { productId, warehouseId }: Pick<DirtyPlace, 'productId' | 'warehouseId'>,
  error: unknown,
): FailedPlace {
  return { productId, warehouseId, error: causeText(error) };
}

/** The driver's own words stand at the end of the chain. */
export function causeText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : causeText(error.cause);
}
