import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localDay, startOfDay } from '../../db/day.ts';
import { historyOf, type LedgerRows, mayTouchZero, type ShelfHistory } from '../../worker/forecast/shelf.ts';
import { velocityOf } from '../../worker/forecast/velocity.ts';
import { type Moved, rowsOf, soldOutAtNoon } from './ledger.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const dayOf = (date: string): number => Date.parse(date) / DAY;
const today = dayOf('2026-11-21');
const at = (day: number, hour: number): number => startOfDay(day, 'UTC') + hour * HOUR;
const onHandOf = (moved: readonly Moved[]): number =>
  moved.reduce((units, { quantity }) => units + quantity, 0);
const historyFrom = (
  moved: readonly Moved[],
  timeZone = 'UTC',
  now = today,
  windowDays = 180,
): ShelfHistory => historyOf(rowsOf(moved, { today: now, windowDays, timeZone }), onHandOf(moved));
const receipt = (when: number, quantity: number): Moved => ({ at: when, type: 'receipt', quantity });
const sale = (when: number, quantity: number): Moved => ({ at: when, type: 'sale', quantity: -quantity });

test('60 sold in 30 local days, in stock for 15.0 of them, are 4 a day', () => {
  const moved = soldOutAtNoon({ today, dailyUnits: 2, count: 30, timeZone: 'Asia/Kolkata' });
  const history = historyFrom(moved, 'Asia/Kolkata');
  expect(history.inStockShares).toEqual(Array.from({ length: 30 }, () => 0.5));
  expect(velocityOf(history, { method: 'mean_30' })).toMatchObject({
    unitsPerDay: 4,
    plainMeanPerDay: 2,
    basis: { inStockDays: 15, netUnits: 60 },
  });
});

test('three sold on the only in-stock day of 30 widen the window to 180 and are held to three times the mean', () => {
  const moved = [receipt(at(today - 180, 0), 1), sale(at(today - 180, 0), 1)];
  const history = historyFrom([...moved, receipt(at(today - 1, 0), 3), sale(at(today, 0) - 1, 3)]);
  const velocity = velocityOf(history, { method: 'mean_30' });
  expect(velocity.basis).toMatchObject({ windowDays: 180, isLiftLimited: true });
  expect(velocity.unitsPerDay).toBeCloseTo(0.3, 12);
  expect(velocity.confidence).toBe('low');
});

test('a day counts for the time until it sold out and from when it was refilled', () => {
  const moved = [
    receipt(at(today - 3, 0), 5),
    sale(at(today - 3, 12), 5),
    receipt(at(today - 1, 18), 9),
    sale(at(today - 1, 19), 2),
  ];
  expect(historyFrom(moved)).toEqual({
    firstDay: today - 3,
    netUnits: [5, 0, 2],
    inStockShares: [0.5, 0, 0.25],
  });
});

test('the day a place opens counts from its opening, and what moved today is no day yet', () => {
  const opened = [receipt(at(today - 2, 6), 10), sale(at(today - 1, 9), 4)];
  const expected = { firstDay: today - 2, netUnits: [0, 4], inStockShares: [0.75, 1] };
  expect(historyFrom(opened)).toEqual(expected);
  expect(historyFrom([...opened, sale(at(today, 1), 6), receipt(at(today, 2), 30)])).toEqual(expected);
  expect(historyFrom([receipt(at(today, 1), 5)])).toEqual({
    firstDay: today,
    netUnits: [],
    inStockShares: [],
  });
});

test('a movement that a fast clock dated tomorrow is on hand, and moves no day before it', () => {
  const moved = [receipt(at(today - 1, 0), 3), receipt(at(today + 1, 0), 50)];
  expect(historyFrom(moved).inStockShares).toEqual([1]);
  expect(historyFrom([...moved, sale(at(today - 1, 6), 3)]).inStockShares).toEqual([0.25]);
});

test('a place without any entry has no day, and one older than the window only the days of the window', () => {
  expect(historyFrom([])).toEqual({ firstDay: today, netUnits: [], inStockShares: [] });
  const history = historyFrom([receipt(at(today - 400, 0), 8), sale(at(today - 300, 0), 8)]);
  expect(history.netUnits).toHaveLength(180);
  expect(history).toMatchObject({
    firstDay: today - 180,
    inStockShares: Array.from({ length: 180 }, () => 0),
  });
});

test('a day of 23 or 25 hours is shared by its real length', () => {
  for (const [date, hours] of [
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ] as const) {
    const day = dayOf(date);
    const start = startOfDay(day, 'Europe/London');
    const moved = [receipt(start, 4), sale(start + 10 * HOUR, 4), receipt(start + hours * HOUR, 1)];
    expect(historyFrom(moved, 'Europe/London', day + 1).inStockShares).toEqual([10 / hours]);
  }
});

test('a sale recorded late, before the receipt that fed it, is a time without stock and not with less than none', () => {
  const moved = [receipt(at(today - 1, 0), 2), sale(at(today - 1, 6), 5), receipt(at(today - 1, 18), 10)];
  expect(historyFrom(moved).inStockShares).toEqual([0.5]);
  expect(historyFrom([sale(at(today - 2, 12), 5), receipt(at(today - 1, 12), 6)])).toMatchObject({
    netUnits: [5, 0],
    inStockShares: [0, 0.5],
  });
});

