import { beforeAll, describe, expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import {
  DAY_MS,
  movement,
  NOW,
  openShop,
  order,
  orderLine,
  plain,
  type Run,
  receipt,
  receiptLine,
  rehearse,
  send,
  shortage,
  TODAY,
  takeBack,
} from './shop.ts';

/** An order from draft to shelf, as the database keeps it: 10 of product 1 and 5 of product 2, because 1 is short. */

const { client } = openRoom();
beforeAll(() => openShop(client));
beforeAll(() =>
  client.batch(
    [
      shortage(1, 1, 1),
      shortage(2, 3, 1),
      shortage(4, 4, 3, 2),
      order(1, 1, 1),
      orderLine(1, 1, 10),
      orderLine(1, 2, 5),
    ],
    'write',
  ),
);

const approve = "update orders set status = 'approved', approved_by = 'A', approved_at = 1 where id = 1";
const becomes = (status: string): string => `update orders set status = '${status}' where id = 1`;
const confirm = `update orders set status = 'confirmed', answered_at = ${NOW} where id = 1`;

const sent = [approve, send(1)];
const firstPart = [receipt(1, 1, { after: 3 }), receiptLine(1, 1, 4)];
const rest = [receipt(2, 1, { after: 8 }), receiptLine(2, 1, 6), receiptLine(2, 2, 5)];
const closedAt = NOW + 8 * DAY_MS;

const all = (run: Run, ...statements: string[]): Promise<unknown> =>
  statements.reduce<Promise<unknown>>((before, sql) => before.then(() => run(sql)), Promise.resolve());

/** Status, days from sending to the first receipt, time of the last one; then what has come of each line. */
async function state(run: Run): Promise<unknown[]> {
  const [head] = plain(await run('select status, measured_lead_days, closed_at from orders where id = 1'));
  const lines = plain(await run('select received from order_lines where order_id = 1 order by product_id'));
  return [...(head ?? []), ...lines.flat()];
}
const holds = async (run: Run): Promise<unknown[]> =>
  plain(await run('select held_by from shortages order by id')).flat();
const episodes = async (run: Run): Promise<unknown[]> =>
  plain(await run('select status from shortages order by id')).flat();
const onHand = async (run: Run): Promise<unknown[]> =>
  plain(await run('select on_hand from inventory where warehouse_id = 1 and product_id < 3')).flat();

describe('to the supplier', () => {
  test('approval ties the lines to the shortages that they answer, and to no others', () =>
    rehearse(client, async (run) => {
      await run(approve);
      expect(plain(await run('select product_id, shortage_id from order_lines order by product_id'))).toEqual(
        [
          [1, 1],
          [2, null],
        ],
      );
      expect(await episodes(run)).toEqual(['open', 'open', 'open']);
    }));

  test('what was tied to an episode stays tied to it', () =>
    rehearse(client, async (run) => {
      await all(run, 'update order_lines set shortage_id = 2 where product_id = 2', approve);
      expect(plain(await run('select shortage_id from order_lines order by product_id'))).toEqual([[1], [2]]);
    }));

  test('a shortage that is over is not answered', () =>
    rehearse(client, async (run) => {
      await run(
        "update shortages set status = 'resolved', resolved_at = 1, resolution = 'restocked' where id = 1",
      );
      await run(approve);
      expect(plain(await run('select shortage_id from order_lines'))).toEqual([[null], [null]]);
    }));

  test.each(['open', 'acknowledged', 'snoozed'])(
    'sending makes a shortage that was %s an ordered one',
    (was) =>
      rehearse(client, async (run) => {
        const until = was === 'snoozed' ? NOW : null;
        await run('update shortages set status = ?, snoozed_until = ? where id = 1', [was, until]);
        await all(run, approve, send(1));
        expect(await episodes(run)).toEqual(['ordered', 'open', 'open']);
        expect(plain(await run('select snoozed_until from shortages where id = 1'))).toEqual([[null]]);
      }),
  );
});

describe('an order that ends', () => {
  test.each([
    ['declined', [approve, send(1), becomes('declined')]],
    ['declined after it was confirmed', [approve, send(1), confirm, becomes('declined')]],
    ['cancelled', [approve, send(1), becomes('cancelled')]],
    ['cancelled before it went out', [approve, becomes('cancelled')]],
    ['closed short', [approve, send(1), becomes('closed_short')]],
  ])('and was %s leaves its shortage open, for a person to decide', (_, steps) =>
    rehearse(client, async (run) => {
      await run("update shortages set status = 'ordered' where id = 2");
      await all(run, ...steps);
      expect(await episodes(run)).toEqual(['open', 'ordered', 'open']);
      expect(await holds(run)).toEqual(['order_ended', null, null]);
    }),
  );

  test('with all that was ordered leaves nothing to decide', () =>
    rehearse(client, async (run) => {
      await run("update shortages set held_by = 'incoming' where id = 1");
      await all(run, approve, send(1));
      expect(await holds(run)).toEqual([null, null, null]);
      await all(run, ...firstPart, ...rest);
      expect(await holds(run)).toEqual([null, null, null]);
    }));

  test('says nothing of a shortage for which another one is under way', () =>
    rehearse(client, async (run) => {
      await all(run, approve, send(1), order(2, 2, 1), orderLine(2, 1, 10));
      await all(run, "update orders set status = 'approved' where id = 2", send(2), becomes('declined'));
      expect(await episodes(run)).toEqual(['ordered', 'open', 'open']);
      expect(await holds(run)).toEqual([null, null, null]);
      await run("update orders set status = 'declined' where id = 2");
      expect(await episodes(run)).toEqual(['open', 'open', 'open']);
    }));

  test('leaves what a person has decided since', () =>
    rehearse(client, async (run) => {
      await all(run, approve, send(1));
      await run("update shortages set status = 'acknowledged', held_by = 'person' where id = 1");
      await run(becomes('declined'));
      expect(await episodes(run)).toEqual(['acknowledged', 'open', 'open']);
      expect(await holds(run)).toEqual(['person', null, null]);
    }));
});

describe('what the letter says', () => {
  test('the revision grows with every change of a line that a letter would say', () =>
    rehearse(client, async (run) => {
      const revision = async () => plain(await run('select revision from orders where id = 1')).flat();
      expect(await revision()).toEqual([2]);
      await run(orderLine(1, 3, 7));
      expect(await revision()).toEqual([3]);
      await run('update order_lines set quantity = 8 where product_id = 3');
      expect(await revision()).toEqual([4]);
      await run(
        "update order_lines set unit_cost = 250, supplier_code = 'X', pack_size = 4 where product_id = 3",
      );
      expect(await revision()).toEqual([5]);
      await run("update order_lines set quantity = 8, suggested = 9, reason = '{}' where product_id = 3");
      expect(await revision()).toEqual([5]);
      await run('delete from order_lines where product_id = 3');
      expect(await revision()).toEqual([6]);
    }));

  test('a line that goes to another order changes both', () =>
    rehearse(client, async (run) => {
      await all(
        run,
        order(2, 1, 1, { status: 'approved' }),
        'update order_lines set order_id = 2 where product_id = 2',
      );
      expect(plain(await run('select revision from orders'))).toEqual([[3], [1]]);
    }));
});

describe('from the supplier', () => {
  test('parts come in, then the rest: stock, status, lead time and shortage follow', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent);
      expect(await state(run)).toEqual(['sent', null, null, 0, 0]);
      await all(run, ...firstPart);
      expect(await state(run)).toEqual(['partly_received', 3, null, 4, 0]);
      expect(await onHand(run)).toEqual([104, 100]);
      expect(await episodes(run)).toEqual(['ordered', 'open', 'open']);
      await all(run, ...rest);
      expect(await state(run)).toEqual(['received', 3, closedAt, 10, 5]);
      expect(await onHand(run)).toEqual([110, 105]);
      expect(await episodes(run)).toEqual(['open', 'open', 'open']);
    }));

  test('each line is a movement that says whose it is', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, ...firstPart);
      const [posted] = await run('select * from movements order by id desc limit 1');
      expect(posted).toMatchObject({
        type: 'receipt',
        quantity: 4,
        warehouse_id: 1,
        receipt_id: 1,
        balance: 104,
      });
      expect(posted).toMatchObject({ actor: 'test', reference: 'PO-000001', day: TODAY + 3 });
    }));

  test("the supplier's delivery note stands in place of our number", () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, receipt(1, 1).replace('day)', 'day, reference)').replace(/\)$/, ", 'DN-7')"));
      await run(receiptLine(1, 1, 4));
      expect(plain(await run('select reference from movements order by id desc limit 1'))).toEqual([
        ['DN-7'],
      ]);
    }));
});

