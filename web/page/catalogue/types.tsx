import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
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
import { whatToDo } from './row.tsx';
import { type ProductType, TypePanel } from './type-panel.tsx';

/** What kinds of goods there are. */
export default function Types() {
  const narrowing = useNarrowing();
  const [edited, edit] = useState<Edited<ProductType>>(null);
  const format = useFormat();
  const found = useInfiniteQuery(
    trpc.catalogue.productType.list.infiniteQueryOptions(narrowing.filter, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const archive = useArchiving((productTypeId, isActive) =>
    client.catalogue.productType.update.mutate({ productTypeId, isActive }),
  );
  const add = (
    <Act needs="operator" leftSection={<Icon name="plus" size={14} />} onClick={() => edit('new')}>
      New type
    </Act>
  );
  return (
    <Listing
      title="Types"
      note="Kinds of goods, with a threshold that their products share"
      searched="Search by name"
      narrowing={narrowing}
      actions={add}
      download={<ExportButton name="types" open={({ types }) => types(narrowing.filter)} />}
    >
      <Paged
        what="types"
        query={found}
        empty={
          <Nothing what="types" icon="catalogue" narrowing={narrowing} actions={add}>
            Products can share a type, and with it the threshold at which they count as low.
          </Nothing>
        }
      >
        {(items) => (
          <Table
            label="Types"
            items={items}
            columns={columns(format, edit, archive)}
            keyOf={({ id }) => id}
            isQuiet={({ isActive }) => !isActive}
          />
        )}
      </Paged>
      <TypePanel edited={edited} close={() => edit(null)} />
    </Listing>
  );
}

const columns = (
  format: Format,
  edit: (item: ProductType) => void,
  archive: (item: ProductType) => void,
): Column<ProductType>[] => [
  {
    title: 'Type',
    cell: ({ id, name, isActive }) => (
      <>
        <Link href={`/catalogue?type=${id}`}>{name}</Link> {!isActive && <Badge>Archived</Badge>}
      </>
    ),
  },
  {
    title: 'Low at',
    cell: ({ lowStockThreshold }) =>
      lowStockThreshold === null ? (
        <span className="quiet">as the company</span>
      ) : (
        format.units(lowStockThreshold)
      ),
    isFigure: true,
  },
  whatToDo(edit, archive),
];
