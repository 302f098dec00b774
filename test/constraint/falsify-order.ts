import { about, by, type Falsification, row, upsert } from './falsification.ts';
import { NOW, type Row } from './seed.ts';

const records = 'history_is_append_only';
const stock = 'stock_changes_only_through_movements';
const citation: Row = { product_id: 15, warehouse_id: 12, quantity: 4, receipt_id: 11 };
const sentLine: Row = { order_id: 34, product_id: 15 };

const orders: Falsification[] = [
  ...by(stock, {
    'all of it received by hand': 'update order_lines set received = quantity where order_id = 34',
    'nothing received after all': 'update order_lines set received = 0 where order_id = 36',
    'NULL, which a replace turns into the default': 'update or replace order_lines set received = null',
    'received, ignoring': 'update or ignore order_lines set received = received + 1',
    'a new line that has been received': row('order_lines', { received: 5 }, 'insert or ignore'),
  }),
  ...by('order_moved_on', {
    'received without goods': "update orders set status = 'received' where id = 34",
    'partly received without goods': "update or ignore orders set status = 'partly_received' where id = 32",
    'not received after all': "update orders set status = 'sent' where id = 36",
    'not sent after all':
      "update orders set status = 'approved', sent_at = null, sent_day = null where id = 34",
    'a draft again': "update or replace orders set status = 'draft' where id = 32",
    'alive again': "update orders set status = 'approved' where id = 37",
    'all of them': "update orders set status = 'cancelled'",
    'a new one that was sent': row('orders', { status: 'sent' }, 'insert or ignore'),
    'more in a line that was sent': 'update order_lines set quantity = 100 where order_id = 34',
    'another price in it': 'update or ignore order_lines set unit_cost = 1 where order_id = 34',
    'a line in its place': row('order_lines', sentLine, 'insert or replace'),
    'an upsert of a line': upsert('order_lines', sentLine, 'do update set quantity = 100'),
    'a line more': row('order_lines', { order_id: 34 }, 'insert'),
    'no line': 'delete from order_lines where order_id = 34',
    'its line in a draft': 'update or replace order_lines set order_id = 31 where order_id = 34',
  }),
  ...by(records, {
    'one in its place': row('orders', { id: 34 }, 'insert or replace'),
    'one with its number': row('orders', { number: 37 }, 'insert or replace'),
    'an upsert of its number': upsert('orders', { number: 34 }, "do update set status = 'received'"),
    'no order': 'delete from orders where id = 37',
    'no draft': 'delete from orders where id = 31',
    'no orders': 'delete from orders',
  }),
  ...by('identity_is_fixed', {
    'another id': 'update orders set rowid = 99 where id = 37',
    'another number': 'update or replace orders set number = 37 where id = 38',
    'another supplier': 'update orders set supplier_id = 11 where id = 34',
    'another product': 'update or replace order_lines set product_id = 16 where order_id = 33',
    'the stranger as its company': 'update orders set company_id = 2 where id = 37',
    'no policy': 'delete from policies where company_id = 1',
    'our policy for the stranger': 'update or replace policies set company_id = 2 where company_id = 1',
  }),
];

const receipts: Falsification[] = [
  ...by(records, {
    'a line of less': 'update receipt_lines set quantity = 1 where receipt_id = 11',
    'a line in its place': row('receipt_lines', { receipt_id: 11, quantity: 9 }, 'insert or replace'),
    'an upsert of a line': upsert('receipt_lines', { receipt_id: 11 }, 'do update set quantity = 9'),
    'no lines': 'delete from receipt_lines',
    'another order': 'update receipts set order_id = 34 where id = 11',
    'another id': 'update receipts set rowid = 99 where id = 13',
    'one in its place': row('receipts', { id: 13, order_id: 34 }, 'insert or replace'),
    'no receipt': 'delete from receipts where id = 13',
  }),
  ...by('recorded_only_with_its_movements', {
    'a movement that cites it again': row('movements', citation, 'insert'),
    'one that cites it, ignoring': row('movements', citation, 'insert or ignore'),
    'one of another size': row('movements', { ...citation, quantity: 5 }, 'insert'),
    'one of another product': row('movements', { ...citation, product_id: 12 }, 'insert or replace'),
    'one that cites an empty receipt': row('movements', { ...citation, receipt_id: 13 }, 'insert'),
    'an adjustment that cites it': row(
      'movements',
      { ...citation, type: 'adjustment', quantity: -4 },
      'insert',
    ),
  }),
  ...by('receipt_not_found', {
    'a movement that cites the stranger': row('movements', { ...citation, receipt_id: 41 }, 'insert'),
  }),
  ...by('movements_are_append_only', {
    'a movement that cites it afterwards': 'update movements set receipt_id = 11 where id = 8',
    'a movement that no longer does': 'update movements set receipt_id = null where receipt_id = 11',
    'the movement of it gone': 'delete from movements where receipt_id = 11',
  }),
  ...by('order_over_received', {
    'more than was ordered': row('receipt_lines', { quantity: 7 }, 'insert or ignore'),
  }),
];

