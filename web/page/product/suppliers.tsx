import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { Card } from '../../part/page.tsx';
import css from './suppliers.module.css';
import { TermsPanel } from './terms-panel.tsx';

export type Terms = Output['catalogue']['terms']['list']['items'][number];
const SUPPLIERS_MAX = 100;

/** Who delivers it, and on what terms; the first is asked first. */
export function Suppliers({ productId }: { productId: number }) {
  const terms = useQuery(
    trpc.catalogue.terms.list.queryOptions({ productId, isActive: true, limit: SUPPLIERS_MAX }),
  );
  const [edited, edit] = useState<Terms | 'new' | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const isLoaded = terms.isSuccess;
  useEffect(() => {
    if (isLoaded && location.hash === '#suppliers') place.current?.scrollIntoView({ block: 'center' });
  }, [isLoaded]);
  return (
    <div ref={place} id="suppliers">
      <Card
        title="Suppliers"
        actions={
          <Act needs="operator" size="compact-sm" variant="default" onClick={() => edit('new')}>
            Add
          </Act>
        }
      >
        <Loaded what="suppliers" rows={2} isInline query={terms}>
          {({ items }) => <List items={items} edit={edit} />}
        </Loaded>
      </Card>
      <TermsPanel productId={productId} edited={edited} close={() => edit(null)} />
    </div>
  );
}

function List({ items, edit }: { items: Terms[]; edit: (terms: Terms) => void }) {
  const format = useFormat();
  if (items.length === 0)
    return <p className="quiet">Nobody supplies it yet. Add who does, and StockFlow can order it.</p>;
  const ordered = items.toSorted((one, other) => Number(other.isPrimary) - Number(one.isPrimary));
  return (
    <ul className={css.list}>
      {ordered.map((terms) => (
        <li key={terms.id}>
          <div>
            <strong>{terms.supplierName}</strong>{' '}
            {terms.isPrimary && <Badge tone="accent">first choice</Badge>}
            <p className={css.facts}>{factsOf(terms, format)}</p>
          </div>
          <Act
            needs="operator"
            size="compact-sm"
            variant="subtle"
            aria-label={`Edit the terms of ${terms.supplierName}`}
            onClick={() => edit(terms)}
          >
            Edit
          </Act>
        </li>
      ))}
    </ul>
  );
}

const factsOf = (
  { unitCost, minimumQuantity, packSize, leadTimeDays, supplierCode }: Terms,
  format: Format,
): string =>
  [
    unitCost && `${format.money(unitCost)} each`,
    packSize > 1 && `packs of ${format.units(packSize)}`,
    minimumQuantity > 1 && `at least ${format.units(minimumQuantity)}`,
    leadTimeDays === null ? 'usual lead time' : counted(leadTimeDays, 'day'),
    supplierCode && `as ${supplierCode}`,
  ]
    .filter(Boolean)
    .join(' · ');
