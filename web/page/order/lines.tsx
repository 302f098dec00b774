import { Link } from 'wouter';
import { type Format, useFormat } from '../../format.ts';
import { type Column, Table } from '../../part/table.tsx';
import css from './line.module.css';
import { costOf } from './quantity.ts';
import { isUnsent, type Order } from './state.ts';
import type { Line } from './use-lines.ts';
import { whyOf } from './why.ts';

/** What was ordered, as it stands: how much of it has come, and why it was so many. */
export function LineList({ order: { lines, totalCost, status } }: { order: Order }) {
  const format = useFormat();
  const isSent = !isUnsent(status);
  return (
    <>
      <Table
        label="Lines of the order"
        items={lines}
        keyOf={({ productId }) => productId}
        columns={columns(format).filter(({ title }) => isSent || title !== 'Received')}
      />
      {totalCost && (
        <p className={css.total}>
          Total <strong>{format.money(totalCost)}</strong>
        </p>
      )}
    </>
  );
}

const columns = (format: Format): Column<Line>[] => [
  {
    title: 'Product',
    cell: (line) => {
      const why = whyOf(line, format);
      return (
        <div className={css.what}>
          <Link href={`/products/${line.productId}`} className={css.name ?? ''}>
            {line.productName}
          </Link>{' '}
          <span className={`mono ${css.sku}`}>{line.sku}</span>
          {why && <p>{why}</p>}
        </div>
      );
    },
  },
  { title: 'Units', isFigure: true, cell: (line) => <Ordered line={line} format={format} /> },
  { title: 'Received', isFigure: true, cell: (line) => <Received line={line} format={format} /> },
  { title: 'Each', isFigure: true, cell: ({ unitCost }) => unitCost && format.money(unitCost) },
  {
    title: 'Cost',
    isFigure: true,
    cell: (line) => {
      const cost = costOf([line]);
      return cost && format.money(cost);
    },
  },
];

type CellProps = { line: Line; format: Format };

function Ordered({ line: { quantity, suggested, isChosen, packSize }, format }: CellProps) {
  const notes = [
    packSize > 1 &&
      quantity % packSize === 0 &&
      `${format.units(quantity / packSize)} × ${format.units(packSize)}`,
    isChosen && suggested !== null && suggested !== quantity && `suggested ${format.units(suggested)}`,
  ].filter(Boolean);
  return (
    <>
      {format.units(quantity)}
      {notes.length > 0 && <div className={css.note}>{notes.join(', ')}</div>}
    </>
  );
}

function Received({ line: { received, outstanding, quantity }, format }: CellProps) {
  const surplus = received - quantity;
  const note =
    surplus > 0
      ? `${format.units(surplus)} more than ordered`
      : outstanding > 0
        ? `${format.units(outstanding)} to come`
        : received < quantity
          ? `${format.units(quantity - received)} never came`
          : null;
  return (
    <>
      {format.units(received)}
      {note && <div className={css.note}>{note}</div>}
    </>
  );
}
