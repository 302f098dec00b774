import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import type { Asked } from '../../part/loaded.tsx';

const FEW = { limit: 1 } as const;

/** What a company has of what it takes to begin. */
export function useBeginnings(): Asked<Beginnings> {
  const warehouses = useQuery(trpc.catalogue.warehouse.list.queryOptions(FEW));
  const products = useQuery(trpc.catalogue.product.list.queryOptions(FEW));
  const suppliers = useQuery(trpc.catalogue.supplier.list.queryOptions(FEW));
  const movements = useQuery(trpc.ledger.movement.list.queryOptions(FEW));
  const unknown = [warehouses, products, suppliers, movements].find(({ data }) => data === undefined);
  if (!warehouses.data || !products.data || !suppliers.data || !movements.data)
    return { ...(unknown ?? warehouses), data: undefined };
  return {
    ...warehouses,
    data: {
      warehouse: warehouses.data.items.length > 0,
      product: products.data.items.length > 0,
      supplier: suppliers.data.items.length > 0,
      movement: movements.data.items.length > 0,
    },
  };
}

export type Beginnings = { warehouse: boolean; product: boolean; supplier: boolean; movement: boolean };

/** A company can do without suppliers: it then orders by other means. */
export const hasBegun = ({ warehouse, product, movement }: Beginnings): boolean =>
  warehouse && product && movement;
