import { beforeAll, describe, expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { misdated, NOW, openShop, order, orderLine, plain, type Run, rehearse, TODAY } from './shop.ts';

/** What the outbox holds: orders to release, letters to send. */

const { client } = openRoom();
beforeAll(() => openShop(client));
beforeAll(() =>
  client.batch(
    [
      order(1, 1, 1, { held_by: 'paused', release_at: 5000 }),
      order(2, 1, 1, { status: 'approved', held_by: 'no_email', release_at: 6000 }),
      order(3, 1, 1, { status: 'approved' }),
      order(4, 1, 1, { status: 'approved', held_by: 'mail_failed' }),
      `update orders set status = 'sent', sent_at = ${NOW}, sent_day = ${TODAY} where id = 4`,
      order(5, 2, 1, { held_by: 'hours', release_at: 7000 }),
      order(6, 3, 3, { company_id: 2, held_by: 'no_email' }),
      order(7, 1, 2, { release_at: 8000 }),
    ],
    'write',
  ),
);

const waiting = async (run: Run): Promise<unknown[][]> =>
  plain(await run('select topic, subject_id, due_at from outbox order by topic, subject_id'));

describe('orders that wait are looked at again', () => {
  const paused = 'insert into supplier_policies (company_id, supplier_id, is_paused) values (1, 1, 1)';
  const bySupplier: [number, number][] = [
    [1, 5000],
    [2, 6000],
  ];
  const byCompany: [number, number][] = [...bySupplier, [5, 7000]];
  const address = (email: string, supplier = 1): string =>
    `update suppliers set contact_email = '${email}' where id = ${supplier}`;

  test.each<[what: string, posted: [order: number, dueAt: number][], change: string, before?: string]>([
    [
      'when the company orders by itself',
      byCompany,
      "update policies set mode = 'automatic' where company_id = 1",
    ],
    ['when the company goes on', byCompany, 'update policies set is_paused = 0 where company_id = 1'],
    ['when its hours change', byCompany, 'update policies set opens_minute = 60 where company_id = 1'],
    ['when its cap changes', byCompany, 'update policies set daily_cap = 99 where company_id = 1'],
    [
      'but not when its planning changes',
      [],
      'update policies set target_days = 20, review_days = 3 where company_id = 1',
    ],
    ['those of a supplier that gets a policy', bySupplier, paused],
    [
      'those of a supplier whose policy changes',
      bySupplier,
      'update supplier_policies set is_paused = 0',
      paused,
    ],
    ['those of a supplier whose policy ends', bySupplier, 'delete from supplier_policies', paused],
    ['the one that had no address, when there is one', [[2, 0]], address('a@b.example')],
    ['none, when the address stays', [], address('a@b.example'), address('a@b.example')],
    ['none, when the address goes', [], 'update suppliers set contact_email = null', address('a@b.example')],
    ['none, when another supplier gets an address', [], address('a@b.example', 2)],
    [
      'those of the stranger alone, when he changes something',
      [[6, 0]],
      'update policies set daily_cap = 5 where company_id = 2',
    ],
  ])('%s', (_, posted, change, before = 'select 1') =>
    rehearse(client, async (run) => {
      await run(before);
      await run('delete from outbox');
      await run(change);
      expect(await waiting(run)).toEqual(posted.map(([id, dueAt]) => ['order', id, dueAt]));
      expect(plain(await run(misdated('outbox')))).toEqual([]);
    }),
  );
});

const post = (dueAt: number): string => `insert into due values (1, 'order', 7, ${NOW}, ${dueAt})`;

describe('a post', () => {
  test('that comes again has another mark and the earlier time, and starts afresh', () =>
    rehearse(client, async (run) => {
      await run(post(8000));
      await run(`update outbox set mark = 7, failures = 9, error = 'E', parked_at = ${NOW}`);
      await run(post(9000));
      const [found] = await run('select * from outbox');
      expect(found).toMatchObject({ company_id: 1, since: NOW, due_at: 8000, failures: 0, parked_at: null });
      expect(found).not.toMatchObject({ mark: 7 });
      await run(post(100));
      expect(await waiting(run)).toEqual([['order', 7, 100]]);
    }));
});

const letter = `insert into letters (id, company_id, kind, order_id, to_address, subject, text, html, created_at)
  values (1, 1, 'order', 3, 'a@b.example', 'S', 'T', 'H', ${NOW})`;
const sending = `update letters set status = 'sending', sending_at = ${NOW} where id = 1`;
const becomes = (status: string): string =>
  `update letters set status = '${status}', sent_at = ${status === 'sent' ? NOW : 'null'} where id = 1`;
const deferred = `update outbox set due_at = ${NOW + 60_000}, failures = 1 where topic = 'letter' and subject_id = 1`;
const there = (dueAt: number) => [['letter', 1, dueAt]];

describe('letters', () => {
  test.each([
    ['waits from the moment that it is written', there(0), []],
    ['stays while it is being sent', there(0), [sending]],
    ['that is deferred stays until its time', there(NOW + 60_000), [sending, deferred, becomes('queued')]],
    ['that went is done', [], [sending, becomes('sent')]],
    ['that failed is done', [], [sending, becomes('failed')]],
    ['that may have gone waits for a person, not for the worker', [], [sending, becomes('uncertain')]],
    ['that failed and is sent again comes back', there(0), [sending, becomes('failed'), becomes('queued')]],
    [
      'that may have gone and is sent again comes back',
      there(0),
      [sending, becomes('uncertain'), becomes('queued')],
    ],
    ['that a person marks as sent does not', [], [sending, becomes('failed'), becomes('sent')]],
  ])('one %s', (_, left, steps) =>
    rehearse(client, async (run) => {
      await run('delete from outbox');
      await run(letter);
      for (const sql of steps) await run(sql);
      expect(await waiting(run)).toEqual(left);
    }),
  );
});

const moves = (status: string): string => `update orders set status = '${status}' where id = 3`;
const phoned = `update orders set status = 'sent', sent_at = ${NOW}, sent_day = ${TODAY} where id = 3`;

describe('a letter and its order', () => {
  test.each([
    ['cancelled', [moves('cancelled')]],
    ['sent by telephone', [phoned]],
  ])('one whose order is %s before it leaves is withdrawn', (_, steps) =>
    rehearse(client, async (run) => {
      await run('delete from outbox');
      await run(letter);
      for (const sql of steps) await run(sql);
      expect(await waiting(run)).toEqual([]);
      expect(plain(await run('select status, error from letters'))).toEqual([
        ['failed', 'Withdrawn: the order went on without it.'],
      ]);
    }),
  );

  test('one that has left with its order is not', () =>
    rehearse(client, async (run) => {
      for (const sql of [letter, sending, becomes('sent'), phoned]) await run(sql);
      expect(plain(await run('select status, error from letters'))).toEqual([['sent', null]]);
    }));

  test('one that is settled leaves the others waiting, and the order of the same number', () =>
    rehearse(client, async (run) => {
      await run('delete from outbox');
      await run(letter);
      await run("insert into due values (1, 'order', 1, 0, 0), (1, 'letter', 2, 0, 0)");
      await run(sending);
      await run(becomes('sent'));
      expect(await waiting(run)).toEqual([
        ['letter', 2, 0],
        ['order', 1, 0],
      ]);
    }));
});

describe('policies', () => {
  test('a new company has one, and a secret of its own', () =>
    rehearse(client, async (run) => {
      await run(
        "insert into companies (id, name, time_zone, currency, created_at) values (9, 'C', 'UTC', 'EUR', 0)",
      );
      expect(plain(await run('select * from policies where company_id = 9'))).toEqual([
        [9, 'automatic', 60, 0, 1440, 10, 0, 'adaptive', 7, 14, null, 90],
      ]);
      const links = plain(await run('select link from secrets')).flat();
      expect(new Set(links).size).toBe(3);
      for (const link of links) expect(link).toMatch(/^[0-9a-f]{64}$/);
    }));

  const inForce = async (run: Run) =>
    plain(
      await run(
        'select supplier_id, mode, collecting_seconds, opens_minute, closes_minute, daily_cap, is_paused from policies_in_force where company_id = 1',
      ),
    );

  test('a supplier has what the company has, unless it has its own', () =>
    rehearse(client, async (run) => {
      await run(`insert into supplier_policies (company_id, supplier_id, mode, opens_minute, closes_minute)
        values (1, 2, 'review', 480, 960)`);
      expect(await inForce(run)).toEqual([
        [1, 'automatic', 60, 0, 1440, 10, 0],
        [2, 'review', 60, 480, 960, 10, 0],
      ]);
    }));

  test('a company that pauses pauses for every supplier', () =>
    rehearse(client, async (run) => {
      await run(
        'insert into supplier_policies (company_id, supplier_id, is_paused, daily_cap) values (1, 2, 0, 1)',
      );
      await run('update policies set is_paused = 1 where company_id = 1');
      expect(await inForce(run)).toEqual([
        [1, 'automatic', 60, 0, 1440, 10, 1],
        [2, 'automatic', 60, 0, 1440, 1, 1],
      ]);
    }));

  test('an order is posted only while it can still go out', () =>
    rehearse(client, async (run) => {
      await run(orderLine(1, 1, 10));
      await run("update orders set status = 'cancelled' where id in (1, 2, 5)");
      await run('delete from outbox');
      await run('update policies set daily_cap = 99');
      expect(await waiting(run)).toEqual([['order', 6, 0]]);
    }));
});