test('a transfer of 40 and a recount of -5 are no sales and leave the velocity as it is', () => {
  const sold = Array.from({ length: 60 }, (_, day) => sale(at(today - 60 + day, 12), 4));
  const plain = [receipt(at(today - 60, 0), 500), ...sold];
  const moved = [
    ...plain,
    { at: at(today - 20, 13), type: 'transfer_out', quantity: -40 } as const,
    { at: at(today - 10, 13), type: 'count', quantity: -5 } as const,
  ];
  expect(historyFrom(moved)).toEqual(historyFrom(plain));
});

test('stock that never came near zero needs no events', () => {
  const moved = [receipt(at(today - 9, 5), 100), sale(at(today - 5, 5), 60), receipt(at(today - 2, 9), 5)];
  const rows = rowsOf(moved, { today, windowDays: 180, timeZone: 'UTC' });
  expect(rows.events).toEqual([[at(today - 9, 5), 100]]);
  expect(mayTouchZero(10, 9, 0)).toBe(false);
  for (const [start, sold, net] of [
    [0, 0, 5],
    [10, 0, -10],
    [10, 10, 20],
  ] as const)
    expect(mayTouchZero(start, sold, net)).toBe(true);
});

const zones = ['Europe/London', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Kolkata', 'Australia/Lord_Howe'];
/** Clocks change in all but one of the zones in one of these spans. */
const spans = ['2018-11-01', '2024-04-23', '2026-03-26', '2026-10-22', '2026-04-01'];
const movements = (types: readonly Moved['type'][]) =>
  fc.array(
    fc.record({
      minute: fc.integer({ min: 0, max: 8 * 1440 - 1 }),
      type: fc.constantFrom(...types),
      units: fc.integer({ min: 1, max: 6 }),
    }),
    { maxLength: 25 },
  );
const arbitraryPlace = (types: readonly Moved['type'][]) =>
  fc
    .record({ zone: fc.constantFrom(...zones), span: fc.constantFrom(...spans), list: movements(types) })
    .map(({ zone, span, list }) => {
      const first = dayOf(span);
      const moved: Moved[] = list
        .map(({ minute, type, units }) => ({
          at: startOfDay(first, zone) + minute * MINUTE,
          type,
          quantity: type === 'sale' || type === 'scrap' ? -units : units,
        }))
        .sort((one, other) => one.at - other.at);
      const now = first + 9;
      return { moved, now, zone, rows: rowsOf(moved, { today: now, windowDays: 7, timeZone: zone }) };
    });

test('sales and receipts give the very shares that watching the shelf every minute does', () => {
  fc.assert(
    fc.property(arbitraryPlace(['sale', 'receipt']), ({ moved, now, zone, rows }) => {
      const history = historyOf(rows, onHandOf(moved));
      expect(history.inStockShares).toHaveLength(now - history.firstDay);
      history.inStockShares.forEach((share, day) => {
        expect(share).toBeCloseTo(watchedShare(moved, history.firstDay + day, zone), 12);
      });
    }),
    { numRuns: 150 },
  );
});

test('whatever moves, a day that touches zero is exact, and no day counts for less than it was open', () => {
  fc.assert(
    fc.property(arbitraryPlace(['sale', 'receipt', 'return', 'scrap']), ({ moved, zone, rows }) => {
      const history = historyOf(rows, onHandOf(moved));
      const fetched = new Set(rows.events.map(([when]) => localDay(when, zone)));
      history.inStockShares.forEach((share, index) => {
        const watched = watchedShare(moved, history.firstDay + index, zone);
        if (fetched.has(history.firstDay + index)) expect(share).toBeCloseTo(watched, 12);
        else expect([watched, 1]).toContain(share);
      });
    }),
    { numRuns: 150 },
  );
});

test('events of other days, and a longer list of days, change nothing', () => {
  fc.assert(
    fc.property(arbitraryPlace(['sale', 'receipt', 'return', 'scrap']), ({ moved, now, zone, rows }) => {
      const everything: LedgerRows = {
        ...rowsOf(moved, { today: now, windowDays: 1000, timeZone: zone }),
        windowDays: 7,
        events: moved.map(({ at, quantity }) => [at, quantity] as const),
      };
      expect(historyOf(everything, onHandOf(moved))).toEqual(historyOf(rows, onHandOf(moved)));
    }),
    { numRuns: 150 },
  );
});

/** Once a minute: is there anything on the shelf? */
function watchedShare(moved: readonly Moved[], day: number, zone: string): number {
  const [begin, end] = [startOfDay(day, zone), startOfDay(day + 1, zone)];
  let open = 0;
  for (let minute = begin; minute < end; minute += MINUTE)
    if (onHandOf(moved.filter(({ at }) => at <= minute)) > 0) open++;
  return open / ((end - begin) / MINUTE);
}
