import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, NOON, refused } from '../shelf.ts';
import { cellOf, draft, get, newShop, newSupplier } from './ordering.ts';

const room = openRoom();
room.clock.now = NOON;

test('every company has a policy: orders leave by themselves, at any hour', async () => {
  const { company } = await newShop(room);
  expect(await get(company, '/policy')).toEqual({
    mode: 'automatic',
    collecting_seconds: 60,
    opens_at: '00:00',
    closes_at: '24:00',
    daily_cap: 10,
    is_paused: false,
    method: 'adaptive',
    review_days: 7,
    target_days: 14,
    safety_days: null,
    service_percent: 90,
  });
});

test('an owner changes it; what is not sent stays', async () => {
  const { company } = await newShop(room);
  const before = await get(company, '/policy');
  const change = { mode: 'review', opens_at: '08:30', closes_at: '17:00', safety_days: 3, is_paused: true };
  const changed = accepted(await company.rest('PATCH', '/policy', change));
  expect(changed).toEqual({ ...before, ...change });
  expect(accepted(await company.rest('PATCH', '/policy', { safety_days: null })).safety_days).toBeNull();
  const operator = company.as(await company.keyFor('operator'));
  expect(refused(await operator('PATCH', '/policy', { mode: 'automatic' }))).toEqual([403, 'forbidden']);
});

test('a day of orders opens before it closes', async () => {
  const { company, supplier } = await newShop(room);
  const hours = { opens_at: '09:00', closes_at: '17:00' };
  for (const path of ['/policy', `/suppliers/${supplier}/policy`]) {
    accepted(await company.rest('PATCH', path, hours));
    for (const wrong of [{ opens_at: '17:00' }, { closes_at: '08:00' }])
      expect(await company.rest('PATCH', path, wrong), path).toMatchObject({
        status: 400,
        body: { details: [{ field: 'closes_at', message: expect.stringContaining('later than opens_at') }] },
      });
    for (const wrong of ['9:00', '24:01', '09:60', '25:00', '', '09:00:00'])
      expect(refused(await company.rest('PATCH', path, { closes_at: wrong })), wrong).toEqual([
        400,
        'invalid_input',
      ]);
  }
  const half = await company.rest('PATCH', `/suppliers/${await newSupplier(company)}/policy`, {
    opens_at: '09:00',
  });
  expect(half).toMatchObject({ status: 400, body: { details: [{ field: 'closes_at' }] } });
});

test('a supplier has its own where it is given, and the rest from the company', async () => {
  const { company, supplier } = await newShop(room);
  const path = `/suppliers/${supplier}/policy`;
  const own = {
    mode: null,
    collecting_seconds: null,
    opens_at: null,
    closes_at: null,
    daily_cap: null,
    is_paused: null,
  };
  const common = {
    mode: 'automatic',
    collecting_seconds: 60,
    opens_at: '00:00',
    closes_at: '24:00',
    daily_cap: 10,
    is_paused: false,
  };
  expect(await get(company, path)).toEqual({ supplier_id: supplier, override: own, in_force: common });
  const change = { mode: 'review', opens_at: '07:00', closes_at: '24:00', is_paused: false };
  const changed = accepted(await company.rest('PATCH', path, change));
  expect(changed).toEqual({
    supplier_id: supplier,
    override: { ...own, ...change },
    in_force: { ...common, ...change },
  });
  accepted(await company.rest('PATCH', '/policy', { daily_cap: 3, is_paused: true }));
  expect((await get(company, path)).in_force).toMatchObject({
    mode: 'review',
    daily_cap: 3,
    is_paused: true,
  });
  accepted(
    await company.rest('PATCH', path, { mode: null, opens_at: null, closes_at: null, is_paused: null }),
  );
  expect((await get(company, path)).override).toEqual(own);
  for (const [method, body] of [['GET'], ['PATCH', { mode: 'review' }]] as const)
    expect(refused(await company.rest(method, '/suppliers/987654321/policy', body))).toEqual([
      404,
      'supplier_not_found',
    ]);
});

test('an order that was held is looked at again when the policy changes, one that is not held is not', async () => {
  const shop = await newShop(room);
  const [held, free] = [
    await draft(shop),
    await draft({ ...shop, supplier: await newSupplier(shop.company) }),
  ];
  await room.client.execute(`update orders set held_by = 'paused' where id = ${held.id}`);
  const due = async () => [
    await cellOf(room, `select count(*) from outbox where topic = 'order' and subject_id = ?`, held.id),
    await cellOf(room, `select count(*) from outbox where topic = 'order' and subject_id = ?`, free.id),
  ];
  accepted(await shop.company.rest('PATCH', '/policy', { target_days: 20 }));
  expect(await due()).toEqual([0, 0]);
  accepted(await shop.company.rest('PATCH', '/policy', { is_paused: false }));
  expect(await due()).toEqual([1, 0]);
});

test('members say whether they want the daily letter', async () => {
  const { company } = await newShop(room);
  const ann = { email: 'ann@leaf.example', name: 'Ann', role: 'viewer' };
  const { id, wants_digest } = accepted(await company.rest('POST', '/members', ann));
  expect(wants_digest).toBe(false);
  accepted(await company.rest('PATCH', `/members/${id}`, { wants_digest: true }));
  expect((await get(company, '/members')).items).toMatchObject([{ id, wants_digest: true }]);
  const bo = { ...ann, email: 'bo@leaf.example', wants_digest: true };
  expect(accepted(await company.rest('POST', '/members', bo)).wants_digest).toBe(true);
});
