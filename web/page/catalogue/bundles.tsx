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
import { type Bundle, BundlePanel } from './bundle-panel.tsx';
import { useArchiving } from './change.ts';
import { Listing, useNarrowing } from './listing.tsx';
import { Nothing } from './nothing.tsx';
import { whatToDo } from './row.tsx';

/** Products that are sold together under a name of their own. */
export default function Bundles() {
  const narrowing = useNarrowing();
  const [edited, edit] = useState<Edited<Bundle>>(null);
  const format = useFormat();
  const found = useInfiniteQuery(
    trpc.catalogue.bundle.list.infiniteQueryOptions(narrowing.filter, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const archive = useArchiving((bundleId, isActive) =>
    client.catalogue.bundle.update.mutate({ bundleId, isActive }),
  );
  const add = (
    <Act needs="operator" leftSection={<Icon name="plus" size={14} />} onClick={() => edit('new')}>
      New bundle
    </Act>
  );
  return (
    <Listing
      title="Bundles"
      note="Products that are sold together, under a name and a price of their own"
      searched="Search by name or SKU"
      narrowing={narrowing}
      actions={add}
      download={<ExportButton name="bundles" open={({ bundles }) => bundles(narrowing.filter)} />}
    >
      <Paged
        what="bundles"
        query={found}
        empty={
          <Nothing what="bundles" icon="catalogue" narrowing={narrowing} actions={add}>
            A gift box, a starter set: it has no stock of its own, and takes its parts from the shelf when it
            is sold.
          </Nothing>
        }
      >
        {(items) => (
          <Table
            label="Bundles"
            items={items}
            columns={columns(format, edit, archive)}
            keyOf={({ id }) => id}
            isQuiet={({ isActive }) => !isActive}
          />
        )}
      </Paged>
      <BundlePanel edited={edited} close={() => edit(null)} />
    </Listing>
  );
}

const columns = (
  format: Format,
  edit: (item: Bundle) => void,
  archive: (item: Bundle) => void,
): Column<Bundle>[] => [
  {
    title: 'Bundle',
    cell: ({ id, name, isActive }) => (
      <>
        <Link href={`/bundles/${id}`}>{name}</Link> {!isActive && <Badge>Archived</Badge>}
      </>
    ),
  },
  { title: 'SKU', cell: ({ sku }) => <span className="mono">{sku}</span> },
  {
    title: 'Made of',
    cell: ({ components }) => components.map(({ name, quantity }) => `${quantity} × ${name}`).join(', '),
    isMinor: true,
  },
  {
    title: 'Can be made',
    cell: ({ buildable }) => format.units(buildable.reduce((sum, { quantity }) => sum + quantity, 0)),
    isFigure: true,
  },
  { title: 'Price', cell: ({ price }) => format.money(price), isFigure: true },
  whatToDo(edit, archive),
];
