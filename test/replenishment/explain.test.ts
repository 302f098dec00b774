import { expect, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { sweep } from '../../db/replenishment/sweep.ts';
import { outlookOf } from '../../worker/forecast/outlook.ts';
import { type Company, openRoom } from '../room.ts';
import { accepted, beside, DAY, iso, line, NOON, record, refused } from '../shelf.ts';
import { newProduct, newWarehouse, type Stocked, stocked } from '../stock.ts';
import { planOf, watched } from '../watched.ts';
import { sellingShelf, sendOrder, suppliedShelf, workOn } from '../worker/bench.ts';

/** Whoever doubts a figure gets all that it was made of, and comes to the same. */

const room = openRoom();
room.clock.now = NOON;

const pathOf = ({ company, product }: Stocked, query = ''): string =>
  `/companies/${company.id}/products/${product}/forecast${query}`;
const ask = (shelf: Stocked, query = '') => shelf.company.rest('GET', pathOf(shelf, query));
const explained = ({ company, product, warehouse }: Stocked) =>
  company.trpc.replenishment.explain.query({
    companyId: company.id,
    productId: product,
    warehouseId: warehouse,
  });
type Explained = Awaited<ReturnType<typeof explained>>;

const choose = async ({ rest }: Company, policy: object): Promise<void> =>
  accepted(await rest('PATCH', '/policy', policy));

/** Ten weeks with everything that happens to a shelf: bulk orders, returns, days that sell out, weeks without stock. */
async function eventfulShelf(timeZone: string): Promise<Stocked> {
  const company = await room.company({ timeZone });
  const shelf = await suppliedShelf(room, { company, opening: 80, terms: { pack_size: 12 } });
  const lines = Array.from({ length: 50 }, (_, index) => {
    const at = (hours: number) => ({
      occurred_at: iso(room.clock.now - (52 - index) * DAY + hours * 3_600_000),
    });
    if (index % 13 === 5) return [line(shelf, 'receipt', 40, at(3)), line(shelf, 'sale', 30, at(4))];
    if (index % 17 === 8) return [line(shelf, 'return', 2, at(1))];
    if (index % 5 === 4) return [];
    return [line(shelf, 'sale', 1 + (index % 4), at(index % 20))];
  });
  accepted(await company.rest('POST', '/movements/bulk', { mode: 'each', lines: lines.flat() }));
  const { on_hand } = accepted(await company.rest('GET', `/inventory/${shelf.product}/${shelf.warehouse}`));
  if (on_hand > 0) await record(shelf, 'sale', on_hand, { occurred_at: iso(room.clock.now - 3 * DAY) });
  await record(shelf, 'receipt', 9, { occurred_at: iso(room.clock.now - DAY) });
  return shelf;
}

const madeAnew = ({ days, inputs }: Explained) =>
  outlookOf({
    history: {
      netUnits: days.map(({ netUnits }) => netUnits),
      inStockShares: days.map(({ inStockShare }) => inStockShare),
    },
    ...inputs,
  });

test.each([
  ['adaptive', 'Asia/Kolkata'],
  ['mean_30', 'America/New_York'],
])('by %s, the answer alone makes every figure anew, to the last digit', async (method, timeZone) => {
  const shelf = await eventfulShelf(timeZone);
  await choose(shelf.company, { method });
  await workOn(room, shelf.company);
  const answer = await explained(shelf);
  const outlook = madeAnew(answer);
  expect(
    answer.days.filter(({ inStockShare }) => inStockShare > 0 && inStockShare < 1).length,
  ).toBeGreaterThan(1);
  expect(answer.velocityPerDay).toBeGreaterThan(0);
  expect({
    unitsPerDay: answer.velocityPerDay,
    plainMeanPerDay: answer.plainMeanPerDay,
    method: answer.method,
    confidence: answer.confidence,
    windowDays: answer.windowDays,
    inStockDays: answer.inStockDays,
    coverDays: answer.coverDays,
    p10Days: answer.coverDaysEarly,
    p90Days: answer.coverDaysLate,
    reorderPointUnits: answer.reorderPoint,
    orderUpToUnits: answer.orderUpTo,
    isDue: answer.isDue,
    suggested: { rawUnits: answer.needed, raisedUnits: answer.raised, roundedUnits: answer.suggested },
  }).toEqual({
    unitsPerDay: outlook.unitsPerDay,
    plainMeanPerDay: outlook.plainMeanPerDay,
    method,
    confidence: outlook.confidence,
    windowDays: outlook.windowDays,
    inStockDays: outlook.inStockDays,
    coverDays: outlook.coverDays,
    p10Days: outlook.p10Days,
    p90Days: outlook.p90Days,
    reorderPointUnits: outlook.reorderPointUnits,
    orderUpToUnits: outlook.orderUpToUnits,
    isDue: outlook.isDue,
    suggested: outlook.suggested,
  });
});

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

test('the columns of the days add up by hand to how often, how much and how fast it sells', async () => {
  const shelf = await eventfulShelf('Europe/Berlin');
  await workOn(room, shelf.company);
  const { days, adaptive, velocityPerDay, plainMeanPerDay, inStockDays } = await explained(shelf);
  if (!adaptive) throw new Error('the default method is adaptive');
  const sold = days.filter(({ countedUnits }) => countedUnits > 0);
  const weights = sum(sold.map(({ weight }) => weight));
  const often = weights / sum(days.map(({ weight, countedShare }) => weight * countedShare));
  const recent = sum(sold.map(({ weight, countedUnits }) => weight * countedUnits)) / weights;
  expect(adaptive.recentSoldDaysPerDay).toBeCloseTo(often, 10);
  expect(adaptive.recentUnits).toBeCloseTo(recent, 10);
  expect((adaptive.usualUnits * sold.length) / sum(sold.map((day) => day.countedUnits))).toBeCloseTo(1, 2);
  const atATime = recent * (adaptive.capUnits / 3.5 / recent) ** adaptive.usualWeight;
  const howOften = often * (sold.length / inStockDays / often) ** adaptive.usualWeight;
  const missed = Math.exp(adaptive.soldDaysMissed) - 1;
  expect(velocityPerDay).toBeCloseTo((howOften * atATime) / (1 + 0.01 * missed), 10);
  expect(days.filter(({ cappedTo }) => cappedTo !== null)).toHaveLength(adaptive.cappedDays);
  expect(sum(days.map(({ countedShare }) => countedShare))).toBeCloseTo(inStockDays, 10);
  expect(sum(days.slice(-30).map(({ netUnits }) => netUnits)) / 30).toBeCloseTo(plainMeanPerDay, 12);
});

test('by the literal rule, 60 sold in 30 days, in stock for 15 of them: 4 a day, 2 by the plain mean, 20 last 5 days', async () => {
  const shelf = await suppliedShelf(room, { opening: 0 });
  await choose(shelf.company, { method: 'mean_30' });
  const lines = Array.from({ length: 30 }, (_, index) => {
    const noon = room.clock.now - (30 - index) * DAY;
    const midnight = noon - DAY / 2;
    return [
      line(shelf, 'receipt', 2, { occurred_at: iso(midnight) }),
      line(shelf, 'sale', 2, { occurred_at: iso(noon) }),
    ];
  });
  accepted(await shelf.company.rest('POST', '/movements/bulk', { lines: lines.flat() }));
  await record(shelf, 'receipt', 20);
  await workOn(room, shelf.company);
  const answer = await explained(shelf);
  expect(answer).toMatchObject({
    method: 'mean_30',
    velocityPerDay: 4,
    plainMeanPerDay: 2,
    inStockDays: 15,
    windowDays: 30,
    daysUntilStockout: 5,
    stockoutDay: '2026-11-26',
    adaptive: null,
    mean30: { netUnits: 60, isLiftLimited: false },
  });
  const counted = answer.days.filter(({ weight }) => weight === 1);
  expect(counted).toHaveLength(30);
  const shares = sum(counted.map(({ countedShare }) => countedShare));
  expect(shares).toBeCloseTo(15, 6);
  expect(sum(counted.map(({ countedUnits }) => countedUnits)) / shares).toBeCloseTo(
    answer.velocityPerDay,
    12,
  );
});

test('what is on its way stands on its day, and moves the first stock-out, not the days left', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  await workOn(room, shelf.company);
  const [draft] = accepted(await shelf.company.rest('GET', '/orders')).items;
  await sendOrder(room, draft.id, Math.floor(room.clock.now / DAY) + 3);
  await workOn(room, shelf.company);
  const answer = await explained(shelf);
  const units = answer.incomingQuantity;
  expect(answer).toMatchObject({
    daysUntilStockout: 5,
    stockoutDay: '2026-11-26',
    supplier: { id: shelf.supplier, name: `Supplier of ${shelf.product}` },
    leadDays: 7,
    isLeadAssumed: false,
    inputs: { onHand: 20, arrivals: [{ inDays: 3, units, day: '2026-11-24' }] },
  });
  expect(units).toBeGreaterThan(20);
  const lasting = Math.floor((20 + units) / answer.velocityPerDay);
  expect(answer.firstStockout).toBe(iso(Date.parse('2026-11-21') + lasting * DAY).slice(0, 10));
  expect(answer.runOut).toBe(answer.firstStockout);
});

