import { expect, test } from 'vitest';
import * as z from 'zod';
import '../api/issue.ts';
import { type Json, openRoom } from './room.ts';
import { accepted } from './shelf.ts';

const room = openRoom();

/** What is wrong with each field, as the caller reads it. */
async function complaints(path: string, body: unknown): Promise<Record<string, string>> {
  const { rest } = await room.company();
  const { status, body: answer } = await rest('POST', path, body);
  expect([status, answer.code]).toEqual([400, 'invalid_input']);
  return Object.fromEntries(answer.details.map(({ field, message }: Json) => [field, message]));
}

test('what is wrong with a field is said in words that go on from its name', async () => {
  expect(await complaints('/products', { sku: ' ', price: '1' })).toEqual({
    sku: 'must not be empty',
    name: 'is missing',
  });
  expect(await complaints('/suppliers', { name: 7, contact_email: 'tea', lead_time_days: 1.5 })).toEqual({
    name: 'must be text',
    contact_email: 'must be an e-mail address, like orders@shop.example',
    lead_time_days: 'must be a whole number',
  });
  expect(await complaints('/suppliers', { name: 'x'.repeat(256), lead_time_days: 366 })).toEqual({
    name: 'must have at most 255 characters',
    lead_time_days: 'must be 365 or less',
  });
  expect(await complaints('/suppliers', { name: 'Tea', lead_time_days: -1, color: 'red' })).toEqual({
    lead_time_days: 'must be 0 or more',
    color: 'is not a known field',
  });
  expect(await complaints('/movements/bulk', { lines: [] })).toEqual({ lines: 'must not be empty' });
  expect(await complaints('/movements/bulk', { lines: 'many' })).toEqual({ lines: 'must be a list' });
  expect(await complaints('/products', [])).toEqual({ '': 'must be an object' });
});

test('where one of several is meant, all of them are named', async () => {
  const { rest } = await room.company();
  const { id } = accepted(await rest('POST', '/warehouses', { name: 'Main' }));
  const said = await complaints('/movements', { warehouse_id: id, product_id: 1, type: 'sail', quantity: 1 });
  expect(said.type).toMatch(/^must be one of: .*\bsale\b/);
});

test.each<[schema: z.ZodType, given: unknown, said: string]>([
  [z.int(), '3', 'must be a number'],
  [z.boolean(), 'yes', 'must be true or false'],
  [z.literal('sale'), 'sail', 'must be sale'],
  [z.string().min(3), 'ab', 'must have at least 3 characters'],
  [z.array(z.int()).min(2), [1], 'must have at least 2 entries'],
  [z.array(z.int()).max(1), [1, 2], 'must have at most 1 entry'],
  [z.int().positive(), 0, 'must be more than 0'],
  [z.int().lt(9), 9, 'must be less than 9'],
  [z.iso.date(), 'today', 'must be a day, like 2026-08-03'],
  [z.iso.datetime(), '2026-08-03', 'must be a time with its offset, like 2026-08-03T09:30:00Z'],
  [z.union([z.string(), z.number()]), true, 'is of a kind that cannot be used here'],
  [z.string().refine(() => false, 'has words of its own'), 'x', 'has words of its own'],
])('%#: $2', (schema, given, said) => {
  expect(schema.safeParse(given).error?.issues.map(({ message }) => message)).toEqual([said]);
});
