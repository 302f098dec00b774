import type { Company, Room } from './room.ts';

export type Stocked = { company: Company; product: number; warehouse: number };

let skus = 0;
export const newSku = (): string => `SKU-${++skus}`;

/** A company with one product in one warehouse. */
export async function stocked(
  room: Room,
  quantity: number,
  options?: { timeZone?: string },
): Promise<Stocked> {
  const company = await room.company(options);
  const warehouse = await newWarehouse(company);
  const product = await newProduct(company, { warehouse_id: warehouse, initial_quantity: quantity });
  return { company, product, warehouse };
}

export async function newWarehouse(company: Company, name = `Warehouse ${++skus}`): Promise<number> {
  return (await company.rest('POST', '/warehouses', { name })).body.id;
}

export async function newProduct(company: Company, fields: object = {}): Promise<number> {
  const { body } = await company.rest('POST', '/products', {
    name: 'Tea',
    sku: newSku(),
    price: '4.50',
    ...fields,
  });
  return body.product_id;
}
