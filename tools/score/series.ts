import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What a product sold per day, from its first day in the file to the last day of the file. */
export type Series = {
  name: string;
  firstDay: number;
  /** As the till saw it. */
  sold: number[];
  /** What customers wanted, to judge by; where the file does not say it, what was sold. */
  wanted: number[];
  /** How much of each day had stock; null: the file does not say. */
  shares: number[] | null;
};

/** What is wrong with the file, in words for whoever made it. */
export class FileError extends Error {}

const DAY_MS = 86_400_000;
const columns = ['product', 'day', 'units', 'in_stock', 'demand'] as const;
type Column = (typeof columns)[number];

/** A CSV with a header. Days without a line sold nothing; several lines of one day are added up. */
export async function readSeries(file: string): Promise<Series[]> {
  const products = new Map<string, Map<number, Sold>>();
  let header: Column[] | undefined;
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1;
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    if (!header) header = headerOf(cells);
    else addLine(products, lineOf(cells, header, number));
  }
  if (products.size === 0) throw new FileError('There is no sale in this file');
  const lastDay = [...products.values()].reduce((last, days) => Math.max(last, ...days.keys()), 0);
  return [...products]
    .map(([name, days]) => filled(name, days, lastDay))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

type Sold = { units: number; demand: number | null; share: number | null };
type Line = Sold & { product: string; day: number };

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = '']) =>
    (quoted?.replaceAll('""', '"') ?? plain).trim(),
  );

function headerOf(cells: string[]): Column[] {
  const names = cells.map((cell) => cell.replace(/^\uFEFF/, '').toLowerCase());
  const missing = columns.slice(0, 3).filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new FileError(
      `The first line must name the columns product, day, units, and may name in_stock and demand: ${missing.join(', ')} is missing`,
    );
  return names.map((name) => columns.find((column) => column === name) ?? 'product');
}

function lineOf(cells: string[], header: Column[], number: number): Line {
  const cell = (name: Column): string => cells[header.indexOf(name)] ?? '';
  const amount = (name: Column): number => {
    const value = cell(name) === '' ? Number.NaN : Number(cell(name));
    if (!Number.isFinite(value))
      throw new FileError(`Line ${number}: ${name} is not a number: "${cell(name)}"`);
    return value;
  };
  const day = Date.parse(cell('day')) / DAY_MS;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(cell('day')) || !Number.isInteger(day))
    throw new FileError(`Line ${number}: day is not a date like 2026-08-03: "${cell('day')}"`);
  return {
    product: cell('product'),
    day,
    units: amount('units'),
    demand: header.includes('demand') ? amount('demand') : null,
    share: header.includes('in_stock') ? Math.max(0, Math.min(1, amount('in_stock'))) : null,
  };
}

function addLine(products: Map<string, Map<number, Sold>>, { product, day, ...sold }: Line): void {
  const days = products.get(product) ?? new Map<number, Sold>();
  const before = days.get(day);
  days.set(day, {
    units: sold.units + (before?.units ?? 0),
    demand: sold.demand === null ? null : sold.demand + (before?.demand ?? 0),
    share: sold.share === null ? null : Math.min(sold.share, before?.share ?? 1),
  });
  products.set(product, days);
}

function filled(name: string, days: Map<number, Sold>, lastDay: number): Series {
  const firstDay = [...days.keys()].reduce((first, day) => Math.min(first, day), lastDay);
  const all = Array.from({ length: lastDay - firstDay + 1 }, (_, index) => days.get(firstDay + index));
  const knowsStock = [...days.values()].some(({ share }) => share !== null);
  return {
    name,
    firstDay,
    sold: all.map((day) => day?.units ?? 0),
    wanted: all.map((day) => day?.demand ?? day?.units ?? 0),
    shares: knowsStock ? all.map((day) => day?.share ?? 1) : null,
  };
}
