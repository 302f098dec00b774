import { expect, test } from 'vitest';
import { openRoom } from '../room.ts';
import { accepted } from '../shelf.ts';
import { watched } from '../watched.ts';
import type { Noun } from './file.ts';

const room = openRoom();

/** What SQLite walks from its beginning, and what it finds by nothing but the company. */
const throughAll =
  /^(SCAN (?!json_each\b|a\b|\(subquery|CONSTANT)(?!\w+ VIRTUAL TABLE)|SEARCH .*\(company_id=\?\)$)/;
/** The lines themselves and what is made of them, and the end of an index for a maximum. */
const areLines = /^SCAN (j|l|line|named|wanted|judged|grouped|decided|w|n)$/;

/** Children that might wait for a new parent: planned for an insert of several rows, looked at only while some do wait. */
const areChildren = /^SEARCH (order_lines|transfer_lines|bundle_sales|components) /;

const lines: [Noun, object][] = [
  ['suppliers', { name: 'Nordic', lead_time_days: 3 }],
  ['products', { sku: 'TEA', name: 'Tea', price: 1, product_type: 'Tea', supplier: 'Nordic' }],
  ['terms', { sku: 'TEA', supplier: 'Nordic', is_primary: true, pack_size: 6 }],
  ['movements', { key: 'a', sku: 'TEA', warehouse: 'Berlin', type: 'receipt', quantity: 5 }],
  ['counts', { key: 'a', sku: 'TEA', warehouse: 'Berlin', counted: 5 }],
];

test('an import costs what its lines cost: no step walks through all that the company has', async () => {
  const { rest, key } = await room.company();
  accepted(await rest('POST', '/warehouses', { name: 'Berlin' }));
  const { calls, fetch } = watched(room);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  for (const [noun, line] of lines) {
    const body = JSON.stringify({ lines: [line] });
    expect((await fetch(`/api/${noun}/import`, { method: 'POST', headers, body })).status).toBe(200);
  }
  const statements = calls.filter(({ method }) => method === 'batch').flatMap((call) => call.statements);
  expect(statements.length).toBeGreaterThan(15);
  const found: string[] = [];
  for (const { sql, args } of statements) {
    const { rows } = await room.client.execute({ sql: `explain query plan ${sql}`, args });
    const walks = rows.map((row) => String(row.detail)).filter((step) => throughAll.test(step));
    const wrong = walks.filter((step) => !areLines.test(step) && !areChildren.test(step));
    found.push(...wrong.map((step) => `${step}: ${sql.replace(/\s+/g, ' ').slice(0, 80)}`));
  }
  expect(found).toEqual([]);
});
