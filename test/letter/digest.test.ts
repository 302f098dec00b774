import { expect, test } from 'vitest';
import { digestLetter, noticeLetter } from '../../worker/letter.ts';
import { digest, notice } from './sample.ts';

const quiet = { ...digest, shortages: [], held: [], letters: [], overdue: [] };

test('a digest says what happened, what was done and what a person should do', () => {
  const { subject, text } = digestLetter(digest);
  expect(subject).toBe(
    'Fern & Kettle Ltd, 21 November: 3 new shortages, 1 waiting, 2 letters to look after, 1 overdue',
  );
  expect(text).toBe(`Fern & Kettle Ltd
Saturday 21 November 2026

New shortages (3)
-----------------

Pour-over kettle, matt black, 1 litre                        3 days left
  KETTLE-BLK-1L, Main warehouse: 14 on hand.
  Ordered from Hario Europe B.V.: PO-000012.

Oolong "Iron Goddess", loose leaf, 250 g tin                    sold out
  TEA-TGY-250, Shop, Park Street: none on hand.
  Already on order: PO-000009, due Tuesday 24 November 2026.

Bamboo whisk
  WHISK-100, Main warehouse: 2 on hand.
  Nothing was ordered: no supplier is set for this product.

Waiting for a person (1)
------------------------

PO-000013 to Kyoto Tea Traders
  It is above the limit of 2000.00 GBP that may be sent without
  approval.

Letters to look after (2)
-------------------------

PO-000011 to Glass & Co                             may not have arrived
  sales@glass.example: the connection broke after the letter was handed
  over.
  Ask Glass & Co whether it arrived. Then mark the letter as sent, or
  send it again.

PO-000010 to Tin Works                                     not delivered
  order@tinworks.example: 550 5.1.1 No such user here
  Check the address, correct it if it is wrong, and send the letter
  again.

Overdue orders (1)
------------------

PO-000007 from Oak & Ash Crates                              4 days late
  Was due Tuesday 17 November 2026.

Open StockFlow:
https://stock.fernandkettle.example/
`);
});

test('empty sections are left out, in subject, text and page', () => {
  const { subject, text, html } = digestLetter({ ...quiet, overdue: digest.overdue });
  expect(subject).toBe('Fern & Kettle Ltd, 21 November: 1 overdue');
  for (const version of [text, html]) {
    expect(version).toContain('Overdue orders');
    expect(version).not.toMatch(/shortage|Waiting|look after/);
  }
});

test('a day without anything says so', () => {
  const { subject, text, html } = digestLetter(quiet);
  expect(subject).toBe('Fern & Kettle Ltd, 21 November: nothing to report');
  for (const version of [text, html])
    expect(version).toContain('Nothing ran short, and nothing waits for you.');
});

test('every way a shortage can be met has its sentence', () => {
  const [first] = digest.shortages;
  const said = (done: (typeof digest.shortages)[number]['done']) =>
    digestLetter({ ...quiet, shortages: first ? [{ ...first, daysLeft: 0.4, done }] : [] }).text;
  const named = { orderNumber: 'PO-1', supplier: 'Hario' };
  expect(said({ action: 'ordered', ...named })).toContain('Ordered from Hario: PO-1.');
  expect(said({ action: 'drafted', ...named })).toContain('PO-1 to Hario is drafted and has not left yet.');
  expect(said({ action: 'incoming', orderNumber: 'PO-1', dueDay: null })).toContain('no date confirmed yet');
  expect(said({ action: 'none', why: 'it is paused.' })).toContain('Nothing was ordered: it is paused.');
  expect(said({ action: 'none', why: 'it is paused.' })).toContain('less than a day left');
});

test('owners read which order failed, what the server said and what to do', () => {
  const { subject, text, html } = noticeLetter(notice);
  expect(subject).toBe('Order PO-000010 did not reach Tin Works');
  expect(text).toBe(`Fern & Kettle Ltd
Order PO-000010 was not delivered

The mail server refused the letter and will not take it later. Tin Works
does not know of this order, and it is not sent again until you do
something.

Order         PO-000010
Supplier      Tin Works
Address       order@tinworks.example

The mail server said
  550-5.1.1 The email account that you tried to reach does not exist.
  550 5.1.1 Please check for typing errors.

What to do
  1. Check the address order@tinworks.example. A typing error is the
     usual cause.
  2. If it is wrong, correct it at the supplier and send the letter
     again.
  3. If it is right, call Tin Works: their mailbox may be full, closed,
     or set to refuse you.

Open StockFlow:
https://stock.fernandkettle.example/orders/10
`);
  for (const said of [
    'order@tinworks.example',
    'does not exist.<br>550 5.1.1',
    'PO-000010',
    'call Tin Works',
  ])
    expect(html).toContain(said);
});