test('the early and the late end are days too, and the early one is what the reorder point is made of', async () => {
  const shelf = await sellingShelf(room, { left: 100 });
  await workOn(room, shelf.company);
  const answer = await explained(shelf);
  const dayIn = (days: number | null) =>
    days === null ? null : iso(Date.parse('2026-11-21') + Math.floor(days) * DAY).slice(0, 10);
  expect(answer.stockoutDayEarly).toBe(dayIn(answer.daysUntilStockoutEarly));
  expect(answer.stockoutDayLate).toBe(dayIn(answer.daysUntilStockoutLate));
  expect(answer.daysUntilStockoutEarly).toBeLessThan(answer.daysUntilStockout ?? 0);
  expect(answer.daysUntilStockoutLate).toBeGreaterThan(answer.daysUntilStockout ?? 0);
  const atThePoint = madeAnew({ ...answer, inputs: { ...answer.inputs, onHand: answer.reorderPoint } });
  expect(atThePoint.p10Days).toBeCloseTo(answer.reorder.protectedDays, 0);
  expect(atThePoint.p10Days).toBeGreaterThanOrEqual(answer.reorder.protectedDays);
});

test('a figure that waits to be computed anew says so, and so does one that was left alone for two days', async () => {
  const shelf = await sellingShelf(room, { left: 20 });
  const sweepAll = async () => {
    await sweep(await scopeOf(room.database, shelf.company.id, 'worker', room.clock.now));
    await workOn(room, shelf.company);
  };
  await sweepAll();
  expect(await explained(shelf)).toMatchObject({ isStale: false, currentStock: 20, inputs: { onHand: 20 } });
  await record(shelf, 'sale', 1);
  expect(await explained(shelf)).toMatchObject({ isStale: true, currentStock: 19, inputs: { onHand: 20 } });
  const waiting = await explained(shelf);
  expect(madeAnew(waiting).unitsPerDay).toBe(waiting.velocityPerDay);
  await workOn(room, shelf.company);
  expect(await explained(shelf)).toMatchObject({ isStale: false, inputs: { onHand: 19 } });
  await choose(shelf.company, { method: 'mean_30' });
  expect(await explained(shelf)).toMatchObject({ isStale: true, method: 'adaptive' });
  await sweepAll();
  expect(await explained(shelf)).toMatchObject({ isStale: false, method: 'mean_30' });
  room.clock.now += 2 * DAY + 1;
  expect(await explained(shelf)).toMatchObject({ isStale: true });
  room.clock.now = NOON;
});

