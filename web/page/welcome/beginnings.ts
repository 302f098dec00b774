import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../client.ts';

const FEW = { limit: 1 } as const;

/** What a company has of what it takes to begin; undefined while that is not known. */
export function useBeginnings() {
  const warehouses = useQuery(trpc.catalogue.warehouse.list.queryOptions(FEW));
  const products = useQuery(trpc.catalogue.product.list.queryOptions(FEW));
  const suppliers = useQuery(trpc.catalogue.supplier.list.queryOptions(FEW));
  const movements = useQuery(trpc.ledger.movement.list.queryOptions(FEW));
  if (!warehouses.data || !products.data || !suppliers.data || !movements.data) return undefined;
  return {
    warehouse: warehouses.data.items.length > 0,
    product: products.data.items.length > 0,
    supplier: suppliers.data.items.length > 0,
    movement: movements.data.items.length > 0,
  };
}

export type Beginnings = NonNullable<ReturnType<typeof useBeginnings>>;

/** A company can do without suppliers: it then orders by other means. */
export const hasBegun = ({ warehouse, product, movement }: Beginnings): boolean =>
  warehouse && product && movement;
