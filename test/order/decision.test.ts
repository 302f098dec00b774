import { describe, expect, test } from 'vitest';
import { localDay, minuteOfDay, momentOf } from '../../db/day.ts';
import { type ReleaseFacts, releaseOf } from '../../worker/release.ts';

/** The decision alone: facts and a clock in, what happens to the order out. */

const NOW = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;

const line = { productId: 1, isChosen: false, confidence: 'high', velocityAt: NOW } as const;
const low = { ...line, productId: 2, confidence: 'low' } as const;
const stale = { ...line, productId: 3, velocityAt: NOW - 48 * HOUR - 1 };

const policy = {
  mode: 'automatic',
  opensMinute: 0,
  closesMinute: 1440,
  dailyCap: 10,
  isPaused: false,
} as const;

const facts: ReleaseFacts = {
  status: 'draft',
  origin: 'automatic',
  heldBy: null,
  releaseAt: NOW,
  approvedBy: null,
  address: 'sales@hario.example',
  policy,
  mailedToday: 0,
  letterId: null,
  lines: [line],
};

const decide = (changed: Partial<ReleaseFacts>, now = NOW, timeZone = 'UTC') =>
  releaseOf({ ...facts, ...changed }, { now, today: localDay(now, timeZone), timeZone });

const send = { action: 'send', toAddress: 'sales@hario.example' };
const held = (heldBy: string, dueAt: number | null = null) => ({ action: 'hold', heldBy, dueAt });

test.each<[what: string, changed: Partial<ReleaseFacts>, expected: object]>([
  ['a draft that is ready', {}, send],
  ['a draft that nobody gave a collecting time', { releaseAt: null }, send],
  ['a draft that still collects', { releaseAt: NOW + 1 }, { action: 'wait', dueAt: NOW + 1 }],
  ['an order that has its letter', { status: 'approved', letterId: 7 }, { action: 'none' }],
  [
    'an order whose letter was held by a pause',
    { status: 'approved', letterId: 7, heldBy: 'paused' },
    { action: 'retry' },
  ],
  [
    'an order whose letter was refused',
    { status: 'approved', letterId: 7, heldBy: 'mail_failed' },
    { action: 'none' },
  ],
  ['an order that was sent', { status: 'sent' }, { action: 'none' }],
  ['an order that was cancelled', { status: 'cancelled' }, { action: 'none' }],
  ['a draft without lines', { lines: [] }, { action: 'none' }],
  ['a company that wants to see every order', { policy: { ...policy, mode: 'review' } }, held('review')],
  ['a draft written by hand', { origin: 'manual' }, held('review')],
  ['a draft that somebody edits', { heldBy: 'review' }, held('review')],
  ['a pause', { policy: { ...policy, isPaused: true } }, held('paused')],
  ['a cap that is reached', { mailedToday: 10 }, held('daily_cap', Date.parse('2026-11-22'))],
  ['a cap that is not', { mailedToday: 9 }, send],
  ['low confidence', { lines: [low] }, held('low_confidence')],
  ['no forecast at all', { lines: [{ ...line, confidence: null }] }, held('low_confidence')],
  ['figures of 48 hours', { lines: [{ ...line, velocityAt: NOW - 48 * HOUR }] }, send],
  ['older figures', { lines: [stale] }, held('stale_velocity')],
  ['figures that were never computed', { lines: [{ ...line, velocityAt: null }] }, held('stale_velocity')],
  ['both faults', { lines: [stale, low] }, held('low_confidence')],
  [
    'some fit lines',
    { lines: [line, low, { ...line, productId: 4 }] },
    { action: 'split', fit: { productIds: [1, 4], heldBy: 'low_confidence' } },
  ],
  [
    'a fit and a stale line',
    { lines: [stale, line] },
    { action: 'split', fit: { productIds: [1], heldBy: 'stale_velocity' } },
  ],
  ['a quantity that a person chose', { lines: [{ ...low, isChosen: true }] }, send],
  ['no address', { address: null }, held('no_email')],
  ['no address, and too late for today', { address: null, mailedToday: 10 }, held('no_email')],
  ['no address, and a line that is not fit', { address: null, lines: [line, low] }, held('no_email')],
  ['no address, and a pause', { address: null, policy: { ...policy, isPaused: true } }, held('paused')],
])('%s', (_, changed, expected) => {
  expect(decide(changed)).toEqual(expected);
});