const letters: Falsification[] = [
  ...by(records, {
    'other words': "update letters set text = 'Send more' where id = 34",
    'other words, replacing': "update or replace letters set html = '' where id = 51",
    'another id': 'update letters set rowid = 99 where id = 34',
    'the id of another, replacing it': 'update or replace letters set rowid = 34 where id = 51',
    'another address after it went': "update letters set to_address = 'a@b.example' where id = 34",
    'a second one in its place': row('letters', { order_id: 34 }, 'insert or replace'),
    'an upsert': upsert('letters', { order_id: 34 }, "do update set text = 'Send more'"),
    'no letter': 'delete from letters where id = 34',
  }),
  ...by('letter_moved_on', {
    'not sent after all': "update letters set status = 'queued', sent_at = null where id = 34",
    'failed after all, ignoring':
      "update or ignore letters set status = 'failed', sent_at = null where id = 34",
    'one that was never sent': row('letters', { status: 'sent', sent_at: NOW }, 'insert or replace'),
  }),
];

const shortages: Falsification[] = [
  ...by('shortage_is_resolved', {
    'open again': "update shortages set status = 'open', resolved_at = null, resolution = null where id = 12",
    'the id of another, replacing it': 'update or replace shortages set rowid = 12 where id = 11',
    'another place': 'update shortages set product_id = 16 where id = 11',
  }),
  ...by(records, {
    'a second one in its place': row('shortages', { product_id: 15 }, 'insert or replace'),
    'one in its place': row('shortages', { id: 12 }, 'insert or replace'),
    'no shortages': 'delete from shortages',
  }),
];

const foreign = by('FOREIGN KEY constraint failed', {
  'a forecast for their shelf': row('forecasts', { product_id: 21, warehouse_id: 21 }, 'insert'),
  'a forecast for a shelf that is not there': row('forecasts', { product_id: 16 }, 'insert or replace'),
  'a shortage on their shelf': row('shortages', { product_id: 21, warehouse_id: 21 }, 'insert or ignore'),
  'a line that answers their shortage': row('order_lines', { shortage_id: 21 }, 'insert'),
  'a line that turns to their shortage': 'update order_lines set shortage_id = 21 where order_id = 34',
  'a line that goes to their order': 'update or replace order_lines set order_id = 41 where order_id = 31',
  'a letter about their order': row('letters', { order_id: 41 }, 'insert or replace'),
  'their letter about our order': row('letters', { company_id: 2, order_id: 32 }, 'insert'),
  'a digest for nobody': row('letters', { company_id: 99, kind: 'digest', order_id: null, day: 1 }, 'insert'),
  'our policy for their supplier': 'update supplier_policies set supplier_id = 21',
  'their company for our policy': 'update or replace supplier_policies set company_id = 2',
  'a secret for nobody': 'update secrets set company_id = 99 where company_id = 1',
  'no supplier': 'delete from suppliers where id = 12',
  'a supplier that goes to them': 'update suppliers set company_id = 2 where id = 12',
  'a warehouse with another id': 'update warehouses set rowid = 99 where id = 12',
});

export const orderFalsifications: Falsification[] = [
  ...about('an order', orders),
  ...about('a receipt', receipts),
  ...about('a letter', letters),
  ...about('a shortage', shortages),
  ...about('a stranger', foreign),
];
