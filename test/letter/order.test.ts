import { expect, test } from 'vitest';
import { widthOf } from '../../worker/letter/plain.ts';
import { type OrderLetterLine, orderLetter } from '../../worker/letter.ts';
import { line, order, seen } from './sample.ts';

const withLines = (...lines: OrderLetterLine[]) => orderLetter({ ...order, lines });
const textLines = (text: string) => text.split('\n').map((row) => row.trimEnd());

test('an order reads as a person would have typed it', () => {
  const { subject, text } = orderLetter(order);
  expect(subject).toBe('Order PO-000012 from Fern & Kettle Ltd');
  expect(text).toBe(`Fern & Kettle Ltd
Purchase order PO-000012

To            Hario Europe B.V.
Ordered       Saturday 21 November 2026
Wanted by     Friday 4 December 2026
Deliver to    Main warehouse
              12 Mill Lane
              Bristol
              BS1 4ND

Please confirm this order with a delivery date, or decline it.
https://stock.fernandkettle.example/answer/9f2c4e7ab1d05836c7e2?letter=12&part=1
The link works until Saturday 28 November 2026.

Note
  Please deliver before noon; the yard closes at one.
  Ring the bell at the green gate.

------------------------------------------------------------------------

1.   HKP-4410 (our code KETTLE-BLK-1L)
     Pour-over kettle, matt black, 1 litre
     96 = 8 packs of 12, at 12.50 each                       EUR 1200.00

2.   VCF-02-100W (our code FILTER-02)
     Paper filters 02, 100 sheets
     240 = 6 packs of 40, at 3.15 each                        EUR 756.00

3.   Our code SCALE-PRO
     Coffee scale with timer
     7, at 31.00 each                                         EUR 217.00

------------------------------------------------------------------------
Total for 3 lines                                            EUR 2173.00
------------------------------------------------------------------------

Questions? Reply to this letter: your answer goes to
orders@fernandkettle.example.

Sent for Fern & Kettle Ltd by StockFlow.
`);
});

test('sums are exact where floating point is not', () => {
  const exact = (unitCost: string, quantity: number) => ({ ...line, unitCost, quantity, packSize: 1 });
  const { text, html } = withLines(exact('0.10', 3), exact('0.0375', 3), exact('99999999.99', 9_000_000_000));
  for (const version of [text, html])
    for (const sum of ['0.3000', '0.1125', '899999999910000000.0000', '899999999910000000.4125'])
      expect(version).toContain(sum);
  expect(withLines(exact('7', 6)).text).toContain('EUR 42\n');
});

test('one unknown cost leaves every total out, and says so', () => {
  const { text, html } = withLines(line, { ...line, unitCost: null });
  for (const version of [text, seen(html)]) {
    expect(version).toContain('There is no total: we have no price for 1 of the 2 lines.');
    expect(version).toMatch(/12\.50\s+each/);
    expect(version).not.toContain('1200.00');
    expect(version).not.toMatch(/Total/);
  }
});

test('without any cost there is no word about money', () => {
  const { text, html } = withLines({ ...line, unitCost: null }, { ...line, unitCost: null });
  for (const version of [text, seen(html)]) expect(version).not.toMatch(/\bEUR\b|total|price|each/i);
});

test('a cost that is no decimal is refused, not guessed at', () => {
  for (const unitCost of ['12,50', '1e3', '-1', '', ' 1', '.5'])
    expect(() => withLines({ ...line, unitCost })).toThrow('is not a cost like 12.50');
});

test('packs are named, with what is left over', () => {
  const quantities = (quantity: number, packSize: number) =>
    textLines(withLines({ ...line, quantity, packSize, unitCost: null }).text).find((row) =>
      /^ {5}\d/.test(row),
    );
  expect(quantities(96, 12)).toBe('     96 = 8 packs of 12');
  expect(quantities(12, 12)).toBe('     12 = 1 pack of 12');
  expect(quantities(100, 12)).toBe('     100 = 8 packs of 12 + 4');
  expect(quantities(5, 12)).toBe('     5');
  expect(quantities(5, 1)).toBe('     5');
});

test('the supplier reads their own code first, and ours where they have none', () => {
  const { html } = orderLetter(order);
  expect(html.indexOf('HKP-4410')).toBeLessThan(html.indexOf('KETTLE-BLK-1L'));
  expect(html).toContain('<b><bdi>HKP-4410</bdi></b>');
  expect(html).toContain('our code <bdi>SCALE-PRO</bdi>');
});

test('what is not given is not mentioned', () => {
  const { text, html } = orderLetter({
    ...order,
    company: { ...order.company, replyTo: null },
    order: { ...order.order, wantedDay: null, note: null },
    deliverTo: { warehouse: 'Main warehouse', address: null },
    answerUrl: null,
  });
  for (const version of [text, seen(html)])
    expect(version).not.toMatch(/null|undefined|false|Wanted|Note|confirm|link|Questions/i);
});

test('two hundred lines with long names, other scripts and emoji stay within 72 columns', () => {
  const names = [
    'W'.repeat(300),
    'إبريق الشاي الأسود 1 لتر',
    '日本茶道具'.repeat(30),
    '👨‍👩‍👧‍👦'.repeat(60),
    'a b'.repeat(99),
  ];
  const lines = Array.from({ length: 200 }, (_, at) => ({
    ...line,
    name: names[at % names.length] ?? '',
    sku: 'S'.repeat(64),
    supplierCode: at % 2 ? 'C'.repeat(80) : null,
    quantity: 1_000_000_000,
    packSize: 7,
  }));
  const { text, html } = orderLetter({ ...order, supplier: { name: 'N'.repeat(200) }, lines });
  const long = textLines(text).filter((row) => widthOf(row) > 72 && !row.startsWith('https://'));
  expect(long).toEqual([]);
  expect(text).toMatch(/\n200\. /);
  expect(html.match(/<tr/g)?.length).toBe(200 + 2 + 4);
});

test('a day that does not exist is refused', () => {
  for (const orderDay of ['2026-02-30', '2026-13-01', '21.11.2026', ''])
    expect(() => orderLetter({ ...order, order: { ...order.order, orderDay } })).toThrow('is not a day');
});

test('two hundred ordinary lines stay below the 102 KB at which Gmail cuts a letter off', () => {
  const lines = Array.from({ length: 200 }, (_, at) => ({ ...line, sku: `KETTLE-BLK-${at}` }));
  expect(Buffer.byteLength(orderLetter({ ...order, lines }).html)).toBeLessThan(102_000);
});