test('before the first computation there is nothing to explain, nor where an earlier version stored less', async () => {
  const shelf = await stocked(room, 10);
  expect(refused(await ask(shelf))).toEqual([404, 'forecast_not_found']);
  await workOn(room, shelf.company);
  expect(accepted(await ask(shelf))).toMatchObject({
    velocity_per_day: 0,
    days_until_stockout: null,
    days: [],
  });
  await room.client.execute(
    `update forecasts set basis = '{"firstDay":1}' where product_id = ${shelf.product}`,
  );
  expect(refused(await ask(shelf))).toEqual([404, 'forecast_not_found']);
});

test('the warehouse may be left out where there is one; of several the caller is told the names', async () => {
  const shelf = await stocked(room, 10);
  const other = beside(shelf, { warehouse: await newWarehouse(shelf.company, 'Harbour') });
  await record(other, 'initial', 5);
  await workOn(room, shelf.company);
  const { status, body } = await ask(shelf);
  expect([status, body.code]).toEqual([400, 'invalid_input']);
  expect(body.details).toEqual([
    {
      field: 'warehouse_id',
      message: expect.stringMatching(
        new RegExp(`: ${shelf.warehouse} \\(.+\\), ${other.warehouse} \\(Harbour\\)$`),
      ),
    },
  ]);
  expect(accepted(await ask(shelf, `?warehouse_id=${other.warehouse}`)).warehouse_name).toBe('Harbour');
  await record(other, 'scrap', 5);
  accepted(await shelf.company.rest('DELETE', `/warehouses/${other.warehouse}`));
  expect(accepted(await ask(shelf)).warehouse_id).toBe(shelf.warehouse);
  expect(accepted(await ask(shelf, `?warehouse_id=${other.warehouse}`)).current_stock).toBe(0);
});

