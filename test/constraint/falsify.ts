import { about, by, type Falsification, row, upsert } from './falsification.ts';
import { orderFalsifications } from './falsify-order.ts';
import type { Row } from './seed.ts';

const stock = 'stock_changes_only_through_movements';
const movements = 'movements_are_append_only';
const records = 'history_is_append_only';
const here = 'where company_id = 1 and product_id = 11 and warehouse_id = 11';

const newest = '(select max(id) from movements)';
const bundled = '(select id from movements where bundle_sale_id = 11)';
const shelf: Row = { product_id: 11, warehouse_id: 11 };

const onHand = by(stock, {
  'a quantity by hand': `update inventory set on_hand = 99 ${here}`,
  'a little more': `update inventory set on_hand = on_hand + 1 ${here}`,
  'nothing left': `update inventory set on_hand = 0, last_movement_id = 0 ${here}`,
  'less than nothing, ignoring': `update or ignore inventory set on_hand = -1 ${here}`,
  'more, ignoring': `update or ignore inventory set on_hand = on_hand + 1 ${here}`,
  'more, replacing': `update or replace inventory set on_hand = on_hand + 1 ${here}`,
  'more, or fail': `update or fail inventory set on_hand = on_hand + 1 ${here}`,
  'more, or roll back': `update or rollback inventory set on_hand = on_hand + 1 ${here}`,
  'NULL, which a replace turns into the default': `update or replace inventory set on_hand = null ${here}`,
  'NULL for both': `update or replace inventory set on_hand = null, last_movement_id = null ${here}`,
  'NULL for the last movement': `update or replace inventory set last_movement_id = null ${here}`,
  'with the swap of two shelves': `update inventory set warehouse_id = 23 - warehouse_id where product_id = 11`,
  'from a movement that is posted': `update inventory set on_hand = on_hand + m.quantity, last_movement_id = m.id
    from movements m where m.id = 1`,
  'citing a newer movement of another shelf': `update inventory set on_hand = on_hand - 2,
    last_movement_id = ${bundled} where product_id = 12`,
  'citing a movement of the stranger': `update inventory set on_hand = on_hand + 100, last_movement_id = 2 ${here}`,
  'citing a movement to come': `update inventory set on_hand = on_hand + 1, last_movement_id = ${newest} + 1 ${here}`,
  'the last movement alone, forwards': `update inventory set last_movement_id = last_movement_id + 1 ${here}`,
  'the last movement alone, backwards': `update inventory set last_movement_id = 0 ${here}`,
  'another company': `update inventory set company_id = 2 ${here}`,
  'another product': `update or replace inventory set product_id = 12 ${here}`,
  'another warehouse': `update or replace inventory set warehouse_id = 12 ${here}`,
  'no row': `delete from inventory ${here}`,
  'no rows': 'delete from inventory',
  'a row with stock': row('inventory', { on_hand: 5 }, 'insert'),
  'a row with stock, replacing': row('inventory', { ...shelf, on_hand: 5 }, 'insert or replace'),
  'an empty row in its place': row('inventory', shelf, 'replace'),
  'an empty row, ignoring': row('inventory', shelf, 'insert or ignore'),
  'an upsert': upsert('inventory', shelf, 'do update set on_hand = 99'),
  'an upsert of the cited movement': upsert('inventory', shelf, 'do update set last_movement_id = 0'),
});

const history = by(movements, {
  'another quantity': 'update movements set quantity = 99 where id = 1',
  'another quantity, ignoring': 'update or ignore movements set quantity = 99 where id = 1',
  'another quantity, replacing': 'update or replace movements set quantity = 99 where id = 1',
  'another company': 'update movements set company_id = 2 where id = 1',
  'another shelf': 'update movements set product_id = 12, warehouse_id = 12 where id = 1',
  'another day': 'update movements set day = day - 1 where id = 1',
  'another id': 'update movements set id = 99 where id = 1',
  'another id by its other name': 'update movements set rowid = 99 where id = 1',
  'the id of another, replacing it': 'update or replace movements set rowid = 3 where id = 1',
  'another type': "update movements set type = 'adjustment' where id = 1",
  'another reason': "update movements set reason = 'because' where id = 1",
  'another actor': "update movements set actor = 'somebody' where id = 1",
  'a balance': 'update movements set balance = 1 where id = 1',
  'no balance': 'update or replace movements set balance = null where id = 1',
  'a reversal taken away': 'update movements set reverses_id = null where id = 6',
  'no row': 'delete from movements where id = 1',
  'no rows': 'delete from movements',
  'the newest gone': `delete from movements where id = ${newest}`,
  'one in its place': row('movements', { id: 1, quantity: 99 }, 'insert or replace'),
  'one in its place by its other name': row('movements', { rowid: 1, quantity: 99 }, 'replace'),
  'one beside it, ignoring': row('movements', { id: 1, quantity: 99 }, 'insert or ignore'),
  'an upsert': upsert('movements', { id: 1 }, '(id) do update set quantity = 99'),
  'an upsert without a target': upsert('movements', { id: 1 }, 'do update set quantity = 99'),
});

