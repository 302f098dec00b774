import type { Room } from '../room.ts';
import { beside } from '../shelf.ts';
import { newWarehouse, type Stocked, stocked } from '../stock.ts';

/** Goods on their way from one warehouse to another. */

export type Route = { from: Stocked; to: Stocked };

export async function route(room: Room, quantity: number): Promise<Route> {
  const from = await stocked(room, quantity);
  return { from, to: beside(from, { warehouse: await newWarehouse(from.company) }) };
}

export const dispatch = (
  { from, to }: Route,
  lines: [product: number, quantity: number][],
  more: object = {},
) =>
  from.company.rest('POST', '/transfers', {
    from_warehouse_id: from.warehouse,
    to_warehouse_id: to.warehouse,
    lines: linesOf(lines),
    ...more,
  });

export const linesOf = (lines: [product: number, quantity: number][]) =>
  lines.map(([product_id, quantity]) => ({ product_id, quantity }));

export const settle = ({ from }: Route, verb: 'receive' | 'cancel', id: number, body: object = {}) =>
  from.company.rest('POST', `/transfers/${id}/${verb}`, body);

export const at = async ({ company, product, warehouse }: Stocked) => {
  const { status, body } = await company.rest('GET', `/inventory/${product}/${warehouse}`);
  return status === 404 ? [null, null] : [body.on_hand, body.in_transit];
};
