import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import { SupplierChoice, WarehouseChoice } from '../../part/choice.tsx';
import { ExportButton } from '../../part/export-button.tsx';
import { Icon } from '../../part/icon.tsx';
import { Page } from '../../part/page.tsx';
import { useShortcuts } from '../../part/shortcut.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { useWalk } from '../../part/walk.ts';
import css from './list.module.css';
import { Nothing } from './nothing.tsx';
import { type OrderHead, stateOf } from './state.ts';
import { filterOf, type View, viewNames, views } from './view.ts';

const LIVE_MS = 10_000;
const COUNTED_MAX = 100;

/** What was asked of suppliers, newest first. */
export default function Orders() {
  const narrowed = useNarrowing();
  const { view, supplierId, warehouseId } = narrowed;
  const [, visit] = useLocation();
  const filter = {
    ...filterOf(view),
    ...(supplierId === null ? {} : { supplierId }),
    ...(warehouseId === null ? {} : { warehouseId }),
  };
  const orders = useInfiniteQuery(
    trpc.replenishment.order.list.infiniteQueryOptions(filter, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: LIVE_MS,
    }),
  );
  useShortcuts('Orders', [{ keys: 'n', does: 'Write an order', run: () => visit('/orders/new') }]);
  return (
    <Page
      title="Orders"
      note="What was asked of suppliers, newest first"
      actions={
        <Act
          needs="operator"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => visit('/orders/new')}
        >
          Write an order
        </Act>
      }
      tools={
        <>
          <Tools narrowed={narrowed} />
          <ExportButton name="orders" open={({ orders }) => orders(filter)} />
        </>
      }
    >
      <Paged
        what="orders"
        query={orders}
        empty={<Nothing view={view} isNarrowed={narrowed.isNarrowed} reset={narrowed.reset} />}
      >
        {(items) => <Rows items={items} />}
      </Paged>
    </Page>
  );
}

function Rows({ items }: { items: OrderHead[] }) {
  const format = useFormat();
  const [, visit] = useLocation();
  const keyOf = ({ id }: OrderHead) => id;
  const chosen = useWalk({
    title: 'Orders',
    items,
    keyOf,
    does: 'Open the order',
    open: ({ id }) => visit(`/orders/${id}`),
  });
  return (
    <Table
      label="Orders"
      items={items}
      columns={columns(format)}
      keyOf={keyOf}
      chosen={chosen}
      isQuiet={({ closedAt }) => closedAt !== null}
    />
  );
}

const columns = (format: Format): Column<OrderHead>[] => [
  {
    title: 'Order',
    cell: ({ id, number, supplier }) => (
      <Link href={`/orders/${id}`} className={css.name ?? ''}>
        <span className={css.number}>{number}</span> <span className={css.supplier}>{supplier.name}</span>
      </Link>
    ),
  },
  { title: 'State', cell: (order) => <Standing order={order} format={format} /> },
  { title: 'Warehouse', cell: ({ warehouse }) => warehouse.name, isMinor: true, isWide: true },
  {
    title: 'Products',
    cell: ({ lineCount }) => format.units(lineCount),
    isFigure: true,
    isMinor: true,
    isWide: true,
  },
  { title: 'Cost', cell: ({ totalCost }) => totalCost && format.money(totalCost), isFigure: true },
  { title: 'Expected', cell: (order) => dayOf(order, format), isFigure: true },
];

function Standing({ order, format }: { order: OrderHead; format: Format }) {
  const { name, tone, note } = stateOf(order, format);
  return (
    <span className={css.state}>
      <Badge tone={tone}>{name}</Badge>
      {note && <span>{note}</span>}
    </span>
  );
}

/** The day it is to come, else the one on which it ended; a draft has neither. */
function dayOf({ expectedDay, closedAt }: OrderHead, format: Format): string | null {
  if (closedAt !== null) return `ended ${format.dayShort(closedAt)}`;
  return expectedDay && format.weekday(expectedDay);
}

type Narrowed = ReturnType<typeof useNarrowing>;

/** What the list is narrowed to stands in the address: it can be kept, sent, and gone back to. */
function useNarrowing() {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const idIn = (name: string) => Number(params.get(name)) || null;
  const view: View = viewNames.find((one) => one === params.get('show')) ?? 'all';
  return {
    view,
    supplierId: idIn('supplier'),
    warehouseId: idIn('warehouse'),
    isNarrowed: params.size > 0,
    set,
    reset: () => setParams({}, { replace: true }),
  };
}

function Tools({ narrowed: { view, supplierId, warehouseId, set } }: { narrowed: Narrowed }) {
  const counts: Partial<Record<View, number>> = { unsent: useCount('unsent'), late: useCount('late') };
  const nameOf = (one: View) => {
    const count = counts[one];
    if (!count) return views[one].name;
    return `${views[one].name} ${count < COUNTED_MAX ? count : `${COUNTED_MAX}+`}`;
  };
  return (
    <>
      <SegmentedControl
        aria-label="Which orders"
        value={view}
        onChange={(value) => set('show', value === 'all' ? null : value)}
        data={viewNames.map((value) => ({ value, label: nameOf(value) }))}
      />
      <SupplierChoice
        label="Supplier"
        all="All suppliers"
        value={supplierId}
        onChange={(id) => set('supplier', id === null ? null : String(id))}
      />
      <WarehouseChoice
        label="Warehouse"
        all="All warehouses"
        value={warehouseId}
        onChange={(id) => set('warehouse', id === null ? null : String(id))}
      />
    </>
  );
}

/** What somebody may have to do something about. */
function useCount(view: View): number {
  const { data } = useQuery(
    trpc.replenishment.order.list.queryOptions(
      { ...filterOf(view), limit: COUNTED_MAX },
      { refetchInterval: LIVE_MS, select: ({ items }) => items.length },
    ),
  );
  return data ?? 0;
}
