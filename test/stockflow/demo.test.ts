import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { verify } from '../../db/ledger/verify.ts';
import { lowStock } from '../../db/replenishment/low-stock.ts';
import { type Database, databaseOf, scopeTo } from '../../db/scope.ts';
import { type Demo, makeDemo } from '../../tools/demo/demo.ts';
import { openRoom } from '../room.ts';

const room = openRoom();
const NOW = Date.UTC(2026, 10, 18, 12);
const demoIn = (database: Database, seed: number, historyDays?: number): Promise<Demo> =>
  makeDemo(database, { seed, now: NOW, progress: () => undefined, historyDays });

test('the same seed on the same day makes the same history', async () => {
  const first = await demoIn(room.database, 3, 14);
  const again = await demoIn(databaseOf(room.client, 'platform'), 3, 14);
  expect(again.counts).toEqual(first.counts);
  expect(await history(again)).toBe(await history(first));
});

test('another seed makes another history, which is that of a shop, too', async () => {
  const first = await demoIn(room.database, 1);
  const other = await demoIn(databaseOf(room.client, 'platform'), 2);
  expect(await history(other)).not.toBe(await history(first));
  for (const demo of [first, other]) await expectBelievable(demo);
});

/** All that was recorded, in its order, without the ids that depend on who came before. */
async function history({ companyId }: Demo): Promise<string> {
  const { rows } = await room.client.execute({
    sql: `select p.name, w.name, m.type, m.quantity, m.balance, m.reason, m.reference, m.occurred_at, m.recorded_at,
        m.id - m.sale_id, m.id - m.reverses_id
      from movements m join products p on p.id = m.product_id join warehouses w on w.id = m.warehouse_id
      where m.company_id = ? order by m.id`,
    args: [companyId],
  });
  expect(rows.length).toBeGreaterThan(1000);
  return createHash('sha256')
    .update(JSON.stringify(rows.map((row) => Array.from(row))))
    .digest('hex');
}

async function expectBelievable({ companyId, counts }: Demo): Promise<void> {
  const caller = { company: companyId, timeZone: 'Europe/London', actor: 'test' };
  const scope = scopeTo(room.database, caller, NOW);
  expect(await Array.fromAsync(verify(scope))).toEqual([]);
  expect(counts.movements).toBeGreaterThan(15_000);
  const { alerts, totalAlerts } = await lowStock(scope, { limit: 1000 });
  expect(totalAlerts).toBe(counts.alerts);
  expectWithin(totalAlerts, 15, 40);
  expectWithin(alerts.filter(({ currentStock }) => currentStock === 0).length, 2, 15);
  expectWithin(alerts.filter(({ supplier }) => !supplier).length, 2, 15);
  expectWithin(alerts.filter(({ daysUntilStockout }) => daysUntilStockout <= 3).length, 3, 25);
  const { rows } = await room.client.execute({
    sql: `select count(distinct type), sum(occurred_at > recorded_at), sum(recorded_at > ?), count(sale_id),
        count(reverses_id), count(bundle_sale_id), (select count(*) from transfer_lines l
          where l.company_id = m.company_id and arrived + returned < quantity)
      from movements m where company_id = ?`,
    args: [NOW, companyId],
  });
  const [types, early, future, ...special] = Array.from(rows[0] ?? [], Number);
  expect({ types, early, future }).toEqual({ types: 8, early: 0, future: 0 });
  for (const count of special) expect(count).toBeGreaterThan(0);
}

function expectWithin(number: number, low: number, high: number): void {
  expect(number).toBeGreaterThanOrEqual(low);
  expect(number).toBeLessThanOrEqual(high);
}
