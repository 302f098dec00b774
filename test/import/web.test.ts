import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapHeader } from '../../web/import/header.ts';
import { type Kind, kinds } from '../../web/import/kind.ts';
import { Shelves } from '../../web/import/preview.ts';
import { openImport } from '../../web/import/read.ts';
import { flag, money, when, whole } from '../../web/import/value.ts';
import { exportRow, exportStart, template } from '../../web/import/write.ts';
import { type Company, openRoom } from '../room.ts';
import { accepted, DAY, NOON } from '../shelf.ts';
import { send } from './file.ts';

const room = openRoom();

async function read<Line, Item>(kind: Kind<Line, Item>, ...parts: string[]) {
  const { faults, notes, chunks } = await openImport(kind, new Blob(parts));
  const read = await Array.fromAsync(chunks());
  return {
    faults,
    notes,
    chunks: read,
    lines: read.flatMap(({ lines }) => lines.map(({ line }) => line)),
    rows: read.flatMap(({ lines }) => lines.map(({ row }) => row)),
    refused: read.flatMap((chunk) => chunk.faults.map(({ row, column, message }) => [row, column, message])),
  };
}

describe('the header', () => {
  test('columns are found by what others call them, in any spelling and order', () => {
    const { columns, faults, notes } = mapHeader(kinds.products, [
      'VARIANT PRICE',
      'low_stock_threshold',
      'Sku',
      '',
    ]);
    expect(columns.map((column) => column?.field)).toEqual(['price', 'lowStockThreshold', 'sku', undefined]);
    expect([faults, notes]).toEqual([[], []]);
  });

  test('missing, doubled and unknown columns are told by name', () => {
    const { faults, notes } = mapHeader(kinds.terms, ['Vendor', 'Supplier', 'Colour']);
    expect(faults).toEqual([
      'There is no column SKU. Add one; “product sku”, “variant sku”, “item code” would do as well.',
      '“Vendor” and “Supplier” both mean Supplier. Keep one of them.',
    ]);
    expect(notes).toEqual([
      expect.stringMatching(/^“Colour” is not known and is passed over\. Known are SKU, /),
    ]);
  });

  test('no two columns of an import answer to the same name', () => {
    for (const kind of Object.values(kinds)) {
      const names = kind.columns.flatMap(({ name, field, synonyms }) => [
        ...new Set([name, field, ...synonyms].map((one) => one.toLowerCase().replace(/[^a-z]/g, ''))),
      ]);
      expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
    }
  });
});

describe('a cell', () => {
  test.each([
    ['12.50', '12.50'],
    ['12,5', '12.5'],
    ['€ 1.234,50', '1234.50'],
    ['1,234,567.8', '1234567.8'],
    ["1'234.50", '1234.50'],
    ['1 234,50', '1234.50'],
    ['7', '7'],
  ])('%s is an amount of %s', (cell, amount) => {
    expect(money(cell)).toEqual({ value: amount });
  });

  test.each(['1,234', '1.234', '-3', '1.2.3', '12.505', 'free', '1e3', '123456789'])(
    '%s is no amount, or more than one',
    (cell) => {
      expect(money(cell)).toEqual({ fault: expect.any(String) });
    },
  );

  test('whole numbers, yes and no, and days are read as they are written, and nothing else is', () => {
    const units = whole(0, 1000);
    expect([units('20'), units('20.0'), units('20,00'), flag('Yes'), flag('0')]).toEqual(
      [20, 20, 20, true, false].map((value) => ({ value })),
    );
    const read = [
      units('1.000'),
      units('2.5'),
      units('-1'),
      flag('perhaps'),
      when('03/08/2026'),
      when('2026-13-01'),
    ];
    expect(read).toEqual(read.map(() => ({ fault: expect.any(String) })));
    expect(when('2026-08-03 09:30')).toEqual({ value: '2026-08-03 09:30' });
  });
});

