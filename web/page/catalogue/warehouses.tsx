import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { client, trpc } from '../../client.ts';
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
import { type Warehouse, WarehousePanel } from './warehouse-panel.tsx';

/** Where things are. */
export default function Warehouses() {
  const narrowing = useNarrowing();
  const [edited, edit] = useState<Edited<Warehouse>>(null);
  const found = useInfiniteQuery(
    trpc.catalogue.warehouse.list.infiniteQueryOptions(narrowing.filter, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const archive = useArchiving((warehouseId, isActive) =>
    client.catalogue.warehouse.update.mutate({ warehouseId, isActive }),
  );
  const add = (
    <Act needs="operator" leftSection={<Icon name="plus" size={14} />} onClick={() => edit('new')}>
      New warehouse
    </Act>
  );
  return (
    <Listing
      title="Warehouses"
      note="Where you keep and sell things: a shop, a store room, a van"
      searched="Search by name"
      narrowing={narrowing}
      actions={add}
      download={<ExportButton name="warehouses" open={({ warehouses }) => warehouses(narrowing.filter)} />}
    >
      <Paged
        what="warehouses"
        query={found}
        empty={
          <Nothing what="warehouses" icon="warehouse" narrowing={narrowing} actions={add}>
            Create the first one: a shop, a store room, a van. Stock is kept for each by itself.
          </Nothing>
        }
      >
        {(items) => (
          <Table
            label="Warehouses"
            items={items}
            columns={columns(edit, archive)}
            keyOf={({ id }) => id}
            isQuiet={({ isActive }) => !isActive}
          />
        )}
      </Paged>
      <WarehousePanel edited={edited} close={() => edit(null)} />
    </Listing>
  );
}

const columns = (
  edit: (item: Warehouse) => void,
  archive: (item: Warehouse) => void,
): Column<Warehouse>[] => [
  {
    title: 'Warehouse',
    cell: ({ id, name, isActive }) => (
      <>
        <Link href={`/catalogue/warehouses/${id}`}>{name}</Link> {!isActive && <Badge>Archived</Badge>}
      </>
    ),
  },
  { title: 'Address', cell: ({ address }) => address },
  whatToDo(edit, archive),
];
