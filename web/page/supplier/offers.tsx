import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { client, type Output, trpc } from '../../client.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import type { Edited } from '../../part/edit-panel.tsx';
import { Empty } from '../../part/empty.tsx';
import { Icon } from '../../part/icon.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { useArchiving } from '../catalogue/change.ts';
import { whatToDo } from '../catalogue/row.tsx';
import { TermsPanel } from '../product/terms-panel.tsx';
import css from './offers.module.css';

type Terms = Output['catalogue']['terms']['list']['items'][number];
type Row = Terms & { name: string };

/** What a supplier delivers, and on what terms. */
export function Offers({ supplierId, name }: { supplierId: number; name: string }) {
  const [edited, edit] = useState<Edited<Terms>>(null);
  const format = useFormat();
  const offers = useInfiniteQuery(
    trpc.catalogue.terms.list.infiniteQueryOptions(
      { supplierId, isActive: true },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  const archive = useArchiving((termsId, isActive) =>
    client.catalogue.terms.update.mutate({ termsId, isActive }),
  );
  const add = (
    <Act
      needs="operator"
      size="compact-sm"
      variant="default"
      leftSection={<Icon name="plus" size={14} />}
      onClick={() => edit('new')}
    >
      Add
    </Act>
  );
  return (
    <section className={css.offers}>
      <header>
        <h2>What they deliver</h2>
        {add}
      </header>
      <Paged
        what="terms"
        query={offers}
        empty={
          <Empty icon="catalogue" title="Nothing yet">
            Say which products {name} delivers and on what terms, and StockFlow can order them. A list can be
            imported.
          </Empty>
        }
      >
        {(items) => (
          <Table
            label={`What ${name} delivers`}
            items={items.map((terms): Row => ({ ...terms, name: terms.productName }))}
            columns={columns(format, edit, (terms) => void archive(terms))}
            keyOf={({ id }) => id}
          />
        )}
      </Paged>
      <TermsPanel supplierId={supplierId} edited={edited} close={() => edit(null)} />
    </section>
  );
}

const columns = (
  format: Format,
  edit: (terms: Row) => void,
  archive: (terms: Row) => void,
): Column<Row>[] => [
  {
    title: 'Product',
    cell: ({ productId, name, isPrimary }) => (
      <>
        <Link href={`/products/${productId}`}>{name}</Link> {!isPrimary && <Badge>second choice</Badge>}
      </>
    ),
  },
  {
    title: 'Their code',
    cell: ({ supplierCode }) => <span className={css.code}>{supplierCode}</span>,
    isMinor: true,
  },
  { title: 'Cost', cell: ({ unitCost }) => unitCost && format.money(unitCost), isFigure: true },
  {
    title: 'Least',
    cell: ({ minimumQuantity }) => minimumQuantity > 1 && format.units(minimumQuantity),
    isFigure: true,
    isMinor: true,
  },
  { title: 'Pack', cell: ({ packSize }) => packSize > 1 && format.units(packSize), isFigure: true },
  {
    title: 'Lead time',
    cell: ({ leadTimeDays }) => leadTimeDays !== null && counted(leadTimeDays, 'day'),
    isFigure: true,
    isMinor: true,
  },
  whatToDo(edit, archive),
];
