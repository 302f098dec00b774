import { expect, test } from 'vitest';
import { hasSoldOut, historyOn, isOutFor, lastedFrom, stockOn } from '../../tools/backtest/past.ts';
import { fourADay, moved, pastFrom, selling, startOfDay, today } from './ledger.ts';

const past = pastFrom(fourADay, today);

test('4 a day from 200 units: 56 are left on the morning of day 137, and the last go at 14:00 of day 150', () => {
  expect([101, 137, 150, 151, 160, 161].map((day) => stockOn(past, day))).toEqual([200, 56, 4, 0, 0, 50]);
  expect(lastedFrom(past, 137, 28)).toBeCloseTo(13 + 14 / 24, 9);
  expect(lastedFrom(past, 137, 13)).toBe(13);
  expect(lastedFrom(past, 155, 28)).toBe(0);
});

test('a shelf is sold out on the day it runs empty by sales, not on those it stays empty or is filled', () => {
  const days = Array.from({ length: today - 100 }, (_, index) => 100 + index);
  expect(days.filter((day) => hasSoldOut(past, day))).toEqual([150, 173]);
  const sentAway = pastFrom([moved(100, 8, 'receipt', 9), moved(102, 9, 'transfer_out', -9)], 110);
  expect(hasSoldOut(sentAway, 102)).toBe(false);
});

test('how long stock lasted is not known past the end of the ledger, nor across days without stock', () => {
  expect(lastedFrom(past, 174, 28)).toBe(0);
  expect(lastedFrom(pastFrom(selling(100, 10, -1), 110), 105, 28)).toBeNull();
  const brokenOff = pastFrom(
    [
      moved(100, 8, 'receipt', 9),
      moved(102, 9, 'transfer_out', -9),
      moved(105, 9, 'receipt', 99),
      ...selling(106, 20, 4),
    ],
    130,
  );
  expect(lastedFrom(brokenOff, 101, 28)).toBeNull();
  expect(lastedFrom(brokenOff, 106, 10)).toBe(10);
});

test('a morning knows nothing of its own day, and of a return only when it has come back', () => {
  const takenBack: [number, number, number][] = [[105, 110, 3]];
  const ledger = pastFrom([moved(100, 8, 'receipt', 99), ...selling(101, 20, 1)], 125, takenBack);
  expect(historyOn(ledger, 107, 365).netUnits).toEqual([0, 1, 1, 1, 1, 4, 1]);
  expect(historyOn(ledger, 110, 4).netUnits).toEqual([1, 1, 1, 1]);
  expect(historyOn(ledger, 110, 365).netUnits[5]).toBe(4);
  expect(historyOn(ledger, 111, 365).netUnits[5]).toBe(1);
});

test('what came later changes nothing of what a morning knew', () => {
  for (const day of [120, 151, 165]) {
    const then = pastFrom(
      fourADay.filter(({ at }) => at < startOfDay(day)),
      day,
    );
    expect(historyOn(past, day, 365)).toEqual(historyOn(then, day, 365));
  }
});

test('half a year without stock is told from a shorter time', () => {
  const empty = pastFrom([moved(10, 8, 'receipt', 4), moved(20, 14, 'sale', -4)], 300);
  expect([200, 201].map((day) => isOutFor(empty, day, 180))).toEqual([false, true]);
  expect(isOutFor(empty, 300, 500)).toBe(false);
});
