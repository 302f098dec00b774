import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localDay, minuteOfDay, momentOf, startOfDay } from '../db/day.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const dayOf = (date: string): number => Date.parse(date) / DAY;
const beginning = (date: string, zone: string): string =>
  new Date(startOfDay(dayOf(date), zone)).toISOString();
const hoursOf = (date: string, zone: string): number =>
  (startOfDay(dayOf(date) + 1, zone) - startOfDay(dayOf(date), zone)) / HOUR;

test('a sale at 23:30 in Kolkata belongs to the 31st, at 00:30 to the 1st', () => {
  expect(localDay(Date.parse('2026-10-31T18:00:00Z'), 'Asia/Kolkata')).toBe(dayOf('2026-10-31'));
  expect(localDay(Date.parse('2026-10-31T19:00:00Z'), 'Asia/Kolkata')).toBe(dayOf('2026-11-01'));
  expect(beginning('2026-11-01', 'Asia/Kolkata')).toBe('2026-10-31T18:30:00.000Z');
});

test('a day begins at local midnight, and lasts 23 or 25 hours when the clocks change', () => {
  expect(beginning('2026-03-29', 'Europe/London')).toBe('2026-03-29T00:00:00.000Z');
  expect(beginning('2026-03-30', 'Europe/London')).toBe('2026-03-29T23:00:00.000Z');
  const days = ['2026-03-28', '2026-03-29', '2026-10-25'];
  expect(days.map((date) => hoursOf(date, 'Europe/London'))).toEqual([24, 23, 25]);
  expect(hoursOf('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5);
});

test('where the clocks skip midnight, the day begins at one', () => {
  expect(beginning('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  expect(beginning('2024-04-26', 'Africa/Cairo')).toBe('2024-04-25T22:00:00.000Z');
  expect(beginning('2024-03-31', 'Asia/Beirut')).toBe('2024-03-30T22:00:00.000Z');
  expect(hoursOf('2018-11-04', 'America/Sao_Paulo')).toBe(23);
});

test('where the clocks show midnight twice, the day begins at the first', () => {
  expect(beginning('2021-10-29', 'Asia/Amman')).toBe('2021-10-28T21:00:00.000Z');
  expect(hoursOf('2021-10-29', 'Asia/Amman')).toBe(25);
  expect(beginning('2025-11-02', 'America/Havana')).toBe('2025-11-02T04:00:00.000Z');
});

test('a day that a zone left out has no length', () => {
  expect(beginning('2011-12-30', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
  expect(['2011-12-29', '2011-12-30', '2011-12-31'].map((date) => hoursOf(date, 'Pacific/Apia'))).toEqual([
    24, 0, 24,
  ]);
});

test('in every zone the first moment of a day belongs to it, and the one before to an earlier day', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const day = fc.integer({ min: dayOf('2012-01-01'), max: dayOf('2040-01-01') });
  fc.assert(
    fc.property(zone, day, (timeZone, first) => {
      for (const day of [first, first + 1, first + 2]) {
        const start = startOfDay(day, timeZone);
        expect(localDay(start, timeZone)).toBe(day);
        expect(localDay(start - 1, timeZone)).toBeLessThan(day);
        expect(startOfDay(day + 1, timeZone)).toBeGreaterThan(start);
      }
    }),
    { numRuns: 300 },
  );
});

test('every change of the clocks in twelve years leaves the days in order', () => {
  const zones = ['Europe/London', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Beirut', 'Australia/Lord_Howe'];
  for (const zone of zones)
    for (let day = dayOf('2014-01-01'); day < dayOf('2026-01-01'); day++) {
      const start = startOfDay(day, zone);
      if (localDay(start, zone) !== day || localDay(start - 1, zone) !== day - 1)
        expect.fail(`${zone} ${new Date(day * DAY).toISOString()} begins ${new Date(start).toISOString()}`);
    }
});

test('a minute that the clocks skip comes soon after, on both sides of Greenwich', () => {
  const at = (date: string, minute: number, zone: string) =>
    new Date(momentOf(dayOf(date), minute, zone)).toISOString();
  expect(at('2027-09-05', 0, 'America/Santiago')).toBe('2027-09-05T04:00:00.000Z');
  expect(at('2027-03-14', 150, 'America/New_York')).toBe('2027-03-14T07:30:00.000Z');
  expect(at('2027-03-28', 90, 'Europe/London')).toBe('2027-03-28T01:30:00.000Z');
  expect(at('2027-03-28', 150, 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
});

test('in every zone a minute of a day is that minute, or the first that is shown in its place', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const day = fc.integer({ min: dayOf('2012-01-01'), max: dayOf('2040-01-01') });
  fc.assert(
    fc.property(zone, day, fc.integer({ min: 0, max: 1439 }), (timeZone, first, minute) => {
      const at = momentOf(first, minute, timeZone);
      const shown = localDay(at, timeZone) * 1440 + minuteOfDay(at, timeZone);
      const lateMinutes = shown - (first * 1440 + minute);
      expect(lateMinutes).toBeGreaterThanOrEqual(0);
      // No clock has been put on by more than three hours since 2012.
      expect(lateMinutes).toBeLessThanOrEqual(180);
    }),
    { numRuns: 300 },
  );
});
