import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { client, trpc } from '../../client.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import type { Edited } from '../../part/edit-panel.tsx';
import { ExportButton } from '../../part/export-button.tsx';
import { Icon } from '../../part/icon.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { useArchiving } from './change.ts';
import { Listing, useNarrowing } from './listing.tsx';
import { Nothing } from './nothing.tsx';
import { whatToDo } from './row.tsx';
import { type Supplier, SupplierPanel } from './supplier-panel.tsx';

/** Whom goods are ordered from. */
export default function Suppliers() {
  const narrowing = useNarrowing();
  const [edited, edit] = useState<Edited<Supplier>>(null);
  const format = useFormat();
  const found = useInfiniteQuery(
    trpc.catalogue.supplier.list.infiniteQueryOptions(narrowing.filter, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const archive = useArchiving((supplierId, isActive) =>
    client.catalogue.supplier.update.mutate({ supplierId, isActive }),
  );
  const add = (
    <Act needs="operator" leftSection={<Icon name="plus" size={14} />} onClick={() => edit('new')}>
      New supplier
    </Act>
  );
  return (
    <Listing
      title="Suppliers"
      note="Whom you order from"
      searched="Search by name"
      narrowing={narrowing}
      actions={add}
      download={<ExportButton name="suppliers" open={({ suppliers }) => suppliers(narrowing.filter)} />}
    >
      <Paged
        what="suppliers"
        query={found}
        empty={
          <Nothing what="suppliers" icon="orders" narrowing={narrowing} actions={add}>
            Create the first one. What it delivers, and on what terms, stands with it; then StockFlow can
            write its orders.
          </Nothing>
        }
      >
        {(items) => (
          <Table
            label="Suppliers"
            items={items}
            columns={columns(format, edit, archive)}
            keyOf={({ id }) => id}
            isQuiet={({ isActive }) => !isActive}
          />
        )}
      </Paged>
      <SupplierPanel edited={edited} close={() => edit(null)} />
    </Listing>
  );
}

const columns = (
  format: Format,
  edit: (item: Supplier) => void,
  archive: (item: Supplier) => void,
): Column<Supplier>[] => [
  {
    title: 'Supplier',
    cell: ({ id, name, isActive }) => (
      <>
        <Link href={`/catalogue/suppliers/${id}`}>{name}</Link> {!isActive && <Badge>Archived</Badge>}
      </>
    ),
  },
  {
    title: 'E-mail',
    cell: ({ contactEmail }) => contactEmail ?? <Badge tone="warn">no address</Badge>,
  },
  {
    title: 'Lead time',
    cell: ({ leadTimeDays }) => leadTimeDays !== null && counted(leadTimeDays, 'day'),
    isFigure: true,
  },
  {
    title: 'Measured',
    cell: ({ measuredLeadDays }) => measuredLeadDays !== null && `${format.pace(measuredLeadDays)} days`,
    isFigure: true,
    isMinor: true,
  },
  whatToDo(edit, archive),
];
