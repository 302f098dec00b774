import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted, DAY, NOON, refused } from '../shelf.ts';
import { ordersOf, sellingShelf, workOn } from '../worker/bench.ts';
import {
  cellOf,
  draft,
  get,
  letterOf,
  newShop,
  newSupplier,
  openShortage,
  post,
  type Shop,
  sentOrder,
  suggestedDraft,
} from './ordering.ts';

const room = openRoom();
room.clock.now = NOON;
const NOBODY = 987_654_321;

const act = ({ company }: Shop, id: number, verb: string, body: object = {}) =>
  company.rest('POST', `/orders/${id}/${verb}`, body);

const isMovedOn = (status: string) => ({
  status: 409,
  body: {
    code: 'order_moved_on',
    details: [{ field: 'status', message: `is ${status}`, code: 'order_moved_on' }],
  },
});

test('approving posts the order to be released at once', async () => {
  const shop = await newShop(room);
  const { id } = await draft(shop);
  const due = () => cellOf(room, `select due_at from outbox where topic = 'order' and subject_id = ?`, id);
  expect(await due()).toBeUndefined();
  const approved = accepted(await act(shop, id, 'approve'));
  expect(approved).toMatchObject({
    status: 'approved',
    held_by: null,
    approved_by: expect.stringMatching(/^key:/),
    approved_at: new Date(NOON).toISOString(),
    lines: [{ outstanding: 24 }, { outstanding: 6 }],
  });
  expect(await due()).toBe(0);
  expect(await act(shop, id, 'approve')).toMatchObject(isMovedOn('approved'));
});

test('an order without lines is not approved, and not sent', async () => {
  const shop = await newShop(room);
  const { id } = await draft(shop);
  accepted(await shop.company.rest('PUT', `/orders/${id}/lines`, { lines: [] }));
  for (const verb of ['approve', 'mark-sent'])
    expect(refused(await act(shop, id, verb))).toEqual([409, 'order_is_empty']);
  expect((await get(shop.company, `/orders/${id}`)).status).toBe('draft');
  expect(await cellOf(room, 'select count(*) from outbox where subject_id = ?', id)).toBe(0);
});

test('sent by other means, it is expected after the longest lead time that was agreed', async () => {
  const shop = await newShop(room, { leadDays: 5 });
  await post(shop.company, '/terms', {
    supplier_id: shop.supplier,
    product_id: shop.cups,
    lead_time_days: 9,
  });
  const sent = await sentOrder(shop);
  expect(sent).toMatchObject({
    status: 'sent',
    sent_at: new Date(NOON).toISOString(),
    lead_days: 9,
    expected_day: '2026-11-30',
    approved_by: expect.stringMatching(/^key:/),
  });
  const other = await newShop(room, { leadDays: null });
  const { id } = await draft(other);
  const told = accepted(await act(other, id, 'mark-sent', { expected_day: '2026-12-24' }));
  expect(told).toMatchObject({ lead_days: null, expected_day: '2026-12-24' });
});

test('where no lead time is known, it is expected after the week that forecasts assume, and is late after it', async () => {
  const slow = openRoom();
  slow.clock.now = NOON;
  const shelf = await sellingShelf(slow, { left: 20, supplier: { lead_time_days: null } });
  await workOn(slow, shelf.company);
  const [{ id }] = await ordersOf(slow, shelf.company);
  await post(shelf.company, `/orders/${id}/mark-sent`);
  await workOn(slow, shelf.company);
  const sent = await get(shelf.company, `/orders/${id}`);
  expect(sent).toMatchObject({ lead_days: null, expected_day: '2026-11-28', is_overdue: false });
  const { alerts } = await get(shelf.company, `/companies/${shelf.company.id}/alerts/low-stock`);
  expect(alerts).toMatchObject([
    { lead_days: 7, incoming_quantity: sent.lines[0].quantity, next_arrival: '2026-11-28' },
  ]);
  slow.clock.now += 8 * DAY;
  expect(await get(shelf.company, `/orders/${id}`)).toMatchObject({ is_overdue: true, days_late: 1 });
});

