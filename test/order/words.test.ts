import { expect, test } from 'vitest';
import { type Ordering, orderingWords } from '../../web/part/ordering-words.ts';

/** The window tells beforehand what will happen to orders. */

const usual: Ordering = {
  mode: 'automatic',
  collectingSeconds: 60,
  opensAt: '08:00',
  closesAt: '18:00',
  dailyCap: 3,
  isPaused: false,
};
const told = (rules: Partial<Ordering>) => orderingWords({ ...usual, ...rules }, 'Tea House').join(' ');

test('by themselves: after collecting, in the hours, so many a day', () => {
  expect(told({})).toContain(
    'drafts an order for Tea House and collects for 1 minute whatever else runs low. Then one letter leaves by itself, between 08:00 and 18:00.',
  );
  expect(told({})).toContain('leaves at 08:00. Tea House gets at most 3 orders a day');
  expect(told({ dailyCap: 1 })).toContain('at most 1 order a day');
});

test('at any hour and at once there is nothing to wait for', () => {
  const words = told({ collectingSeconds: 0, opensAt: '00:00', closesAt: '24:00' });
  expect(words).toContain('drafts an order for Tea House. Then one letter leaves by itself, at any hour.');
  expect(words).not.toContain('another time');
});

test('after approval, or paused, nothing leaves by itself', () => {
  expect(told({ mode: 'review', isPaused: true })).toContain('waits until one of you approves it');
  expect(told({ isPaused: true })).toContain('nothing leaves by itself while ordering is paused');
  for (const words of [told({ mode: 'review' }), told({ isPaused: true })])
    expect(words).not.toContain('leaves by itself, ');
});
