import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type Output, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Badge, type Tone } from '../../part/badge.tsx';
import { Empty } from '../../part/empty.tsx';
import { Page } from '../../part/page.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';

type Order = Output['replenishment']['order']['list']['items'][number];

export default function Orders() {
  const format = useFormat();
  const orders = useInfiniteQuery(
    trpc.replenishment.order.list.infiniteQueryOptions(
      {},
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  return (
    <Page title="Orders" note="What was asked of suppliers, newest first">
      <Paged what="orders" query={orders} empty={nothing}>
        {(items) => <Table label="Orders" items={items} columns={columns(format)} keyOf={({ id }) => id} />}
      </Paged>
    </Page>
  );
}

const nothing = (
  <Empty icon="orders" title="No orders yet">
    When something falls to its threshold, StockFlow drafts one here.
  </Empty>
);

const columns = (format: Format): Column<Order>[] => [
  { title: 'Order', cell: ({ id, number }) => <Link href={`/orders/${id}`}>{number}</Link> },
  { title: 'Supplier', cell: ({ supplier }) => supplier.name },
  { title: 'Warehouse', cell: ({ warehouse }) => warehouse.name, isMinor: true },
  { title: 'State', cell: ({ status }) => <Badge tone={tones[status]}>{status}</Badge> },
  { title: 'Lines', cell: ({ lineCount }) => lineCount, isFigure: true },
  { title: 'Cost', cell: ({ totalCost }) => totalCost && format.money(totalCost), isFigure: true },
  { title: 'Expected', cell: ({ expectedDay }) => expectedDay && format.weekday(expectedDay) },
];

const tones: Partial<Record<Order['status'], Tone>> = { draft: 'warn', sent: 'link', confirmed: 'good' };
