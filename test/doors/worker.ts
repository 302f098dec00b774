import { scopeOf } from '../../db/company/company.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { failedLetter } from '../order/failed-letter.ts';
import type { Room } from '../room.ts';
import { sold } from './call.ts';

type Before = (room: Pick<Room, 'client' | 'database' | 'clock'>, companyId: number) => Promise<unknown>;

/** What the worker would have done by then, before anybody asks for it. */
export const before: Record<string, Before> = {
  'replenishment.shortage.list': ({ client }) =>
    client.execute(`insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold)
      select company_id, product_id, warehouse_id, ${sold}, on_hand, threshold from inventory where (product_id, warehouse_id) = (2, 1)`),
  'replenishment.letter.list': ({ client }) => failedLetter(client, 4),
  'replenishment.explain': async ({ database, clock }, companyId) =>
    recompute(await scopeOf(database, companyId, 'worker', clock.now)),
};
