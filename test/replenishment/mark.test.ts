import { beforeAll, describe, expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { movement, NOW, openShop, plain, type Run, rehearse, TODAY } from './shop.ts';

/** What a mark is good for: no change is lost, whatever the worker is doing meanwhile. */

const { client } = openRoom();
beforeAll(() => openShop(client));

const row = async (run: Run): Promise<object | undefined> => {
  const [found] = await run(
    'select mark, since, due_at, failures, error, parked_at from dirty where product_id = 1 and warehouse_id = 1',
  );
  return found && { ...found };
};

describe('a marked place', () => {
  test('has another mark with every change, and waits since the first', () =>
    rehearse(client, async (run) => {
      await run('delete from dirty');
      const marks = new Set();
      for (let sale = 0; sale < 20; sale++) {
        await run(movement(1, 1, 'sale', -1).replaceAll(String(NOW), String(NOW + sale)));
        const found = await row(run);
        expect(found).toMatchObject({ since: NOW, due_at: 0, parked_at: null });
        marks.add(JSON.stringify(found));
      }
      expect(marks.size).toBe(20);
      const [numbers] = plain(await run('select min(mark) >= 0, max(mark) <= 9007199254740991 from dirty'));
      expect(numbers).toEqual([1, 1]);
    }));

  test('keeps the lease of the worker that has it, but not the mark', () =>
    rehearse(client, async (run) => {
      await run(`update dirty set mark = 7, due_at = ${NOW + 60_000}, failures = 2`);
      await run(movement(1, 1, 'sale', -1));
      expect(await row(run)).toMatchObject({ due_at: NOW + 60_000, failures: 2 });
      expect(await row(run)).not.toMatchObject({ mark: 7 });
    }));

  test('that was parked comes up again at once, and no other', () =>
    rehearse(client, async (run) => {
      await run(`update dirty set due_at = ${NOW + 60_000}, failures = 9, error = 'E', parked_at = ${NOW}`);
      await run(movement(1, 1, 'sale', -1));
      expect(await row(run)).toMatchObject({ due_at: 0, parked_at: null });
      expect(plain(await run('select count(*) from dirty where parked_at is null'))).toEqual([[1]]);
    }));
});

test.each([
  ['planning', 'update policies set target_days = 20 where company_id = 1'],
  ['the method', "update policies set method = 'mean_30' where company_id = 1"],
  ['the service level', 'update policies set service_percent = 95 where company_id = 1'],
  ['the window', 'update companies set window_days = 60 where id = 1'],
  ['the time zone', "update companies set time_zone = 'Asia/Tokyo' where id = 1"],
])('%s concerns every figure: the next sweep of that company comes at once', (_, change) =>
  rehearse(client, async (run) => {
    const swept = async () => plain(await run('select swept_day from companies order by id')).flat();
    await run(`update companies set swept_day = ${TODAY}, digested_day = ${TODAY}`);
    await run("update policies set mode = 'review', is_paused = 1");
    await run("update companies set name = 'Other', window_days = window_days");
    expect(await swept()).toEqual([TODAY, TODAY]);
    await run(change);
    expect(await swept()).toEqual([0, TODAY]);
    expect(plain(await run('select digested_day from companies')).flat()).toEqual([TODAY, TODAY]);
  }),
);
