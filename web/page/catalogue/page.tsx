import { Button, Select } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { client, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import type { Edited } from '../../part/edit-panel.tsx';
import { ExportButton } from '../../part/export-button.tsx';
import { Icon } from '../../part/icon.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { useArchiving } from './change.ts';
import { Listing, useNarrowing } from './listing.tsx';
import { Nothing } from './nothing.tsx';
import { type Product, ProductPanel } from './product-panel.tsx';
import { whatToDo } from './row.tsx';

/** What is sold. */
export default function Products() {
  const narrowing = useNarrowing();
  const typeId = narrowing.idIn('type');
  const [edited, edit] = useState<Edited<Product>>(null);
  const format = useFormat();
  const filter = { ...narrowing.filter, ...(typeId && { productTypeId: typeId }) };
  const products = useInfiniteQuery(
    trpc.catalogue.product.list.infiniteQueryOptions(filter, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const archive = useArchiving((productId, isActive) =>
    client.catalogue.product.update.mutate({ productId, isActive }),
  );
  const add = (
    <Act needs="operator" leftSection={<Icon name="plus" size={14} />} onClick={() => edit('new')}>
      New product
    </Act>
  );
  return (
    <Listing
      title="Products"
      note="What you sell"
      searched="Search by name or SKU"
      narrowing={narrowing}
      actions={add}
      tools={<TypeChoice value={typeId} onChange={(id) => narrowing.set('type', id)} />}
      download={<ExportButton name="products" open={({ products }) => products(filter)} />}
    >
      <Paged
        what="products"
        query={products}
        empty={
          <Nothing what="products" icon="catalogue" narrowing={narrowing} actions={<Start add={add} />}>
            Create the first one, or bring in a list from a spreadsheet or from what you used before.
          </Nothing>
        }
      >
        {(items) => (
          <Table
            label="Products"
            items={items}
            columns={columns(format, edit, archive)}
            keyOf={({ id }) => id}
            isQuiet={({ isActive }) => !isActive}
          />
        )}
      </Paged>
      <ProductPanel edited={edited} close={() => edit(null)} />
    </Listing>
  );
}

const Start = ({ add }: { add: ReactNode }) => (
  <>
    {add}
    <Button component={Link} href="/catalogue/import" variant="default">
      Import a list
    </Button>
  </>
);

const KEPT_MS = 60_000;
const TYPES_MAX = 1000;

function TypeChoice({ value, onChange }: { value: number | null; onChange: (id: string | null) => void }) {
  const types = useQuery(
    trpc.catalogue.productType.list.queryOptions({ limit: TYPES_MAX }, { staleTime: KEPT_MS }),
  );
  if (types.data?.items.length === 0) return null;
  return (
    <Select
      aria-label="Type"
      placeholder="All types"
      clearable
      searchable
      data={(types.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === null ? null : String(value)}
      onChange={onChange}
    />
  );
}

const columns = (
  format: Format,
  edit: (product: Product) => void,
  archive: (product: Product) => void,
): Column<Product>[] => [
  {
    title: 'Product',
    cell: ({ id, name, isActive }) => (
      <>
        <Link href={`/products/${id}`}>{name}</Link> {!isActive && <Badge>Archived</Badge>}
      </>
    ),
  },
  { title: 'SKU', cell: ({ sku }) => <span className="mono">{sku}</span> },
  { title: 'Type', cell: ({ productType }) => productType, isMinor: true },
  { title: 'Supplier', cell: ({ supplier }) => supplier, isMinor: true },
  {
    title: 'On hand',
    cell: ({ onHand, lowWarehouses }) => (
      <>
        {lowWarehouses > 0 && <Badge tone="danger">low</Badge>} {format.units(onHand)}
      </>
    ),
    isFigure: true,
  },
  {
    title: 'Low at',
    cell: ({ lowStockThreshold }) => lowStockThreshold !== null && format.units(lowStockThreshold),
    isFigure: true,
    isMinor: true,
  },
  { title: 'Price', cell: ({ price }) => format.money(price), isFigure: true },
  whatToDo(edit, archive),
];
