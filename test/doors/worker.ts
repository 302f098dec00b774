import type { Client } from '@libsql/client';
import { failedLetter } from '../order/failed-letter.ts';
import { sold } from './call.ts';

/** What the worker would have done by then, before anybody asks for it. */
export const before: Record<string, (client: Client) => Promise<unknown>> = {
  'replenishment.shortage.list': (client) =>
    client.execute(`insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold)
      select company_id, product_id, warehouse_id, ${sold}, on_hand, threshold from inventory where (product_id, warehouse_id) = (2, 1)`),
  'replenishment.letter.list': (client) => failedLetter(client, 4),
};