const reversed: Row = { type: 'sale', quantity: 10, reverses_id: 5 };

const invented: Falsification[] = [
  ...by('balance_is_computed', {
    'a balance of its own': row('movements', { balance: 7 }, 'insert or ignore'),
  }),
  ...by('insufficient_stock', {
    'less than nothing': row('movements', { type: 'sale', quantity: -1000 }, 'insert'),
    'less than nothing, ignoring': row('movements', { type: 'sale', quantity: -1000 }, 'insert or ignore'),
    'less than nothing, replacing': row('movements', { type: 'sale', quantity: -1000 }, 'insert or replace'),
  }),
  ...by('already_reversed', {
    'a second reversal in place of the first': row('movements', reversed, 'insert or replace'),
    'an upsert of a reversal': upsert(
      'movements',
      reversed,
      '(reverses_id) where reverses_id is not null do nothing',
    ),
  }),
  ...by('movement_id_range', {
    'an id that stops all later ones': row('movements', { id: -1 }, 'insert'),
    'an id before the first': row('movements', { id: 0 }, 'insert or replace'),
  }),
  ...by('identity_is_fixed', {
    'a product that becomes a bundle': "update products set kind = 'bundle' where id = 12",
    'a product that goes to the stranger': 'update products set company_id = 2 where id = 12',
    'a product with another id': 'update products set rowid = 99 where id = 12',
    'a bundle in the place of a product': row('products', { id: 12, kind: 'bundle' }, 'insert or replace'),
  }),
  ...by('FOREIGN KEY constraint failed', {
    'no product': 'delete from products where id = 12',
    'no warehouse': 'delete from warehouses where id = 12',
    'a warehouse with another id': 'update warehouses set rowid = 99 where id = 12',
    'a warehouse that goes to the stranger': 'update warehouses set company_id = 2 where id = 12',
    'a warehouse in the place of another': row('warehouses', { id: 12, company_id: 2 }, 'insert or replace'),
  }),
];

const transit = by(records, {
  'arrived by hand': 'update transfer_lines set arrived = 5 where transfer_id = 11',
  'not arrived after all': 'update transfer_lines set arrived = 0 where transfer_id = 11',
  'gone back by hand': 'update transfer_lines set returned = 3 where transfer_id = 11',
  'more on the way': 'update transfer_lines set quantity = 100 where transfer_id = 11',
  'NULL, which a replace turns into the default': 'update or replace transfer_lines set arrived = null',
  'a line in its place': row('transfer_lines', { product_id: 11, quantity: 1 }, 'insert or replace'),
  'an upsert of a line': upsert('transfer_lines', { product_id: 11 }, 'do update set quantity = 100'),
  'no line': 'delete from transfer_lines where transfer_id = 11',
  'the other way round': 'update transfers set from_warehouse_id = 12, to_warehouse_id = 11 where id = 11',
  'a transfer in its place': row('transfers', { id: 11, to_warehouse_id: 12 }, 'replace'),
  'an arrival that becomes a return': 'update arrivals set is_return = 1 where id = 11',
  'an arrival in its place': row('arrivals', { id: 11, is_return: 1 }, 'insert or replace'),
  'an arrival line that brought less': 'update arrival_lines set quantity = 1',
  'an arrival line in its place': row('arrival_lines', { arrival_id: 11 }, 'insert or replace'),
  'no arrival': 'delete from arrival_lines',
  'a count that found something else': 'update count_lines set counted = 1',
  'a count that expected something else': 'update count_lines set expected = 1',
  'no count': 'delete from count_lines',
  'a bundle sale of more': 'update bundle_sales set quantity = 100',
  'no bundle sale': 'delete from bundle_sales',
});

export const falsifications: Falsification[] = [
  ...about('on hand', onHand),
  ...about('a movement', history),
  ...about('an invention', invented),
  ...about('a record', transit),
  ...orderFalsifications,
];