test('the supplier confirms once, with a day and its own number', async () => {
  const shop = await newShop(room);
  const { id } = await draft(shop);
  const answer = { expected_day: '2026-12-02', reference: 'AB-1' };
  expect(await act(shop, id, 'confirm', answer)).toMatchObject(isMovedOn('draft'));
  accepted(await act(shop, id, 'mark-sent'));
  expect(accepted(await act(shop, id, 'confirm', answer))).toMatchObject({
    status: 'confirmed',
    expected_day: '2026-12-02',
    reference: 'AB-1',
    answered_at: new Date(NOON).toISOString(),
  });
  expect(await act(shop, id, 'confirm', answer)).toMatchObject(isMovedOn('confirmed'));
  const later = await shop.company.rest('PATCH', `/orders/${id}`, { expected_day: '2026-12-05' });
  expect(accepted(later)).toMatchObject({
    status: 'confirmed',
    expected_day: '2026-12-05',
    reference: 'AB-1',
  });
});

test.each(['2026-10-01', '2029-01-01', '0202-12-01'])(
  'an expected day of %s is a slip of the pen',
  async (day) => {
    const shop = await newShop(room);
    const { id } = await sentOrder(shop);
    const answer = await act(shop, id, 'confirm', { expected_day: day });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ field: 'expected_day' }] } });
    expect((await get(shop.company, `/orders/${id}`)).status).toBe('sent');
  },
);

test('an order that ends says who ended it, and why before what was noted', async () => {
  for (const [verb, word, status] of [
    ['decline', 'Declined', 'declined'],
    ['cancel', 'Cancelled', 'cancelled'],
    ['close', 'Closed', 'closed_short'],
  ] as const) {
    const shop = await newShop(room);
    const { id } = await sentOrder(shop, { note: 'n'.repeat(2000) });
    const ended = accepted(await act(shop, id, verb, { reason: 'Frost' }));
    expect(ended).toMatchObject({
      status,
      closed_at: new Date(NOON).toISOString(),
      closed_by: expect.stringMatching(/^key:/),
      lines: [{ outstanding: 0 }, { outstanding: 0 }],
    });
    expect(ended.note).toMatch(new RegExp(`^${word}: Frost\nn{1980,}$`));
    expect(ended.note).toHaveLength(2000);
    for (const again of ['approve', 'mark-sent', 'decline', 'cancel', 'close', 'receipts'])
      expect(await act(shop, id, again)).toMatchObject(isMovedOn(status));
  }
});

test('an order that ends without its goods leaves its shortage open for a person', async () => {
  const shop = await newShop(room);
  const shortage = await openShortage(room, shop, shop.tea);
  const status = async () => {
    const { status, held_by } = await get(shop.company, `/shortages/${shortage}`);
    return [status, held_by];
  };
  const { id } = await sentOrder(shop);
  expect(await status()).toEqual(['ordered', null]);
  accepted(await act(shop, id, 'decline'));
  expect(await status()).toEqual(['open', 'order_ended']);
  const [second, third] = [await sentOrder(shop), await sentOrder(shop)];
  expect(await status()).toEqual(['ordered', null]);
  accepted(await act(shop, second.id, 'cancel'));
  expect(await status()).toEqual(['ordered', null]);
  accepted(await act(shop, third.id, 'close'));
  expect(await status()).toEqual(['open', 'order_ended']);
});

