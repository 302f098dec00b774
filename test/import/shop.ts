import type { Company, Json, Room } from '../room.ts';
import { accepted } from '../shelf.ts';

/** Two products in Berlin: 10 of TEA, none of CUP. */
export async function furnished(room: Room, options?: { timeZone?: string }): Promise<Company> {
  const made = await room.company(options);
  const { id } = accepted(await made.rest('POST', '/warehouses', { name: 'Berlin' }));
  await made.rest('POST', '/warehouses', { name: 'Bremen' });
  const stock = { warehouse_id: id, initial_quantity: 10 };
  accepted(await made.rest('POST', '/products', { sku: 'TEA', name: 'Tea', price: '1', ...stock }));
  accepted(await made.rest('POST', '/products', { sku: 'CUP', name: 'Cup', price: '1' }));
  return made;
}

let keys = 0;
export const moved = (type: string, quantity: number, more: object = {}): object => ({
  key: `row ${++keys}`,
  sku: 'TEA',
  warehouse: 'berlin',
  type,
  quantity,
  ...more,
});

export const counted = (found: number, more: object = {}): object => ({
  key: `row ${++keys}`,
  sku: 'TEA',
  warehouse: 'Berlin',
  counted: found,
  ...more,
});

export const stockOf = async ({ rest }: Company): Promise<Record<string, number>> =>
  Object.fromEntries(
    accepted(await rest('GET', '/inventory')).items.map(({ sku, warehouse_name, on_hand }: Json) => [
      `${sku} in ${warehouse_name}`,
      on_hand,
    ]),
  );

export const onHands = ({ results }: Json): (number | null)[] => results.map(({ on_hand }: Json) => on_hand);
