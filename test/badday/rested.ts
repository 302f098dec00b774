import type { Room } from '../room.ts';
import type { Stocked } from '../stock.ts';
import { ordersOf, sellingShelf, sendOrder, workOn } from '../worker/bench.ts';

/** A company at rest whose one order is with its supplier, by a letter that was sent. */
export async function restedIn(room: Room): Promise<Stocked & { supplier: number }> {
  const shelf = await sellingShelf(room, { left: 20 });
  const { company } = shelf;
  await workOn(room, company);
  const [order] = await ordersOf(room, company);
  await room.client.executeMultiple(`update orders set status = 'approved', approved_by = 'policy', approved_at = 0;
    insert into letters (company_id, kind, order_id, to_address, subject, text, html, created_at)
      values (${company.id}, 'order', ${order.id}, 'a@b.example', 's', 't', 'h', 0);
    update letters set status = 'sending', sending_at = 1`);
  await sendOrder(room, order.id);
  await room.client.execute(`update letters set status = 'sent', sent_at = 1, channel = 'smtp'`);
  await workOn(room, company);
  return shelf;
}
