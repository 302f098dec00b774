export type Sums = { readonly lineTotals: readonly string[]; readonly total: string };

type Priced = { readonly quantity: number; readonly unitCost: string | null };

/** Exact sums in decimal text, or null when a cost is unknown: a total that leaves something out misleads. */
export function sumsOf(lines: readonly Priced[]): Sums | null {
  const costs = lines.map(({ unitCost }) => unitCost).filter((cost) => cost !== null);
  if (costs.length < lines.length || lines.length === 0) return null;
  const places = Math.max(...costs.map((cost) => fractionOf(cost).length));
  const totals = lines.map(({ quantity, unitCost }) => BigInt(quantity) * minorUnits(unitCost ?? '', places));
  return {
    lineTotals: totals.map((total) => decimalText(total, places)),
    total: decimalText(
      totals.reduce((sum, total) => sum + total, 0n),
      places,
    ),
  };
}

function minorUnits(cost: string, places: number): bigint {
  if (!/^\d+(\.\d+)?$/.test(cost)) throw new RangeError(`${JSON.stringify(cost)} is not a cost like 12.50`);
  const [whole = ''] = cost.split('.');
  return BigInt(whole + fractionOf(cost).padEnd(places, '0'));
}

function fractionOf(cost: string): string {
  return cost.split('.')[1] ?? '';
}

function decimalText(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
