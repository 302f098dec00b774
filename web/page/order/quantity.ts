import { counted, type Format } from '../../format.ts';

/** What a supplier's terms ask of a quantity. */
export type Packing = { packSize: number; minimumQuantity: number };

export type Hint = {
  text: string;
  /** What would fit; null: it does. */
  better: number | null;
};

/** The least that is enough, in whole packs. */
export function fitting(quantity: number, { packSize, minimumQuantity }: Packing): number {
  return Math.ceil(Math.max(quantity, minimumQuantity, 1) / packSize) * packSize;
}

/** Packs and minimum, and whether they are kept. Null: there is nothing to keep to. */
export function hintOf(quantity: number | null, packing: Packing, format: Format): Hint | null {
  const { packSize, minimumQuantity } = packing;
  const units = (value: number) => format.units(value);
  if (quantity === null || quantity < 1) return null;
  if (quantity < minimumQuantity)
    return { text: `They deliver at least ${units(minimumQuantity)}.`, better: fitting(quantity, packing) };
  if (packSize === 1) return null;
  if (quantity % packSize !== 0)
    return { text: `Not whole packs of ${units(packSize)}.`, better: fitting(quantity, packing) };
  return { text: `${counted(units(quantity / packSize), 'pack')} of ${units(packSize)}`, better: null };
}

const centsText = /^(\d{1,8})(?:\.(\d{1,2}))?$/;

/** Hundredths of decimal text; null where that is no amount. */
function centsOf(text: string): number | null {
  const [, whole, fraction = ''] = centsText.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
}

type Priced = { quantity: number | null; unitCost: string | null };

/** Decimal text; null while a quantity or a cost is missing. */
export function costOf(lines: Priced[]): string | null {
  let cents = 0;
  for (const { quantity, unitCost } of lines) {
    const each = unitCost === null ? null : centsOf(unitCost);
    if (each === null || quantity === null) return null;
    cents += each * quantity;
  }
  return lines.length === 0 ? null : (cents / 100).toFixed(2);
}
