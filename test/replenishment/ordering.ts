import type { Company, Json, Room } from '../room.ts';
import { accepted } from '../shelf.ts';
import { newProduct, newSku, newWarehouse } from '../stock.ts';

/** A company that can order: one supplier, two products with terms, one warehouse. */
export type Shop = {
  company: Company;
  supplier: number;
  warehouse: number;
  tea: number;
  cups: number;
};

export async function newShop(
  room: Room,
  { leadDays = 5, email = 'orders@leaf.example' }: { leadDays?: number | null; email?: string | null } = {},
): Promise<Shop> {
  const company = await room.company();
  const warehouse = await newWarehouse(company);
  const supplier = await newSupplier(company, { lead_time_days: leadDays, contact_email: email });
  const [tea, cups] = [await newProduct(company), await newProduct(company)];
  const terms = { supplier_id: supplier, is_primary: true };
  await post(company, '/terms', {
    ...terms,
    product_id: tea,
    unit_cost: '3.20',
    pack_size: 12,
    supplier_code: 'LT-1',
  });
  return { company, supplier, warehouse, tea, cups };
}

export const newSupplier = async (company: Company, fields: object = {}): Promise<number> =>
  (await post(company, '/suppliers', { name: newSku(), ...fields })).id;

export const post = async ({ rest }: Company, path: string, body?: object): Promise<Json> =>
  accepted(await rest('POST', path, body));

export const get = async ({ rest }: Company, path: string): Promise<Json> =>
  accepted(await rest('GET', path));

/** A draft of 24 tea and 6 cups, unless said otherwise. */
export const draft = ({ company, supplier, warehouse, tea, cups }: Shop, more: object = {}): Promise<Json> =>
  post(company, '/orders', {
    supplier_id: supplier,
    warehouse_id: warehouse,
    lines: [
      { product_id: tea, quantity: 24 },
      { product_id: cups, quantity: 6 },
    ],
    ...more,
  });

/** An order that was sent by other means than a letter. */
export async function sentOrder(shop: Shop, more: object = {}): Promise<Json> {
  const { id } = await draft(shop, more);
  return post(shop.company, `/orders/${id}/mark-sent`);
}

/** What the worker would have written: an open shortage of a product in the shop. */
export async function openShortage(
  room: Room,
  { company, warehouse }: Shop,
  product: number,
): Promise<number> {
  const place = [company.id, product, warehouse];
  const [, inserted] = await room.client.batch(
    [
      {
        sql: `insert into inventory (company_id, product_id, warehouse_id) select ?, ?, ?
          where not exists (select 1 from inventory where (company_id, product_id, warehouse_id) = (?, ?, ?))`,
        args: [...place, ...place],
      },
      {
        sql: `insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold)
          values (?, ?, ?, ?, 3, 10)`,
        args: [...place, room.clock.now],
      },
    ],
    'write',
  );
  return Number(inserted?.lastInsertRowid);
}

/** A draft as the worker writes it: suggested lines, each for the shortage of its product. */
export async function suggestedDraft(
  room: Room,
  { company, supplier, warehouse }: Shop,
  lines: { product: number; shortage: number | null; quantity: number }[],
): Promise<number> {
  const { lastInsertRowid } = await room.client.execute({
    sql: `insert into orders (company_id, number, supplier_id, warehouse_id, origin, release_at, created_at)
      select ?, coalesce(max(number), 0) + 1, ?, ?, 'automatic', ?, ? from orders where company_id = ?`,
    args: [company.id, supplier, warehouse, room.clock.now + 60_000, room.clock.now, company.id],
  });
  const id = Number(lastInsertRowid);
  for (const { product, shortage, quantity } of lines)
    await room.client.execute({
      sql: `insert into order_lines (company_id, order_id, product_id, suggested, quantity, reason, shortage_id)
        values (?, ?, ?, ?, ?, '{"units_per_day":2}', ?)`,
      args: [company.id, id, product, quantity, quantity, shortage],
    });
  return id;
}

/** The letter of an order as the release job writes it, brought to a status. */
export async function letterOf(
  room: Room,
  { company }: Shop,
  order: number,
  status: 'queued' | 'sending' | 'uncertain',
): Promise<number> {
  const { lastInsertRowid } = await room.client.execute({
    sql: `insert into letters (company_id, kind, order_id, to_address, subject, text, html, created_at)
      values (?, 'order', ?, 'orders@leaf.example', 'Order', 'Text', 'Html', ?)`,
    args: [company.id, order, room.clock.now],
  });
  const id = Number(lastInsertRowid);
  const way = { queued: [], sending: ['sending'], uncertain: ['sending', 'uncertain'] }[status];
  for (const next of way)
    await room.client.execute({ sql: 'update letters set status = ? where id = ?', args: [next, id] });
  return id;
}

/** One value of one row. */
export async function cellOf(room: Room, sql: string, ...args: (string | number)[]): Promise<unknown> {
  const { rows } = await room.client.execute({ sql, args });
  return rows[0]?.[0];
}
