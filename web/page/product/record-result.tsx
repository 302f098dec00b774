import { counted, type Format, useFormat } from '../../format.ts';
import { Icon } from '../../part/icon.tsx';
import type { Shelf } from './page.tsx';
import css from './record-result.module.css';
import type { Record } from './use-recording.ts';

/** What the stock will be, before anything is sent. */
export function Result({ given, shelves }: { given: Record; shelves: Shelf[] }) {
  const format = useFormat();
  const { quantity, warehouseId, toWarehouseId, kind } = given;
  if (quantity === null || warehouseId === null) return null;
  const from = shelves.find((shelf) => shelf.warehouseId === warehouseId);
  const to = shelves.find((shelf) => shelf.warehouseId === toWarehouseId);
  const change = changeOf(given, from?.onHand ?? 0);
  return (
    <div className={css.result} role="status">
      <Line shelf={from} change={change} format={format} />
      {kind === 'transfer' && toWarehouseId !== null && (
        <p className="quiet">
          {counted(format.units(quantity), 'unit')} will be on the road to{' '}
          {to?.warehouseName ?? 'the other warehouse'} until they are received there.
        </p>
      )}
      {kind === 'count' && <p className="quiet">{differenceWords(change, format)}</p>}
    </div>
  );
}

function changeOf({ kind, quantity }: Record, onHand: number): number {
  const units = quantity ?? 0;
  if (kind === 'count') return units - onHand;
  return kind === 'receipt' || kind === 'return' ? units : -units;
}

const differenceWords = (change: number, format: Format): string =>
  change === 0
    ? 'As the books say.'
    : `${format.change(change)} against the books is posted, so that both agree.`;

function Line({ shelf, change, format }: { shelf: Shelf | undefined; change: number; format: Format }) {
  const before = shelf?.onHand ?? 0;
  const after = before + change;
  const isShort = after < 0;
  const isLow = !isShort && change < 0 && shelf?.threshold != null && after <= shelf.threshold;
  return (
    <>
      <p className={css.sum} data-short={isShort || undefined}>
        {shelf?.warehouseName ?? 'First stock here'}: <span>{format.units(before)}</span>{' '}
        <Icon name="next" size={14} /> <strong>{format.units(after)}</strong> on hand
      </p>
      {isShort && (
        <p className={css.warning}>
          <Icon name="warning" /> Only {format.units(before)} are there: this will be refused. If there are
          more on the shelf, count them first.
        </p>
      )}
      {isLow && (
        <p className="quiet">
          At or below its threshold of {format.units(shelf?.threshold ?? 0)}: it will be on the worklist.
        </p>
      )}
    </>
  );
}
