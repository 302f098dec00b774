import { ActionIcon, NumberInput, TextInput, Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import { type Format, useFormat } from '../../format.ts';
import { Icon } from '../../part/icon.tsx';
import { type Column, Table } from '../../part/table.tsx';
import css from './line.module.css';
import { ProductChoice } from './product-choice.tsx';
import { costOf, hintOf } from './quantity.ts';
import type { Lines, Row } from './use-lines.ts';
import { isUnsure, whyOf } from './why.ts';

/** What is ordered, why, how many and at what cost; and a field that adds another product. */
export function LineEditor({ lines }: { lines: Lines }) {
  const format = useFormat();
  return (
    <>
      {lines.rows.length > 0 && (
        <div className={css.editor}>
          <Table
            label="Lines of the order"
            items={lines.rows}
            keyOf={({ productId }) => productId}
            isQuiet={({ isRemoved }) => isRemoved}
            columns={columns(lines, format)}
          />
        </div>
      )}
      <div className={css.foot}>
        <ProductChoice
          terms={lines.terms}
          taken={new Set(lines.rows.map(({ productId }) => productId))}
          add={lines.add}
        />
        <Total rows={lines.rows} format={format} />
      </div>
    </>
  );
}

const columns = (lines: Lines, format: Format): Column<Row>[] => [
  { title: 'Product', cell: (row) => <What row={row} format={format} /> },
  { title: 'Units', cell: (row) => <Quantity row={row} lines={lines} format={format} /> },
  {
    title: 'Each',
    cell: (row) =>
      !row.isRemoved && (
        <TextInput
          className={css.cost}
          aria-label={`Cost of one ${row.productName}`}
          inputMode="decimal"
          placeholder="unknown"
          value={row.unitCost}
          onChange={(event) => lines.setUnitCost(row, event.currentTarget.value)}
        />
      ),
  },
  {
    title: 'Cost',
    isFigure: true,
    cell: (row) => {
      const cost = row.isRemoved ? null : costOf([row]);
      return cost && format.money(cost);
    },
  },
  { title: '', cell: (row) => <Removal row={row} lines={lines} /> },
];

function What({ row, format }: { row: Row; format: Format }) {
  const why = row.line && whyOf(row.line, format);
  return (
    <div className={css.what}>
      <Link href={`/products/${row.productId}`} className={css.name ?? ''}>
        {row.productName}
      </Link>{' '}
      <span className={`mono ${css.sku}`}>{row.sku}</span>
      {row.isRemoved ? (
        <p>
          Will be left out.{row.line?.shortageId && ' Its shortage stays on the worklist, in your hands.'}
        </p>
      ) : (
        why && (
          <p>
            {why}
            {row.line && isUnsure(row.line) && ' It sells too seldom to be sure.'}
          </p>
        )
      )}
    </div>
  );
}

type CellProps = { row: Row; lines: Lines; format: Format };

function Quantity({ row, lines, format }: CellProps) {
  if (row.isRemoved) return null;
  return (
    <div className={css.quantity}>
      <NumberInput
        aria-label={`Units of ${row.productName}`}
        min={1}
        max={1_000_000_000}
        step={row.packing.packSize}
        allowDecimal={false}
        value={row.quantity ?? ''}
        error={row.quantity === null && 'How many?'}
        onChange={(value) => lines.setQuantity(row, typeof value === 'number' ? value : null)}
      />
      <Hint row={row} lines={lines} format={format} />
      <Suggestion row={row} lines={lines} format={format} />
    </div>
  );
}

/** Packs and minimum of the supplier, and one click to keep to them. */
function Hint({ row, lines, format }: CellProps) {
  const hint = hintOf(row.quantity, row.packing, format);
  if (!hint) return null;
  const { text, better } = hint;
  return (
    <p data-off={better !== null || undefined}>
      {text}{' '}
      {better !== null && (
        <button type="button" onClick={() => lines.setQuantity(row, better)}>
          Make it {format.units(better)}
        </button>
      )}
    </p>
  );
}

function Suggestion({ row, lines, format }: CellProps) {
  const suggested = row.line?.suggested ?? null;
  if (suggested === null) return null;
  if (suggested === row.quantity) return <p>as suggested</p>;
  return (
    <p>
      Suggested: {format.units(suggested)}{' '}
      <button type="button" onClick={() => lines.setQuantity(row, suggested)}>
        Take it
      </button>
    </p>
  );
}

function Removal({ row, lines }: Omit<CellProps, 'format'>) {
  const does = row.isRemoved ? 'Put back' : 'Leave out';
  return (
    <Tooltip label={does}>
      <ActionIcon
        aria-label={`${does} ${row.productName}`}
        onClick={() => (row.isRemoved ? lines.putBack(row) : lines.remove(row))}
      >
        <Icon name={row.isRemoved ? 'undo' : 'close'} />
      </ActionIcon>
    </Tooltip>
  );
}

function Total({ rows, format }: { rows: Row[]; format: Format }) {
  const kept = rows.filter(({ isRemoved }) => !isRemoved);
  const total = costOf(kept);
  const unpriced = kept.filter((row) => costOf([row]) === null).length;
  if (kept.length === 0) return null;
  return (
    <p className={css.total}>
      {total === null ? (
        <span className="quiet">
          No total: {unpriced === 1 ? 'one line has' : `${unpriced} lines have`} no cost yet
        </span>
      ) : (
        <>
          Total <strong>{format.money(total)}</strong>
        </>
      )}
    </p>
  );
}
