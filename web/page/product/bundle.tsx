import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { type Output, trpc } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import { Icon } from '../../part/icon.tsx';
import { Card, Page } from '../../part/page.tsx';
import { Table } from '../../part/table.tsx';
import { Thing } from '../../part/thing.tsx';
import { BundleActions } from '../catalogue/product-actions.tsx';
import { SellBundle } from './sell-bundle.tsx';

export type Bundle = Output['catalogue']['bundle']['get'];
const LIVE_MS = 15_000;
const WAREHOUSES_MAX = 1000;

/** What is sold together: what is in it, and how many could be put together where. */
export default function BundlePage() {
  const bundleId = Number(useParams<{ bundleId: string }>().bundleId);
  const bundle = useQuery(trpc.catalogue.bundle.get.queryOptions({ bundleId }, { refetchInterval: LIVE_MS }));
  return (
    <Thing
      what="bundle"
      icon="catalogue"
      above={above}
      query={bundle}
      gone="Perhaps the address was written wrong. All that there are, archived ones as well, are in the list."
    >
      {(found) => <Whole key={bundleId} bundle={found} />}
    </Thing>
  );
}

const above = { href: '/catalogue/bundles', name: 'Bundles' };

function Whole({ bundle }: { bundle: Bundle }) {
  const format = useFormat();
  const [isSelling, sell] = useState(false);
  const saved = Number(bundle.componentsPrice) - Number(bundle.price);
  return (
    <Page
      title={bundle.name}
      note={
        <>
          <span className="mono">{bundle.sku}</span> · {format.money(bundle.price)}
          {saved > 0 && ` instead of ${format.money(bundle.componentsPrice)} one by one`}{' '}
          {!bundle.isActive && <Badge>Archived</Badge>}
        </>
      }
      above={above}
      actions={
        <>
          <BundleActions bundle={bundle} />
          <Act needs="operator" leftSection={<Icon name="sale" size={14} />} onClick={() => sell(true)}>
            Sell
          </Act>
        </>
      }
    >
      <Card
        title="What is in it"
        note="It has no stock of its own: selling it takes these from the shelf, all or none."
      >
        <Table
          label="Contents"
          items={bundle.components}
          keyOf={({ productId }) => productId}
          columns={[
            {
              title: 'Product',
              cell: ({ productId, name }) => <Link href={`/products/${productId}`}>{name}</Link>,
            },
            { title: 'SKU', cell: ({ sku }) => <span className="mono">{sku}</span> },
            { title: 'In each', isFigure: true, cell: ({ quantity }) => format.units(quantity) },
          ]}
        />
      </Card>
      <Buildable bundle={bundle} />
      <SellBundle bundle={bundle} isOpen={isSelling} close={() => sell(false)} />
    </Page>
  );
}

function Buildable({ bundle: { buildable, components } }: { bundle: Bundle }) {
  const format = useFormat();
  const warehouses = useQuery(trpc.catalogue.warehouse.list.queryOptions({ limit: WAREHOUSES_MAX }));
  const placeOf = (id: number) =>
    warehouses.data?.items.find((warehouse) => warehouse.id === id)?.name ?? `Warehouse ${id}`;
  const partOf = (id: number) => components.find(({ productId }) => productId === id)?.name ?? '';
  return (
    <Card title="How many could be sold" note="As far as the component that runs out first allows.">
      <Table
        label="Bundles per warehouse"
        items={buildable}
        keyOf={({ warehouseId }) => warehouseId}
        columns={[
          { title: 'Warehouse', cell: ({ warehouseId }) => placeOf(warehouseId) },
          { title: 'Bundles', isFigure: true, cell: ({ quantity }) => format.units(quantity) },
          {
            title: 'Ends with',
            cell: ({ limitedBy }) => <Link href={`/products/${limitedBy}`}>{partOf(limitedBy)}</Link>,
          },
        ]}
      />
    </Card>
  );
}
