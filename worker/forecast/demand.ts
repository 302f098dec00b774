/** What a product sold per local day in one warehouse, oldest day first, the last one complete. */
export type History = {
  /** Units sold, net of returns: a day with more returns than sales is negative. */
  readonly netUnits: readonly number[];
  /** How much of each day had stock above zero, 0..1. Days without an entry count as in stock. */
  readonly inStockShares?: readonly number[];
};

/** A history that can be summed: finite, no negative days, a share for every day. */
export type Demand = {
  readonly netUnits: readonly number[];
  readonly units: readonly number[];
  readonly shares: readonly number[];
};

/** A day that sold is not lifted more than threefold, however short the stock lasted. */
export const shareMinOfSoldDay = 1 / 3;

/** Ten years: beyond it the weight of a day is no longer a number worth adding. */
export const historyDaysMax = 3650;

/** Their squares stay far from the largest and the smallest double; less than the least is nothing. */
const unitsMax = 1e12;
const unitsMin = 1e-12;

export function demandOf(history: History): Demand {
  const netUnits = finiteUnits(history.netUnits);
  const units = returnsTakenBack(netUnits);
  return { netUnits, units, shares: sharesOf(units, history) };
}

/**
 * For a history that only knows in or out of stock per day. A day flagged out that sold was open for a part; flags
 * round up as often as down, so the days flagged in were closed as long as those were open.
 */
export function sharesOfFlags(netUnits: readonly number[], inStock: readonly boolean[]): number[] {
  let openDays = 0;
  let brokenDays = 0;
  for (let day = 0; day < netUnits.length; day++) {
    if (inStock[day] ?? true) openDays++;
    else if ((netUnits[day] ?? 0) > 0) brokenDays++;
  }
  const missing = openDays > 0 ? Math.min(1 / 2, (brokenDays / openDays) * shareMinOfSoldDay) : 0;
  return netUnits.map((units, day) => {
    if (inStock[day] ?? true) return 1 - missing;
    return units > 0 ? shareMinOfSoldDay : 0;
  });
}

/** The history itself where it is clean: a nightly run over a million series should copy nothing. */
function finiteUnits(netUnits: readonly number[]): readonly number[] {
  const isClean = netUnits.length <= historyDaysMax && netUnits.every(isUsable);
  if (isClean) return netUnits;
  return Array.from(netUnits.slice(-historyDaysMax), (units) => {
    if (isUsable(units)) return units;
    return units > unitsMax && units < Infinity ? unitsMax : 0;
  });
}

function isUsable(units: number): boolean {
  const size = Math.abs(units);
  return size === 0 || (size >= unitsMin && size <= unitsMax);
}

/** A return takes back what was sold before it, the latest sale first. */
function returnsTakenBack(netUnits: readonly number[]): readonly number[] {
  if (netUnits.every((units) => units >= 0)) return netUnits;
  const units = netUnits.slice();
  let returned = 0;
  for (let day = units.length - 1; day >= 0; day--) {
    const left = (units[day] ?? 0) - returned;
    units[day] = Math.max(0, left);
    returned = Math.max(0, -left);
  }
  return units;
}

function sharesOf(units: readonly number[], history: History): readonly number[] {
  const given = history.inStockShares ?? [];
  const skipped = history.netUnits.length - units.length;
  if (skipped === 0 && given.length === units.length && isPlausible(units, given)) return given;
  return units.map((sold, day) => plausibleShare(sold, given[day + skipped]));
}

function isPlausible(units: readonly number[], shares: readonly number[]): boolean {
  return shares.every((share, day) => share === plausibleShare(units[day] ?? 0, share));
}

function plausibleShare(sold: number, share = 1): number {
  const inDay = share < 0 ? 0 : share <= 1 ? share : 1;
  return sold > 0 ? Math.max(shareMinOfSoldDay, inDay) : inDay;
}
