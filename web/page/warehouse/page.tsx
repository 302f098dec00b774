import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { client, type Output, trpc } from '../../client.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import type { Edited } from '../../part/edit-panel.tsx';
import { Empty } from '../../part/empty.tsx';
import { ExportButton } from '../../part/export-button.tsx';
import { Page } from '../../part/page.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { Thing } from '../../part/thing.tsx';
import { useArchiving } from '../catalogue/change.ts';
import { ThingActions } from '../catalogue/thing-actions.tsx';
import { type Warehouse, WarehousePanel } from '../catalogue/warehouse-panel.tsx';
import { OnTheRoad } from '../transfer/on-the-road.tsx';

/** A warehouse, and what is in it. */
export default function WarehousePage() {
  const warehouseId = Number(useParams<{ warehouseId: string }>().warehouseId);
  const warehouse = useQuery(trpc.catalogue.warehouse.get.queryOptions({ warehouseId }));
  return (
    <Thing
      what="warehouse"
      icon="warehouse"
      above={above}
      query={warehouse}
      gone="Perhaps the address was written wrong. All that there are, archived ones as well, are in the list."
    >
      {(found) => <Whole key={warehouseId} warehouse={found} />}
    </Thing>
  );
}

const above = { href: '/catalogue/warehouses', name: 'Warehouses' };

function Whole({ warehouse }: { warehouse: Warehouse }) {
  const { id: warehouseId, name, address, isActive } = warehouse;
  const [edited, edit] = useState<Edited<Warehouse>>(null);
  const format = useFormat();
  const stock = useInfiniteQuery(
    trpc.ledger.inventory.list.infiniteQueryOptions(
      { warehouseId, limit: 100 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  const archive = useArchiving((warehouseId, isActive) =>
    client.catalogue.warehouse.update.mutate({ warehouseId, isActive }),
  );
  return (
    <Page
      title={name}
      note={
        <>
          {address} {!isActive && <Badge>Archived</Badge>}
        </>
      }
      above={above}
      actions={
        <>
          <ExportButton name="inventory" open={({ inventory }) => inventory({ warehouseId })} />
          <ThingActions
            isActive={isActive}
            edit={() => edit(warehouse)}
            archive={() => void archive(warehouse)}
          />
        </>
      }
    >
      <OnTheRoad
        isShown={({ fromWarehouseId, toWarehouseId }) =>
          fromWarehouseId === warehouseId || toWarehouseId === warehouseId
        }
      />
      <Paged what="stock" query={stock} empty={nothing}>
        {(items) => (
          <Table
            label={`Stock in ${name}`}
            items={items}
            columns={columns(format)}
            keyOf={({ productId }) => productId}
          />
        )}
      </Paged>
      <WarehousePanel edited={edited} close={() => edit(null)} />
    </Page>
  );
}

const nothing = (
  <Empty icon="warehouse" title="Nothing has been here yet">
    Record a receipt with a product, send something here from another warehouse, or import counts.
  </Empty>
);

type Shelf = Output['ledger']['inventory']['list']['items'][number];

const columns = (format: Format): Column<Shelf>[] => [
  {
    title: 'Product',
    cell: ({ productId, warehouseId, productName }) => (
      <Link href={`/products/${productId}?warehouse=${warehouseId}`}>{productName}</Link>
    ),
  },
  { title: 'SKU', cell: ({ sku }) => <span className="mono">{sku}</span>, isMinor: true },
  { title: 'On hand', cell: ({ onHand }) => format.units(onHand), isFigure: true },
  {
    title: 'Coming',
    cell: ({ inTransit }) => inTransit > 0 && format.units(inTransit),
    isFigure: true,
    isMinor: true,
  },
  {
    title: 'Low at',
    cell: ({ threshold }) => threshold !== null && format.units(threshold),
    isFigure: true,
  },
  { title: 'Sells a day', cell: ({ velocityPerDay }) => format.pace(velocityPerDay), isFigure: true },
  {
    title: 'Lasts',
    cell: ({ daysUntilStockout, onHand }) =>
      daysUntilStockout === null ? null : onHand <= 0 ? (
        <Badge tone="danger">out</Badge>
      ) : (
        lasts(daysUntilStockout)
      ),
    isFigure: true,
  },
];

const YEAR_DAYS = 365;

const lasts = (days: number): string => (days > YEAR_DAYS ? 'over a year' : counted(days, 'day'));
