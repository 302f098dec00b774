import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams, useSearchParams } from 'wouter';
import { type Output, trpc } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import { Icon } from '../../part/icon.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { Page } from '../../part/page.tsx';
import { Thing } from '../../part/thing.tsx';
import { ProductActions } from '../catalogue/product-actions.tsx';
import { OnTheRoad } from '../transfer/on-the-road.tsx';
import { History } from './history.tsx';
import { OutlookCard } from './outlook-card.tsx';
import css from './product.module.css';
import { RecordPanel } from './record.tsx';
import { Shelves } from './shelves.tsx';
import { Suppliers } from './suppliers.tsx';
import { Threshold } from './threshold.tsx';

export type Shelf = Output['ledger']['inventory']['list']['items'][number];
const LIVE_MS = 10_000;
const PLACES_MAX = 1000;

export default function Product() {
  const productId = Number(useParams<{ productId: string }>().productId);
  const product = useQuery(trpc.catalogue.product.get.queryOptions({ productId }));
  const shelves = useQuery(
    trpc.ledger.inventory.list.queryOptions({ productId, limit: PLACES_MAX }, { refetchInterval: LIVE_MS }),
  );
  return (
    <Thing
      what="product"
      icon="catalogue"
      above={above}
      query={product}
      gone="Perhaps the address was written wrong. All that there are, archived ones as well, are in the list."
    >
      {(found) =>
        shelves.data ? (
          <Whole key={productId} product={found} shelves={shelves.data.items} />
        ) : (
          <Page title={found.name} note={<Facts product={found} />} above={above}>
            <Loaded what="its stock" query={shelves}>
              {() => null}
            </Loaded>
          </Page>
        )
      }
    </Thing>
  );
}

const above = { href: '/catalogue', name: 'Catalogue' };

type Props = { product: Output['catalogue']['product']['get']; shelves: Shelf[] };

function Whole({ product, shelves }: Props) {
  const [params, setParams] = useSearchParams();
  const [isRecording, record] = useState(false);
  const asked = Number(params.get('warehouse'));
  const shelf = shelves.find(({ warehouseId }) => warehouseId === asked) ?? soonest(shelves);
  const choose = (warehouseId: number) => setParams({ warehouse: String(warehouseId) }, { replace: true });
  return (
    <Page
      title={product.name}
      note={<Facts product={product} />}
      above={above}
      actions={
        <>
          <ProductActions product={product} />
          <Act needs="operator" leftSection={<Icon name="plus" size={14} />} onClick={() => record(true)}>
            Record
          </Act>
        </>
      }
    >
      <div className={css.columns}>
        <div className={css.outlook}>{shelf && <OutlookCard key={shelf.warehouseId} shelf={shelf} />}</div>
        <div className={css.side}>
          <Shelves shelves={shelves} chosen={shelf?.warehouseId ?? null} choose={choose} />
          <OnTheRoad
            productId={product.id}
            isShown={({ lines }) => lines.some((line) => line.productId === product.id && line.inTransit > 0)}
          />
          {shelf && <Threshold key={shelf.warehouseId} shelf={shelf} />}
          <Suppliers productId={product.id} />
        </div>
        <div className={css.history}>
          <History productId={product.id} shelves={shelves} />
        </div>
      </div>
      <RecordPanel
        product={product}
        shelves={shelves}
        shelf={shelf}
        isOpen={isRecording}
        close={() => record(false)}
      />
    </Page>
  );
}

/** Where it runs out first is what one wants to see. */
const soonest = (shelves: Shelf[]): Shelf | undefined =>
  shelves.toSorted(
    (one, other) =>
      (one.daysUntilStockout ?? Number.MAX_VALUE) - (other.daysUntilStockout ?? Number.MAX_VALUE) ||
      other.onHand - one.onHand,
  )[0];

function Facts({ product: { sku, price, productType, isActive, description } }: Pick<Props, 'product'>) {
  const format = useFormat();
  return (
    <>
      <span className={css.facts}>
        <span className="mono">{sku}</span>
        <span>{format.money(price)}</span>
        {productType && <span>{productType}</span>}
        {!isActive && <Badge>Archived</Badge>}
      </span>
      {description && <p>{description}</p>}
    </>
  );
}
