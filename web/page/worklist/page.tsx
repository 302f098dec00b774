import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { counted, useFormat } from '../../format.ts';
import { SupplierChoice, WarehouseChoice } from '../../part/choice.tsx';
import { ExportButton } from '../../part/export-button.tsx';
import { Failed } from '../../part/failed.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { Page } from '../../part/page.tsx';
import { type Alert, isShown, type Show, shows } from './alert.ts';
import { Nothing } from './nothing.tsx';
import { filterOf, useAlerts } from './use-alerts.ts';
import { Worklines } from './worklines.tsx';

/** Home: what runs out first, why, and what is done about it. */
export default function Worklist() {
  const narrowed = useNarrowing();
  const low = useAlerts(narrowed);
  const format = useFormat();
  const all = low.data?.pages.flatMap(({ alerts }) => alerts) ?? [];
  const shown = all.filter((alert) => isShown(alert, narrowed.show));
  const total = low.data?.pages[0]?.totalAlerts ?? 0;
  return (
    <Page
      title="Worklist"
      note={low.data ? summary(all, format.units(total)) : 'What runs out first'}
      tools={
        <>
          <Tools narrowed={narrowed} all={all} isPart={low.hasNextPage} />
          <ExportButton name="worklist" open={({ worklist }) => worklist(exportedBy(narrowed))} />
        </>
      }
    >
      <Loaded what="what runs low" rows={8} query={low}>
        {() =>
          shown.length === 0 ? (
            <Nothing isNarrowed={total > 0 || narrowed.isNarrowed} reset={narrowed.reset} />
          ) : (
            <>
              <Worklines
                alerts={shown}
                readOn={() => low.hasNextPage && !low.isFetching && !low.isError && void low.fetchNextPage()}
              />
              {low.isFetchNextPageError && !low.isFetching && (
                <Failed error={low.error} retry={() => low.fetchNextPage()} isInline />
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

const exportedBy = ({ warehouseId, supplierId, show }: Narrowed) => ({
  ...filterOf({ warehouseId, supplierId }),
  keep: (alert: Alert) => isShown(alert, show),
});

function summary(all: Alert[], total: string): string {
  const undone = all.filter((alert) => isShown(alert, 'todo')).length;
  const out = all.filter(({ currentStock }) => currentStock <= 0).length;
  return [
    counted(total, 'runs low', 'run low'),
    out > 0 && `${out} out of stock`,
    undone > 0 ? `${undone} for you to decide` : 'nothing for you to decide',
  ]
    .filter(Boolean)
    .join(' · ');
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
  const show: Show = shows.find((one) => one === params.get('show')) ?? 'all';
  return {
    warehouseId: idIn('warehouse'),
    supplierId: idIn('supplier'),
    show,
    isNarrowed: params.size > 0,
    set,
    reset: () => setParams({}, { replace: true }),
  };
}

const names: Record<Show, string> = { all: 'All', todo: 'To decide', ordered: 'Ordered', aside: 'Aside' };

function Tools({
  narrowed: { show, warehouseId, supplierId, set },
  all,
  isPart,
}: {
  narrowed: Narrowed;
  all: Alert[];
  isPart: boolean;
}) {
  const format = useFormat();
  const countOf = (one: Show) =>
    format.units(all.filter((alert) => isShown(alert, one)).length) + (isPart ? '+' : '');
  return (
    <>
      <SegmentedControl
        aria-label="Which shortages"
        value={show}
        onChange={(value) => set('show', value === 'all' ? null : value)}
        data={shows.map((value) => ({ value, label: `${names[value]} ${countOf(value)}` }))}
      />
      <WarehouseChoice
        label="Warehouse"
        all="All warehouses"
        value={warehouseId}
        onChange={(id) => set('warehouse', id === null ? null : String(id))}
      />
      <SupplierChoice
        label="Supplier"
        all="All suppliers"
        value={supplierId}
        onChange={(id) => set('supplier', id === null ? null : String(id))}
      />
    </>
  );
}