describe('goods that go back', () => {
  test('a receipt that is taken back is outstanding again, step by step to where the order was', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, ...firstPart, ...rest, takeBack(2, 2));
      expect(await state(run)).toEqual(['partly_received', 3, null, 10, 0]);
      expect(await onHand(run)).toEqual([110, 100]);
      await run(takeBack(2, 1));
      expect(await state(run)).toEqual(['partly_received', 3, null, 4, 0]);
      await run(takeBack(1, 1));
      expect(await state(run)).toEqual(['sent', null, null, 0, 0]);
      expect(await onHand(run)).toEqual([100, 100]);
    }));

  test('the lead time is that of the goods that really came', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, ...firstPart, takeBack(1, 1), ...rest);
      expect(await state(run)).toEqual(['partly_received', 8, null, 6, 5]);
      await all(run, receipt(3, 1, { after: 9 }), receiptLine(3, 1, 4));
      expect(await state(run)).toEqual(['received', 8, closedAt + DAY_MS, 10, 5]);
    }));

  test('an order that was confirmed is confirmed again when nothing of it is left', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, confirm, ...firstPart, takeBack(1, 1));
      expect(await state(run)).toEqual(['confirmed', null, null, 0, 0]);
    }));
});

describe('goods that are not as ordered', () => {
  test('goods of an order that went by telephone have no lead time', () =>
    rehearse(client, async (run) => {
      await all(run, approve, ...firstPart);
      expect(await state(run)).toEqual(['partly_received', null, null, 4, 0]);
      await all(run, ...rest);
      expect(await state(run)).toEqual(['received', null, closedAt, 10, 5]);
      await all(run, takeBack(1, 1), takeBack(2, 1), takeBack(2, 2));
      expect(await state(run)).toEqual(['approved', null, null, 0, 0]);
    }));

  test('a surplus that is kept counts, and the order is received with it', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, receipt(1, 1, { surplus: 1 }), receiptLine(1, 2, 5), receiptLine(1, 1, 12));
      expect(await state(run)).toEqual(['received', 0, NOW, 12, 5]);
    }));

  test('an order that was closed short stays closed, whatever is taken back', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, ...firstPart, becomes('closed_short'));
      expect(await episodes(run)).toEqual(['open', 'open', 'open']);
      await run(takeBack(1, 1));
      expect(await state(run)).toEqual(['closed_short', 3, null, 0, 0]);
    }));

  test('a receipt that the stock cannot give back is not taken back', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, ...firstPart, movement(1, 1, 'sale', -102));
      await expect(run(takeBack(1, 1))).rejects.toThrow(/insufficient_stock$/);
      expect(await state(run)).toEqual(['partly_received', 3, null, 4, 0]);
    }));

  test('a purchase that names no order changes no order', () =>
    rehearse(client, async (run) => {
      await all(run, ...sent, movement(1, 1, 'receipt', 10));
      expect(await state(run)).toEqual(['sent', null, null, 0, 0]);
    }));
});
