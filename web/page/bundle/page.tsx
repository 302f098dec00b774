import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { client, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import { Beside } from '../../part/beside.tsx';
import type { Edited } from '../../part/edit-panel.tsx';
import { Facts } from '../../part/facts.tsx';
import { Failed } from '../../part/failed.tsx';
import { Card, Page } from '../../part/page.tsx';
import { type Column, Table } from '../../part/table.tsx';
import { Waiting } from '../../part/waiting.tsx';
import { type Bundle, BundlePanel } from '../catalogue/bundle-panel.tsx';
import { useArchiving } from '../catalogue/change.ts';
import { ThingActions } from '../catalogue/thing-actions.tsx';

/** A bundle: what it is made of, and how many can be made where. */
export default function BundlePage() {
  const bundleId = Number(useParams<{ bundleId: string }>().bundleId);
  const bundle = useQuery(trpc.catalogue.bundle.get.queryOptions({ bundleId }));
  if (bundle.isPending) return <Waiting what="the bundle" />;
  if (bundle.isError) return <Failed error={bundle.error} retry={bundle.refetch} />;
  return <Whole key={bundleId} bundle={bundle.data} />;
}

function Whole({ bundle }: { bundle: Bundle }) {
  const { sku, name, price, componentsPrice, description, isActive, components } = bundle;
  const [edited, edit] = useState<Edited<Bundle>>(null);
  const format = useFormat();
  const archive = useArchiving((bundleId, isActive) =>
    client.catalogue.bundle.update.mutate({ bundleId, isActive }),
  );
  return (
    <Page
      title={name}
      note={
        <>
          <span className="mono">{sku}</span> {!isActive && <Badge>Archived</Badge>}
          {description && <p>{description}</p>}
        </>
      }
      above={{ href: '/catalogue/bundles', name: 'Bundles' }}
      actions={
        <ThingActions isActive={isActive} edit={() => edit(bundle)} archive={() => void archive(bundle)} />
      }
    >
      <Beside
        side={
          <Card title="Price">
            <Facts
              facts={[
                ['Sold for', format.money(price)],
                ['Its parts one by one', format.money(componentsPrice)],
              ]}
            />
          </Card>
        }
      >
        <Table
          label={`What ${name} is made of`}
          items={components}
          columns={partColumns(format)}
          keyOf={({ productId }) => productId}
        />
        <h2 style={{ margin: '1.25rem 0 0.5rem' }}>How many can be made</h2>
        <Buildable bundle={bundle} />
      </Beside>
      <BundlePanel edited={edited} close={() => edit(null)} />
    </Page>
  );
}

const partColumns = (format: Format): Column<Bundle['components'][number]>[] => [
  { title: 'Made of', cell: ({ productId, name }) => <Link href={`/products/${productId}`}>{name}</Link> },
  { title: 'SKU', cell: ({ sku }) => <span className="mono">{sku}</span> },
  { title: 'Units', cell: ({ quantity }) => format.units(quantity), isFigure: true },
];

const WAREHOUSES_MAX = 1000;

function Buildable({ bundle: { name, buildable, components } }: { bundle: Bundle }) {
  const format = useFormat();
  const warehouses = useQuery(trpc.catalogue.warehouse.list.queryOptions({ limit: WAREHOUSES_MAX }));
  const warehouseName = (id: number) => warehouses.data?.items.find((one) => one.id === id)?.name;
  const part = (id: number) => components.find(({ productId }) => productId === id)?.name;
  return (
    <Table
      label={`How many of ${name} can be made`}
      items={buildable}
      keyOf={({ warehouseId }) => warehouseId}
      columns={[
        {
          title: 'Warehouse',
          cell: ({ warehouseId }) => (
            <Link href={`/catalogue/warehouses/${warehouseId}`}>{warehouseName(warehouseId) ?? '…'}</Link>
          ),
        },
        { title: 'Can be made', cell: ({ quantity }) => format.units(quantity), isFigure: true },
        { title: 'Runs out first', cell: ({ limitedBy }) => part(limitedBy) },
      ]}
    />
  );
}
