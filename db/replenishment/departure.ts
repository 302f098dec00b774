import { sql } from 'drizzle-orm';
import { orders } from '../schema/index.ts';
import { command } from '../statement.ts';

/** The longest lead time that is known of any of its lines. */
export const agreedLeadDays = sql<
  number | null
>`(select max(coalesce(t.lead_time_days, s.lead_time_days)) from order_lines l
  join suppliers s on s.company_id = l.company_id and s.id = ${orders.supplierId}
  left join terms t on t.company_id = l.company_id and t.product_id = l.product_id and t.supplier_id = ${orders.supplierId}
    and t.is_active
  where l.company_id = ${orders.companyId} and l.order_id = ${orders.id})`;

/** Where none was agreed, the week that forecasts assume: a test holds the two together. */
export const expectedLeadDays = sql<number>`coalesce(${agreedLeadDays}, 7)`;

/** Of a letter that has not left: an order goes to where its supplier has letters sent now. */
export const addressToday = sql`coalesce(iif(kind = 'order', (select s.contact_email from orders o
  join suppliers s on s.company_id = o.company_id and s.id = o.supplier_id
  where o.company_id = letters.company_id and o.id = letters.order_id), null), to_address)`;

/** Its letter has left. Goods may have come in before that was known. */
export const orderLeaves = command<{ letterId: number; day: number }>(
  (slot) => sql`update orders set status = iif(status = 'approved', 'sent', status), held_by = null,
      sent_at = ${slot('now')}, sent_day = ${slot('day')}, lead_days = ${agreedLeadDays},
      expected_day = coalesce(expected_day, ${slot('day')} + ${expectedLeadDays})
    where company_id = ${slot('company')} and sent_at is null and status in ('approved', 'partly_received', 'received')
      and id = (select order_id from letters where company_id = ${slot('company')} and id = ${slot('letterId')} and kind = 'order')`,
);
