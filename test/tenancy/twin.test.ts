import { expect, test } from 'vitest';
import { getPlanning } from '../../db/replenishment/place.ts';
import { scopeTo } from '../../db/scope.ts';
import { recompute } from '../../worker/job/recompute.ts';
import { dumpOf } from '../dump.ts';
import type { Noun } from '../import/file.ts';
import { type Company, type Json, openRoom } from '../room.ts';
import { iso, NOON } from '../shelf.ts';

/** Two companies that call everything by the same names and do the same: each is as if it were alone. */

const room = openRoom();
const platform = openRoom({ skuScope: 'platform' });
room.clock.now = NOON;

const hours = (ago: number): string => iso(NOON - ago * 3_600_000);
const item = { sku: 'TEA', name: 'Tea', price: '8.90', product_type: 'Drink', supplier: 'Leaf' };
const move = { sku: 'tea', warehouse: 'barn', type: 'sale', quantity: 4 };
const found = { sku: 'TEA', warehouse: 'Barn' };

type Step = [path: string, body?: object, key?: string];
const importing = (noun: Noun, lines: object[]): Step[] => [
  [`/${noun}/import`, { lines, preview: true }],
  [`/${noun}/import`, { lines }, `import-of-${noun}-${JSON.stringify(lines).length}`],
];

const first: Step[] = [
  ['/warehouses', { name: 'Barn' }],
  ['/warehouses', { name: 'Shed' }],
  ...importing('suppliers', [{ name: 'Leaf', contact_email: 'leaf@a.example' }, { name: 'Root' }]),
  ...importing('products', [item, { ...item, sku: 'CUP', product_type: 'Ware', supplier: 'Root' }]),
  ['/products', { sku: 'POT', name: 'Pot', price: '20', product_type: 'Ware' }],
  ...importing('terms', [
    { sku: 'TEA', supplier: 'Root', unit_cost: '3' },
    { sku: 'POT', supplier: 'Leaf', unit_cost: '9' },
  ]),
  ...importing('movements', [
    { key: 'a', ...move, type: 'initial', quantity: 30, occurred_at: hours(90) },
    { key: 'b', ...move, occurred_at: hours(40) },
    { key: 'c', ...move, occurred_at: hours(5) },
  ]),
  ...importing('counts', [{ key: 'd', ...found, counted: 25, occurred_at: hours(20) }]),
];

const again: Step[] = [
  ...importing('suppliers', [{ name: 'leaf', contact_email: 'new@a.example' }]),
  ...importing('products', [
    { sku: 'tea', price: '9.50', product_type: 'Ware', supplier: 'Root' },
    { sku: 'CUP', name: 'Cup', supplier: 'Leaf' },
  ]),
  ...importing('terms', [
    { sku: 'TEA', supplier: 'Leaf', unit_cost: '2', is_primary: true, minimum_quantity: 6 },
    { sku: 'POT', supplier: 'Leaf', is_primary: true },
  ]),
  ...importing('movements', [
    { key: 'b', ...move, occurred_at: hours(40) },
    { key: 'e', ...move, warehouse: 'Shed', type: 'receipt' },
  ]),
  ...importing('counts', [
    { key: 'd', ...found, counted: 25, occurred_at: hours(20) },
    { key: 'f', ...found, counted: 7, occurred_at: hours(30) },
    { key: 'g', ...found, warehouse: 'shed', counted: 3 },
  ]),
  ['/members', { name: 'Ann', email: 'ann@a.example', role: 'viewer' }],
];

/** Without what counts through all companies, and who it was. */
const plain = (answers: unknown[]): Json =>
  JSON.parse(JSON.stringify(answers), (name, value) => (/(^|_)(id|cursor|actor)$/.test(name) ? null : value));

async function take({ rest }: Company, steps: Step[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const [path, body, key] of steps) {
    const { status, body: answer } = await rest('POST', path, body, key ? { 'idempotency-key': key } : {});
    answers.push([path, status, answer]);
    if (key)
      answers.push(
        (await rest('POST', path, body, { 'idempotency-key': key })).headers.get('idempotency-replayed'),
      );
  }
  return answers;
}

async function seen({ id, rest }: Company): Promise<unknown[]> {
  const scope = { company: id, timeZone: 'UTC', actor: 'test' };
  await recompute(scopeTo(room.database, scope, room.clock.now));
  const lists = [
    'products',
    'suppliers',
    'terms',
    'product-types',
    'inventory',
    'movements',
    'counts',
    'members',
  ];
  const answers = [];
  for (const list of lists) answers.push((await rest('GET', `/${list}`)).body.items);
  const { items } = (await rest('GET', '/products')).body;
  for (const product of items)
    answers.push((await rest('GET', `/movements?product_id=${product.id}`)).body.items);
  return answers;
}

test('neither meets the other by name, whichever was first and whoever goes on', async () => {
  const [one, other] = [await room.company(), await room.company()];
  const begun = await take(one, first);
  const before = await dumpOf(room.client, { company: one.id });
  expect(plain(await take(other, first))).toEqual(plain(begun));
  expect(await dumpOf(room.client, { company: one.id })).toEqual(before);
  const others = await dumpOf(room.client, { company: other.id });
  const went = await take(one, again);
  expect(await dumpOf(room.client, { company: other.id })).toEqual(others);
  const kept = await dumpOf(room.client, { company: one.id });
  expect(plain(await take(other, again))).toEqual(plain(went));
  expect(await dumpOf(room.client, { company: one.id })).toEqual(kept);
  expect(plain(await seen(other))).toEqual(plain(await seen(one)));
});

test('where a SKU is one for all, that of another company names nothing', async () => {
  const [theirs, ours] = [await platform.company(), await platform.company()];
  for (const { rest } of [theirs, ours]) {
    await rest('POST', '/warehouses', { name: 'Barn' });
    await rest('POST', '/suppliers', { name: 'Leaf' });
  }
  await theirs.rest('POST', '/products', { sku: 'TEA', name: 'Tea', price: '1' });
  const lines: [Noun, object][] = [
    ['terms', { sku: 'TEA', supplier: 'Leaf' }],
    ['movements', { key: 'a', ...move, type: 'receipt' }],
    ['counts', { key: 'b', ...found, counted: 1 }],
  ];
  for (const [noun, line] of lines)
    for (const preview of [true, false]) {
      const { body } = await ours.rest('POST', `/${noun}/import`, { lines: [line], preview });
      expect([noun, body.results[0].code]).toEqual([noun, 'product_not_found']);
    }
  const taken = await ours.rest('POST', '/products', { sku: 'tea', name: 'Tea', price: '1' });
  expect(taken.body.code).toBe('duplicate_sku');
});

test('what one company sets for itself, no other has set', async () => {
  const companies = [await room.company(), await room.company()];
  const planned = async ({ id }: Company) => {
    const caller = { company: id, timeZone: 'UTC', actor: 'test' };
    return (await getPlanning(scopeTo(room.database, caller, room.clock.now))).targetDays;
  };
  for (const [index, company] of [...companies, ...companies].entries()) {
    const others = companies.filter(({ id }) => id !== company.id);
    const before = await Promise.all(others.map(({ id }) => dumpOf(room.client, { company: id })));
    const set = { target_days: 31 + index, review_days: 9 + index };
    expect(await company.rest('PATCH', '/policy', set)).toMatchObject({ status: 200, body: set });
    expect(await company.rest('GET', '/policy')).toMatchObject({ body: set });
    expect(await planned(company)).toBe(set.target_days);
    expect(await Promise.all(others.map(({ id }) => dumpOf(room.client, { company: id })))).toEqual(before);
  }
});