describe('what a person approved', () => {
  const approved = { status: 'approved', approvedBy: 'key:3' } as const;

  test.each<[what: string, changed: Partial<ReleaseFacts>, expected: object]>([
    ['goes out though written by hand', { origin: 'manual' }, send],
    ['goes out through review', { policy: { ...policy, mode: 'review' } }, send],
    ['goes out through a pause', { policy: { ...policy, isPaused: true } }, send],
    ['goes out over the cap', { mailedToday: 10 }, send],
    ['goes out after hours', { policy: { ...policy, opensMinute: 0, closesMinute: 1 } }, send],
    ['goes out with low confidence', { lines: [low, stale] }, send],
    ['goes out before its time', { releaseAt: NOW + HOUR }, send],
    ['waits for an address', { address: null }, held('no_email')],
    ['does not go out twice', { letterId: 7 }, { action: 'none' }],
  ])('%s', (_, changed, expected) => {
    expect(decide({ ...approved, ...changed })).toEqual(expected);
  });

  test('what the policy approved and an address held up meets pause, hours and cap again', () => {
    const waited = { status: 'approved', approvedBy: 'policy', heldBy: 'no_email' } as const;
    expect(decide(waited)).toEqual(send);
    expect(decide({ ...waited, policy: { ...policy, isPaused: true } })).toEqual(held('paused'));
    expect(decide({ ...waited, mailedToday: 10 })).toMatchObject(held('daily_cap', Date.parse('2026-11-22')));
  });
});

describe('hours', () => {
  const office = { policy: { ...policy, opensMinute: 9 * 60, closesMinute: 17 * 60 } };
  const at = (moment: string, timeZone: string) => decide(office, Date.parse(moment), timeZone);

  test('open from the first minute to the last', () => {
    const fresh = { ...office, lines: [{ ...line, isChosen: true }], releaseAt: null };
    const local = (time: string) => decide(fresh, Date.parse(`2026-11-20T${time}+05:30`), 'Asia/Kolkata');
    expect(local('08:59:59')).toEqual(held('hours', Date.parse('2026-11-20T09:00+05:30')));
    expect(local('09:00')).toEqual(send);
    expect(local('16:59:59')).toEqual(send);
    expect(local('17:00')).toEqual(held('hours', Date.parse('2026-11-21T09:00+05:30')));
  });

  test.each([
    ['before the clocks go forward', '2027-03-27T20:00Z', '2027-03-28T08:00Z'],
    ['on that day', '2027-03-28T05:00Z', '2027-03-28T08:00Z'],
    ['before they go back', '2027-10-30T20:00Z', '2027-10-31T09:00Z'],
    ['on that day, at night', '2027-10-31T00:30Z', '2027-10-31T09:00Z'],
  ])('nine in the morning in London is nine by the clock: %s', (_, now, due) => {
    const chosen = { ...office, lines: [{ ...line, isChosen: true }], releaseAt: null };
    expect(decide(chosen, Date.parse(now), 'Europe/London')).toEqual(held('hours', Date.parse(due)));
    expect(decide(chosen, Date.parse(due), 'Europe/London')).toEqual(send);
  });

  test('an opening that the clocks skip is soon after, and open', () => {
    const early = { ...facts, lines: [{ ...line, isChosen: true }], releaseAt: null };
    const skipped = { ...early, policy: { ...policy, opensMinute: 90, closesMinute: 600 } };
    const due = momentOf(localDay(Date.parse('2027-03-28T12:00Z'), 'Europe/London'), 90, 'Europe/London');
    expect(minuteOfDay(due, 'Europe/London')).toBeGreaterThanOrEqual(90);
    expect(decide(skipped, due, 'Europe/London')).toEqual(send);
  });

  test('a full cap is due at the opening of the next local day, in its own hour', () => {
    const now = Date.parse('2027-03-27T12:00Z');
    const full = { ...office, mailedToday: 10, lines: [{ ...line, isChosen: true }], releaseAt: null };
    expect(decide(full, now, 'Europe/London')).toEqual(held('daily_cap', Date.parse('2027-03-28T08:00Z')));
  });

  test('the local evening is not the evening of UTC', () => {
    expect(at('2026-11-21T12:00Z', 'Pacific/Auckland')).toMatchObject({ heldBy: 'hours' });
    expect(at('2026-11-21T12:00Z', 'UTC')).toEqual(send);
  });
});
