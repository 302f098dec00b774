import type { Control } from '../control.ts';

/** What keeps stock and history right. */
export const ofStock: Control[] = [
  {
    protection: 'a movement stays as it was written',
    change: { drop: 'trigger movements_do_not_change' },
    file: 'test/constraint/falsify.test.ts',
    test: 'a movement: another quantity is refused and changes nothing',
  },
  {
    protection: 'stock changes only through movements',
    change: { drop: 'trigger inventory_follows_movements' },
    file: 'test/constraint/falsify.test.ts',
    test: 'on hand: a little more is refused and changes nothing',
  },
  {
    protection: 'whoever expects other stock than there is records nothing',
    change: { trigger: 'movement_is_allowed', from: "RAISE(ABORT, 'stock_changed')", to: '1' },
    file: 'test/ledger/movement.test.ts',
    test: 'of many who expect the same stock, one is right',
  },
  {
    protection: 'nothing arrives of a transfer that is complete',
    change: { trigger: 'arrival_is_allowed', from: "RAISE(ABORT, 'transfer_is_complete')", to: '1' },
    file: 'test/ledger/transfer.test.ts',
    test: 'nothing more happens to a transfer that is complete',
  },
  {
    protection: 'a movement marks its place for the worker',
    change: {
      trigger: 'movement_posts',
      from: 'INSERT INTO touched VALUES (NEW.company_id, NEW.product_id, NEW.warehouse_id, NEW.recorded_at);',
      to: '',
    },
    file: 'test/replenishment/outbox.test.ts',
    test: 'a sale',
  },
  {
    protection: 'goods that are sent mark the place they go to',
    change: { trigger: 'transfer_touches', from: 'i.warehouse_id = t.to_warehouse_id', to: '0' },
    file: 'test/worker/recompute.test.ts',
    test: 'goods sent to a place count there at once, and no longer once they are taken back',
  },
];