test('what is not there is named: the company, the product, the warehouse, or the product in it', async () => {
  const shelf = await stocked(room, 10);
  const { company, product, warehouse } = shelf;
  const stranger = await stocked(room, 10);
  const components = [{ product_id: product, quantity: 1 }];
  const bundle = accepted(
    await company.rest('POST', '/bundles', { name: 'B', sku: `B-${product}`, price: '1', components }),
  );
  const empty = await newWarehouse(company);
  const unstocked = await newProduct(company);
  const asked: [path: string, code: string][] = [
    [pathOf(stranger), 'company_not_found'],
    [pathOf({ ...shelf, product: stranger.product }), 'product_not_found'],
    [pathOf({ ...shelf, product: bundle.id }), 'product_not_found'],
    [pathOf(shelf, `?warehouse_id=${stranger.warehouse}`), 'warehouse_not_found'],
    [pathOf(shelf, `?warehouse_id=${empty}`), 'inventory_not_found'],
    [pathOf({ ...shelf, product: unstocked }), 'inventory_not_found'],
    [pathOf({ ...shelf, product: unstocked }, `?warehouse_id=${warehouse}`), 'inventory_not_found'],
  ];
  for (const [path, code] of asked)
    expect(refused(await company.rest('GET', path)), path).toEqual([404, code]);
});

test('it is one statement, which looks at the place and at nothing else', async () => {
  const shelf = await eventfulShelf('UTC');
  await workOn(room, shelf.company);
  const { calls, fetch } = watched(room);
  const headers = { authorization: `Bearer ${shelf.company.key}` };
  for (let again = 0; again < 2; again += 1) {
    calls.length = 0;
    expect((await fetch(`/api${pathOf(shelf)}`, { headers })).status).toBe(200);
  }
  expect(calls.map(({ method, statements }) => [method, statements.length])).toEqual([['execute', 1]]);
  for (const query of ['', `?warehouse_id=${shelf.warehouse}`]) {
    const plan = await planOf(room, shelf.company, pathOf(shelf, query));
    expect(
      plan.filter((step) =>
        /^(SCAN (?!i$|places|t$|\(subquery|CONSTANT)|SEARCH .*\(company_id=\?\)$)/.test(step),
      ),
    ).toEqual([]);
  }
});