describe('a file', () => {
  test('every fault is told with its row and column, and the other rows are read', async () => {
    const { lines, rows, refused } = await read(
      kinds.products,
      'SKU;Name;Price;Type;Low at;Active\n',
      'A;Assam;8,90;Tea;20;yes\n',
      ';Nameless;x;;;\n',
      'B;;;;;\n',
      'a;Assam again;1;;;\n',
      'C;Ceylon;1;;;;stray\n',
    );
    expect(lines).toEqual([
      { sku: 'A', name: 'Assam', price: '8.90', productType: 'Tea', lowStockThreshold: 20, isActive: true },
      { sku: 'B', productType: null, lowStockThreshold: null },
    ]);
    expect(rows).toEqual([2, 4]);
    expect(refused).toEqual([
      [3, 'SKU', 'is missing'],
      [3, 'Price', 'is not an amount with at most two decimals, like 12.50'],
      [5, 'SKU', 'is in row 2 already: keep one'],
      [6, '', 'has more cells than the header'],
    ]);
  });

  test('each row has a key of the file, or its own; another file has others', async () => {
    const header = 'Key,SKU,Warehouse,Type,Qty\n';
    const keys = async (...rows: string[]) =>
      (await read(kinds.movements, header, ...rows)).lines.map(({ key }) => key);
    const [own, made] = await keys('till 1,A,Berlin,sold,1\n', ',A,Berlin,sale,1\n');
    expect([own, made]).toEqual(['till 1', expect.stringMatching(/^[0-9a-f]{16}-\d+:3$/)]);
    expect((await keys('till 1,A,Berlin,sold,1\n', ',A,Berlin,sale,1\n'))[1]).toBe(made);
    expect((await keys('till 1,A,Berlin,sold,1\n', ',A,Berlin,sale,2\n'))[1]).not.toBe(made);
  });

  test('no chunk is larger than a call may be', async () => {
    const description = 'ä'.repeat(5000);
    const rows = Array.from({ length: 300 }, (_, index) => `SKU-${index},${description}\n`);
    const { chunks, rows: found } = await read(kinds.products, 'sku,description\n', ...rows);
    for (const { lines } of chunks) expect(JSON.stringify(lines).length * 2).toBeLessThan(1_900_000);
    expect(chunks.length).toBeGreaterThan(2);
    expect(found).toEqual(rows.map((_, index) => index + 2));
  });

  test('the template of every import is a file that it takes', async () => {
    for (const [name, { faults, notes, lines, refused }] of [
      ['products', await read(kinds.products, template(kinds.products))],
      ['suppliers', await read(kinds.suppliers, template(kinds.suppliers))],
      ['terms', await read(kinds.terms, template(kinds.terms))],
      ['movements', await read(kinds.movements, template(kinds.movements))],
      ['counts', await read(kinds.counts, template(kinds.counts))],
    ] as const)
      expect([name, faults, notes, lines.length, refused]).toEqual([name, [], [], 1, []]);
  });
});

/** All of a list, page by page. */
async function walked<Item>(
  list: (cursor?: string) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

const exported = <Line, Item>(kind: Kind<Line, Item>, items: Item[]): string =>
  exportStart(kind) + items.map((item) => exportRow(kind, item)).join('');

/** Text as people and other programs write it, formulas and quotes included. */
const odd = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/\p{Cc}/gu, ' '))
  .filter((text) => text.isWellFormed() && text.trim() !== '');
const formula = fc.constantFrom('=1+1', '+49 30', '-', "'=x", '@a', '"', 'a,b;c', "''-1", '-5', ' x ');
const named = fc.oneof(odd, formula);

async function furnished(): Promise<Company> {
  const company = await room.company();
  const unique = {
    minLength: 5,
    maxLength: 15,
    selector: (text: string) => text.normalize('NFKC').toLowerCase().trim(),
  };
  const names = fc.sample(fc.uniqueArray(named, unique), { seed: 7, numRuns: 3 }).flat();
  const suppliers = names.map((name, index) => ({
    name,
    contact_email: index % 2 ? null : 'a@b.example',
    lead_time_days: index % 3 ? index : null,
    is_active: index % 4 > 0,
  }));
  accepted(await send(company, 'suppliers', suppliers));
  const products = names.map((sku, index) => ({
    sku,
    name: names.at(-index),
    price: `${index}.5`,
    product_type: index % 3 ? names[index % 5] : null,
    low_stock_threshold: index % 2 ? index : null,
    description: index % 2 ? `${sku}\n=2` : null,
    is_active: index % 5 > 0,
  }));
  accepted(await send(company, 'products', products));
  const terms = names.flatMap((sku, index) => [
    { sku, supplier: names[0], unit_cost: '3', supplier_code: sku.slice(0, 9).trim() || null, pack_size: 6 },
    { sku, supplier: names[1], is_primary: index % 2 > 0, is_active: index % 3 > 0, lead_time_days: 3 },
  ]);
  accepted(await send(company, 'terms', terms));
  accepted(await company.rest('POST', '/warehouses', { name: '=Berlin, "Mitte"' }));
  const moved = names.map((sku, index) => ({
    key: `row ${index}`,
    sku,
    warehouse: '=Berlin, "Mitte"',
    type: 'initial',
    quantity: index,
  }));
  accepted(await send(company, 'movements', moved));
  return company;
}

