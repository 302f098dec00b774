import { expect } from 'vitest';
import { type Door, restDoor, trpcDoor } from '../door.ts';
import { restAt } from '../journey/rest.ts';
import type { Fetch } from '../room/app.ts';

/** A day in any room: both doors, what must be said there, and what must be refused. */
export async function aDayOfTrade(url: string, key: string): Promise<void> {
  const ask: Fetch = (path, init) => fetch(new URL(path, url), init);
  const [trpc, rest] = [trpcDoor(ask, key), restDoor(ask, key)];
  for (const path of ['/healthz', '/readyz', '/docs', '/openapi.json'])
    expect([path, (await ask(path)).status]).toEqual([path, 200]);
  const { productId, warehouseId } = await opened(trpc);
  const sale = { productId, warehouseId, type: 'sale', quantity: 3 };
  const once = { 'idempotency-key': crypto.randomUUID() };
  const sold = await rest('ledger.movement.record', sale, once);
  expect(sold).toMatchObject({ status: 201, replayed: false, answer: { onHand: 7 } });
  expect(await trpc('ledger.movement.record', sale, once)).toMatchObject({
    replayed: true,
    answer: sold.answer,
  });
  const tooMany = await trpc('ledger.movement.record', { ...sale, quantity: 8 });
  expect(tooMany).toMatchObject({
    status: 409,
    code: 'insufficient_stock',
    answer: { details: [{ onHand: 7 }] },
  });
  const taken = await rest('catalogue.warehouse.create', { name: 'SHOP' });
  expect(taken).toMatchObject({ status: 409, code: 'duplicate_name' });
  const unknown = await restAt(url, 'sf_nobody')('GET', '/company');
  expect([unknown.status, unknown.body.code]).toEqual([401, 'unauthenticated']);
  const broken = await ask('/api/warehouses', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{',
  });
  expect(broken.status).toBe(400);
  expect((await trpc('ledger.inventory.get', { productId, warehouseId })).answer).toMatchObject({
    onHand: 7,
  });
}

async function opened(door: Door): Promise<{ productId: number; warehouseId: number }> {
  const { answer: shop } = await door('catalogue.warehouse.create', { name: 'Shop' });
  const tea = { name: 'Tea', sku: 'TEA', price: '4.50', warehouseId: shop.id, initialQuantity: 10 };
  const { answer: product } = await door('catalogue.product.create', tea);
  return { productId: product.productId, warehouseId: shop.id };
}