test('a letter that waits is withdrawn with its order; one that may have left is not', async () => {
  const letterStatus = (id: number) => cellOf(room, 'select status from letters where id = ?', id);
  for (const verb of ['cancel', 'mark-sent']) {
    const shop = await newShop(room);
    const { id } = await draft(shop);
    accepted(await act(shop, id, 'approve'));
    const letter = await letterOf(room, shop, id, 'queued');
    accepted(await act(shop, id, verb));
    expect(await letterStatus(letter)).toBe('failed');
    expect(
      await cellOf(room, `select count(*) from outbox where topic = 'letter' and subject_id = ?`, letter),
    ).toBe(0);
    const again = room.client.execute(`update letters set status = 'queued' where id = ${letter}`);
    await expect(again).rejects.toThrow('letter_moved_on');
  }
  for (const [status, verbs] of [
    ['sending', ['cancel', 'mark-sent']],
    ['uncertain', ['cancel']],
  ] as const) {
    const shop = await newShop(room);
    const { id } = await draft(shop);
    accepted(await act(shop, id, 'approve'));
    const letter = await letterOf(room, shop, id, status);
    for (const verb of verbs) {
      const answer = await act(shop, id, verb);
      expect(refused(answer)).toEqual([409, 'order_moved_on']);
      expect(answer.body.details).toMatchObject([
        { field: 'status', message: 'is approved' },
        { field: 'letter', message: expect.stringMatching(status) },
      ]);
    }
    expect(await get(shop.company, `/orders/${id}`)).toMatchObject({
      status: 'approved',
      letter: { id: letter, status },
    });
    const [listed] = (await get(shop.company, '/orders')).items;
    expect(listed.letter, 'a list tells it, too').toEqual({ id: letter, status });
  }
});

test('an order is late from the day after the one that was expected, until its goods are there', async () => {
  const late = openRoom();
  late.clock.now = NOON;
  const shop = await newShop(late, { leadDays: 2 });
  const { id } = await sentOrder(shop);
  const lateness = async () => {
    const { is_overdue, days_late } = await get(shop.company, `/orders/${id}`);
    const listed = await get(shop.company, '/orders?is_overdue=true');
    const inTime = await get(shop.company, '/orders?is_overdue=false');
    expect([listed.items.length, inTime.items.length]).toEqual(is_overdue ? [1, 0] : [0, 1]);
    return [is_overdue, days_late];
  };
  late.clock.now += 2 * DAY;
  expect(await lateness()).toEqual([false, 0]);
  late.clock.now += DAY;
  expect(await lateness()).toEqual([true, 1]);
  accepted(await act(shop, id, 'receipts'));
  expect(await lateness()).toEqual([false, 0]);
});

test('orders are listed newest first, by what they are and where they stand', async () => {
  const shop = await newShop(room);
  const other = { ...shop, supplier: await newSupplier(shop.company) };
  const cancelled = await draft(shop);
  accepted(await act(shop, cancelled.id, 'cancel'));
  const sent = await sentOrder(shop);
  const waiting = await draft(shop);
  const held = await suggestedDraft(room, other, [{ product: shop.tea, shortage: null, quantity: 5 }]);
  await room.client.execute(`update orders set held_by = 'paused' where id = ${held}`);
  const ids = async (query: string) =>
    (await get(shop.company, `/orders${query}`)).items.map(({ id }: { id: number }) => id);
  expect(await ids('')).toEqual([held, waiting.id, sent.id, cancelled.id]);
  expect(await ids('?status=draft')).toEqual([held, waiting.id]);
  expect(await ids('?status=draft&status=cancelled')).toEqual([held, waiting.id, cancelled.id]);
  expect(await ids('?is_held=true')).toEqual([held]);
  expect(await ids('?is_held=false')).toEqual([waiting.id, sent.id, cancelled.id]);
  expect(await ids(`?supplier_id=${other.supplier}`)).toEqual([held]);
  expect(await ids(`?warehouse_id=${shop.warehouse}&status=sent`)).toEqual([sent.id]);
  const page = await get(shop.company, '/orders?limit=3');
  expect(await ids(`?limit=3&cursor=${page.next_cursor}`)).toEqual([cancelled.id]);
  expect(page.items[0]).not.toHaveProperty('lines');
});

test('what is not there is not found, whatever is asked of it', async () => {
  const { company } = await newShop(room);
  const asked: [method: string, path: string, body?: object][] = [
    ['GET', ''],
    ['PATCH', '', { note: 'x' }],
    ['PUT', '/lines', { lines: [] }],
    ['POST', '/approve'],
    ['POST', '/mark-sent'],
    ['POST', '/confirm', { expected_day: '2026-11-30' }],
    ['POST', '/decline'],
    ['POST', '/cancel'],
    ['POST', '/close'],
    ['POST', '/receipts'],
  ];
  for (const [method, path, body] of asked)
    expect(refused(await company.rest(method, `/orders/${NOBODY}${path}`, body)), path).toEqual([
      404,
      'order_not_found',
    ]);
});
