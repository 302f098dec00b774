import { failedLetter } from '../order/failed-letter.ts';
import type { Company, Json, Room } from '../room.ts';

/** Everything that a company can have, by the ids that others might try. */
export type World = {
  company: number;
  member: number;
  key: number;
  productType: number;
  product: number;
  otherProduct: number;
  bundle: number;
  supplier: number;
  terms: number;
  warehouse: number;
  otherWarehouse: number;
  movement: number;
  /** A movement that was taken back. */
  reversed: number;
  bundleSale: number;
  transfer: number;
  count: number;
  shortage: number;
  /** A draft. */
  order: number;
  /** An order that was sent, of which something came in. */
  sentOrder: number;
  receipt: number;
  /** One that was refused for good. */
  letter: number;
  /** In every name, address and note. */
  word: string;
};

/** What a stranger could send to each procedure: their own ids, and those of another company. */
export type Attempts = (other: World, own: World) => object[];

/** What nobody has. */
export const nothing: World = {
  company: 987_654_321,
  member: 987_654_321,
  key: 987_654_321,
  productType: 987_654_321,
  product: 987_654_321,
  otherProduct: 987_654_322,
  bundle: 987_654_321,
  supplier: 987_654_321,
  terms: 987_654_321,
  warehouse: 987_654_321,
  otherWarehouse: 987_654_322,
  movement: 987_654_321,
  reversed: 987_654_321,
  bundleSale: 987_654_321,
  transfer: 987_654_321,
  count: 987_654_321,
  shortage: 987_654_321,
  order: 987_654_321,
  sentOrder: 987_654_321,
  receipt: 987_654_321,
  letter: 987_654_321,
  word: 'nobodysword',
};

export async function furnish({ client }: Room, company: Company, word: string): Promise<World> {
  const shop = await furnishShop(company, word);
  return { ...shop, ...(await furnishOrders(client, company, shop)) };
}

type Orders = Pick<World, 'shortage' | 'order' | 'sentOrder' | 'receipt' | 'letter'>;

async function furnishShop({ id, rest }: Company, word: string): Promise<Omit<World, keyof Orders>> {
  const post = async (path: string, body: object): Promise<Json> => {
    const answer = await rest('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const note = { reason: `${word} reason`, reference: `${word} reference` };
  const named = { name: `${word} name` };
  await rest('PATCH', '/company', { ...named, low_stock_threshold: 50 });
  const member = await post('/members', { ...named, email: `${word}@a.example`, role: 'owner' });
  const key = await post('/keys', { ...named, role: 'viewer' });
  const productType = await post('/product-types', { ...named, low_stock_threshold: 40 });
  const warehouse = await post('/warehouses', { ...named, address: `${word} street` });
  const otherWarehouse = await post('/warehouses', { name: `${word} other` });
  const supplier = await post('/suppliers', { ...named, contact_email: `${word}@b.example` });
  const product = await post('/products', {
    ...named,
    sku: `${word}-1`,
    price: 1,
    product_type: named.name,
    description: `${word} description`,
    warehouse_id: warehouse.id,
    initial_quantity: 30,
  });
  const other = await post('/products', { ...named, sku: `${word}-2`, price: 1 });
  const products = { product_id: product.product_id };
  const components = [{ ...products, quantity: 1 }];
  const place = { ...products, warehouse_id: warehouse.id };
  const offer = { ...products, supplier_id: supplier.id, supplier_code: `${word} code`, is_primary: true };
  const terms = await post('/terms', offer);
  const bundle = await post('/bundles', { ...named, sku: `${word}-3`, price: 1, components });
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const sale = { ...place, type: 'sale', quantity: 2, occurred_at: yesterday, ...note };
  const movement = await post('/movements', sale);
  const reversed = await post('/movements', sale);
  await post(`/movements/${reversed.id}/reverse`, { reason: note.reason });
  const sold = { bundle_id: bundle.id, warehouse_id: warehouse.id, quantity: 1, ...note };
  const bundleSale = await post('/bundle-sales', sold);
  const transfer = await post('/transfers', {
    from_warehouse_id: warehouse.id,
    to_warehouse_id: otherWarehouse.id,
    lines: [{ ...products, quantity: 3 }],
    ...note,
  });
  const lines = [{ ...products, counted: 20 }];
  const count = await post('/counts', { warehouse_id: warehouse.id, lines, ...note });
  return {
    company: id,
    member: member.id,
    key: key.id,
    productType: productType.id,
    product: product.product_id,
    otherProduct: other.product_id,
    bundle: bundle.id,
    supplier: supplier.id,
    terms: terms.id,
    warehouse: warehouse.id,
    otherWarehouse: otherWarehouse.id,
    movement: movement.id,
    reversed: reversed.id,
    bundleSale: bundleSale.id,
    transfer: transfer.id,
    count: count.id,
    word,
  };
}

/** A shortage as the worker writes it, an order of which something came in, and a draft. */
async function furnishOrders(
  client: Room['client'],
  { id, rest }: Company,
  { supplier, product, warehouse, otherWarehouse, word }: Omit<World, keyof Orders>,
): Promise<Orders> {
  const { lastInsertRowid } = await client.execute({
    sql: `insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold, note)
      values (?, ?, ?, ?, 20, 50, ?)`,
    args: [id, product, warehouse, Date.now(), `${word} note`],
  });
  const lines = [{ product_id: product, quantity: 9 }];
  const ordered = { supplier_id: supplier, lines, note: `${word} note` };
  const sent = (await rest('POST', '/orders', { ...ordered, warehouse_id: warehouse })).body.id;
  await rest('POST', `/orders/${sent}/mark-sent`);
  const receipt = { lines: [{ product_id: product, quantity: 4 }], reference: `${word} reference` };
  const { body } = await rest('POST', `/orders/${sent}/receipts`, receipt);
  const refused = await rest('POST', '/orders', { ...ordered, warehouse_id: otherWarehouse });
  await rest('POST', `/orders/${refused.body.id}/approve`);
  const draft = await rest('POST', '/orders', { ...ordered, warehouse_id: otherWarehouse });
  return {
    shortage: Number(lastInsertRowid),
    order: draft.body.id,
    sentOrder: sent,
    receipt: body.receipts[0].id,
    letter: await failedLetter(client, refused.body.id, word),
  };
}
