import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import type { Packing } from './quantity.ts';
import type { Order } from './state.ts';

type Terms = Output['catalogue']['terms']['list']['items'][number];
export type Line = Order['lines'][number];
export type Product = { productId: number; productName: string; sku: string };

/** A line as it stands on the page: what was read, and over it what is being changed. */
export type Row = Product & {
  /** As it was read; null: it has just been added. */
  line: Line | null;
  quantity: number | null;
  unitCost: string;
  isRemoved: boolean;
  packing: Packing;
};

type Edit = Product & { quantity: number | null; unitCost: string; isRemoved: boolean };
type Edits = ReadonlyMap<number, Edit>;

const TERMS_MAX = 1000;

export function useTerms(supplierId: number | null) {
  const terms = useQuery(
    trpc.catalogue.terms.list.queryOptions(
      supplierId === null ? skipToken : { supplierId, isActive: true, limit: TERMS_MAX },
      { staleTime: 60_000 },
    ),
  );
  return useMemo(() => new Map(terms.data?.items.map((one) => [one.productId, one])), [terms.data]);
}

export type Lines = ReturnType<typeof useLines>;

/** Lines that are being edited. What the worker does meanwhile to the others is seen, and kept. */
export function useLines(lines: Line[], supplierId: number | null) {
  const [edits, setEdits] = useState<Edits>(new Map());
  const terms = useTerms(supplierId);
  const rows = rowsOf(lines, edits, terms);
  const change = (row: Row, to: Partial<Edit>) => {
    const { productId, productName, sku, quantity, unitCost, isRemoved } = row;
    const edit = { productId, productName, sku, quantity, unitCost, isRemoved, ...to };
    setEdits((before) => new Map(before).set(productId, edit));
  };
  const isChanged = rows.some(differs);
  useWarning(isChanged);
  return {
    rows,
    terms,
    isChanged,
    setQuantity: (row: Row, quantity: number | null) => change(row, { quantity }),
    setUnitCost: (row: Row, unitCost: string) => change(row, { unitCost }),
    putBack: (row: Row) => change(row, { isRemoved: false }),
    /** What was only just added goes without a trace. */
    remove(row: Row) {
      if (row.line) return change(row, { isRemoved: true });
      setEdits((before) => new Map([...before].filter(([id]) => id !== row.productId)));
    },
    add(product: Product) {
      const offer = terms.get(product.productId);
      const quantity = offer ? firstOf(offer) : null;
      const added = { ...product, quantity, unitCost: offer?.unitCost ?? '', isRemoved: false };
      setEdits((before) => new Map(before).set(product.productId, added));
    },
    reset: () => setEdits(new Map()),
    /** What is to be sent, over lines that may have been read anew. */
    given: (fresh: Line[]) => givenOf(rowsOf(fresh, edits, terms)),
    /** Where a quantity is missing. */
    missing: rows.find(({ isRemoved, quantity }) => !isRemoved && (quantity === null || quantity < 1)),
  };
}

const firstOf = ({ minimumQuantity, packSize }: Packing): number =>
  Math.ceil(minimumQuantity / packSize) * packSize;

function rowsOf(lines: Line[], edits: Edits, terms: ReadonlyMap<number, Terms>): Row[] {
  const packingOf = (productId: number, packSize = 1): Packing => {
    const offer = terms.get(productId);
    return { packSize: offer?.packSize ?? packSize, minimumQuantity: offer?.minimumQuantity ?? 1 };
  };
  const read = lines.map((line): Row => {
    const { productId, productName, sku, quantity, unitCost, packSize } = line;
    const product = { productId, productName, sku };
    const asRead = { quantity, unitCost: unitCost ?? '', isRemoved: false };
    return { ...product, ...asRead, ...edits.get(productId), line, packing: packingOf(productId, packSize) };
  });
  const known = new Set(lines.map(({ productId }) => productId));
  const added = [...edits.values()].filter(({ productId, isRemoved }) => !known.has(productId) && !isRemoved);
  return [...read, ...added.map((edit) => ({ ...edit, line: null, packing: packingOf(edit.productId) }))];
}

export const differs = ({ line, quantity, unitCost, isRemoved }: Row): boolean =>
  line === null || isRemoved || quantity !== line.quantity || unitCost.trim() !== (line.unitCost ?? '');

/** A cost that was left as it is is left out, so that the line stays whose it was. */
const givenOf = (rows: Row[]) =>
  rows
    .filter(({ isRemoved }) => !isRemoved)
    .map(({ productId, quantity, unitCost, line }) => {
      const cost = unitCost.trim();
      const isPriced = cost !== '' && cost !== line?.unitCost;
      return { productId, quantity: quantity ?? 0, ...(isPriced && { unitCost: cost }) };
    });

/** The browser asks before it throws away what was not saved. */
function useWarning(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isChanged]);
}
