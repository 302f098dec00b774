import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { type Format, useFormat } from '../format.ts';
import css from './came.module.css';

/** A line of what is expected, and how much of it is still to come. */
export type ExpectedLine = {
  productId: number;
  productName: string;
  sku: string;
  quantity: number;
  received: number;
  outstanding: number;
  packSize: number;
};

/** What came, line by line; it begins with all that is outstanding, because that is what mostly comes. */
export function useCame(lines: ExpectedLine[]) {
  const [came, setCame] = useState(() => all(lines));
  const cameOf = ({ productId }: ExpectedLine): number => came.get(productId) ?? 0;
  return {
    lines,
    inputOf: ({ productId }: ExpectedLine): number | '' => came.get(productId) ?? '',
    surplusOf: (line: ExpectedLine) => Math.max(0, cameOf(line) - line.outstanding),
    set: ({ productId }: ExpectedLine, value: number | null) => setCame(new Map(came).set(productId, value)),
    setAll: () => setCame(all(lines)),
    setNone: () => setCame(new Map()),
    units: lines.reduce((sum, line) => sum + cameOf(line), 0),
    isTooMuch: lines.some((line) => cameOf(line) > line.outstanding),
    /** As the API takes it: what did not come is left out. */
    given: () =>
      lines.flatMap((line) =>
        cameOf(line) > 0 ? [{ productId: line.productId, quantity: cameOf(line) }] : [],
      ),
  };
}

type Came = ReturnType<typeof useCame>;

const all = (lines: ExpectedLine[]): ReadonlyMap<number, number | null> =>
  new Map(lines.map(({ productId, outstanding }) => [productId, outstanding]));

export function CameLines({ came }: { came: Came }) {
  const format = useFormat();
  const first = came.lines.find(({ outstanding }) => outstanding > 0);
  return (
    <>
      <div className={css.quick}>
        <Button size="compact-sm" variant="default" onClick={came.setAll}>
          All of it
        </Button>
        <Button size="compact-sm" variant="default" onClick={came.setNone}>
          Start from nothing
        </Button>
      </div>
      <ul className={css.lines}>
        {came.lines.map((line) => (
          <CameLine key={line.productId} line={line} came={came} format={format} isFirst={line === first} />
        ))}
      </ul>
    </>
  );
}

type LineProps = { line: ExpectedLine; came: Came; format: Format; isFirst: boolean };

function CameLine({ line, came, format, isFirst }: LineProps) {
  const { productName, sku, outstanding, received, quantity, packSize } = line;
  const surplus = came.surplusOf(line);
  return (
    <li data-done={outstanding === 0 || undefined}>
      <div>
        <strong>{productName}</strong> <span className="mono quiet">{sku}</span>
        <p>
          {outstanding === 0
            ? `All ${format.units(quantity)} came before`
            : `${format.units(outstanding)} to come${received > 0 ? `, ${format.units(received)} came before` : ''}`}
        </p>
      </div>
      <div className={css.came}>
        <NumberInput
          aria-label={`Units of ${productName} that came`}
          data-autofocus={isFirst || undefined}
          onFocus={(event) => event.currentTarget.select()}
          min={0}
          max={1_000_000_000}
          step={packSize}
          allowDecimal={false}
          value={came.inputOf(line)}
          onChange={(value) => came.set(line, typeof value === 'number' ? value : null)}
        />
        {surplus > 0 && <p>{format.units(surplus)} more than outstanding</p>}
      </div>
    </li>
  );
}
