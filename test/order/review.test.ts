import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted } from '../shelf.ts';
import { type Desk, draft, openDesk, orderRow, outboxOf, release } from './desk.ts';

/** A policy that asks for a person, and then for nobody any more. */

const room = openRoom();

test('a policy that asks for nobody any more lets go what it held', async () => {
  const desk = await openDesk(room);
  const { rest } = desk.company;
  const mode = async (path: string, mode: string | null) => accepted(await rest('PATCH', path, { mode }));
  await mode('/policy', 'review');
  const id = await draft(desk);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'review' });

  await mode('/policy', 'review');
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'review' });

  await mode(`/suppliers/${desk.supplier}/policy`, 'automatic');
  expect(await outboxOf(desk)).toMatchObject([{ topic: 'order', subject_id: id }]);
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({
    status: 'approved',
    approved_by: 'policy',
    held_by: null,
  });
});

test.each([
  { wrote: 'a note', by: () => ['PATCH', '', { note: 'Back door' }] as const },
  {
    wrote: 'only what it left out',
    by: ({ filter }: Desk) => ['PUT', '/lines', { lines: [{ product_id: filter, quantity: 48 }] }] as const,
  },
])('a draft in which a person wrote $wrote stays with people', async ({ by }) => {
  const desk = await openDesk(room);
  const { rest } = desk.company;
  accepted(await rest('PATCH', '/policy', { mode: 'review' }));
  const id = await draft(desk, { lines: [desk.kettle, desk.filter].map((product) => [product, 48]) });
  await release(desk, id);
  const [method, part, body] = by(desk);
  accepted(await rest(method, `/orders/${id}${part}`, body));
  accepted(await rest('PATCH', '/policy', { mode: 'automatic' }));
  await release(desk, id);
  expect(await orderRow(desk, id)).toMatchObject({ status: 'draft', held_by: 'review' });
});
