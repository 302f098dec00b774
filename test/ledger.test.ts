import { expect, test } from 'vitest';
import { openRoom } from './room.ts';
import { stocked } from './stock.ts';

const room = openRoom();

test('a sale lowers stock and answers with what is left', async () => {
  const { company, product, warehouse } = await stocked(room, 10);
  const sale = {
    type: 'sale',
    product_id: product,
    warehouse_id: warehouse,
    quantity: 3,
    reference: 'order 7',
  };
  const { status, headers, body } = await company.rest('POST', '/movements', sale);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/api/movements/${body.id}`);
  expect(body).toMatchObject({ ...sale, change: -3, on_hand: 7, reverses_id: null });
});