test('what is exported and brought in again changes nothing, whatever it is called', async () => {
  room.clock.now = NOON;
  const { trpc } = await furnished();
  const page = (cursor?: string) => ({ limit: 7, ...(cursor !== undefined && { cursor }) });
  const { catalogue, ledger } = trpc;
  const products = await walked((cursor) => catalogue.product.list.query(page(cursor)));
  const suppliers = await walked((cursor) => catalogue.supplier.list.query(page(cursor)));
  const terms = await walked((cursor) => catalogue.terms.list.query(page(cursor)));
  expect(Math.min(products.length, suppliers.length, terms.length / 2)).toBeGreaterThan(10);
  const files = {
    products: await read(kinds.products, exported(kinds.products, products)),
    suppliers: await read(kinds.suppliers, exported(kinds.suppliers, suppliers)),
    terms: await read(kinds.terms, exported(kinds.terms, terms)),
  };
  for (const { refused, faults, notes } of Object.values(files))
    expect([refused, faults, notes]).toEqual([[], [], []]);
  const unchanged = (count: number) => ({ created: 0, updated: 0, unchanged: count, refused: 0 });
  const brought = [
    await catalogue.product.import.mutate({ lines: files.products.lines }),
    await catalogue.supplier.import.mutate({ lines: files.suppliers.lines }),
    await catalogue.terms.import.mutate({ lines: files.terms.lines }),
  ];
  expect(brought).toMatchObject([products, suppliers, terms].map(({ length }) => unchanged(length)));

  room.clock.now += DAY;
  const inventory = await walked((cursor) => ledger.inventory.list.query(page(cursor)));
  const counted = await read(kinds.counts, exported(kinds.counts, inventory));
  const counts = await ledger.count.import.mutate({ lines: counted.lines });
  expect(counts).toMatchObject({ created: inventory.length, refused: 0 });
  expect(counts.results.filter(({ expected, onHand }) => expected !== onHand)).toEqual([]);
  expect(await ledger.count.import.mutate({ lines: counted.lines })).toMatchObject(
    unchanged(inventory.length),
  );
});

test('the history is exported, and not taken for something to record', async () => {
  const { trpc } = await furnished();
  const { items } = await trpc.ledger.movement.list.query({ limit: 3 });
  const { faults } = await openImport(kinds.movements, new Blob([exported(kinds.movements, items)]));
  expect(faults).toEqual([expect.stringMatching(/^“On hand after” .* recorded twice\.$/)]);
});

test('a file that is previewed in parts is foreseen as it then comes to pass', async () => {
  room.clock.now = NOON;
  const { rest, trpc } = await room.company();
  accepted(await rest('POST', '/warehouses', { name: 'Berlin' }));
  accepted(await rest('POST', '/products', { sku: 'TEA', name: 'Tea', price: '1' }));
  const moves = ['receipt,5', 'sale,3', 'sale,3', 'receipt,2', 'sale,4', 'sale,1', 'scrap,9'];
  const { lines } = await read(
    kinds.movements,
    'SKU,Warehouse,Movement,Quantity\n',
    ...moves.map((move, index) => `${index % 2 ? 'tea' : 'TEA'},Berlin,${move}\n`),
  );
  const parts = [lines.slice(0, 2), lines.slice(2, 3), lines.slice(3)];
  const shelves = new Shelves();
  const foreseen: unknown[] = [];
  for (const part of parts) {
    const assumed = shelves.assumedFor(part);
    const { results } = await trpc.ledger.movement.import.mutate({ preview: true, assumed, lines: part });
    shelves.note(part, results);
    foreseen.push(...results.map(({ outcome, onHand }) => [outcome, onHand]));
  }
  const { results } = await trpc.ledger.movement.import.mutate({ lines });
  expect(results.map(({ outcome, onHand }) => [outcome, onHand])).toEqual(foreseen);
  expect(foreseen.map(String)).toEqual([
    'created,5',
    'created,2',
    'refused,2',
    'created,4',
    'created,0',
    'refused,0',
    'refused,0',
  ]);
});
