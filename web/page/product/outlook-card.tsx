import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { trpc } from '../../client.ts';
import { troubleOf } from '../../fault.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Badge, type Tone } from '../../part/badge.tsx';
import { later } from '../../part/later.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { Card } from '../../part/page.tsx';
import { useSession } from '../../session.tsx';
import { chartDataOf, MOVEMENTS_MAX, PAST_DAYS } from './chart-data.ts';
import {
  asItIs,
  daysAheadOf,
  type Explained,
  outlookOf,
  placeOf,
  projectionOf,
  supposed,
  type WhatIf,
} from './outlook.ts';
import type { Shelf } from './page.tsx';
import { WhatIfTool } from './what-if.tsx';

const Chart = later('chart', () => import('./chart.tsx'), { what: 'the chart', rows: 5, isInline: true });
const LIVE_MS = 15_000;
const DAY_MS = 86_400_000;

/** How fast it sells in one warehouse, when it runs out, and what would change that. */
export function OutlookCard({ shelf }: { shelf: Shelf }) {
  const { company } = useSession();
  const { productId, warehouseId, warehouseName } = shelf;
  const forecast = useQuery(
    trpc.replenishment.explain.queryOptions(
      { companyId: company.id, productId, warehouseId },
      { refetchInterval: LIVE_MS },
    ),
  );
  if (forecast.data) return <Told explained={forecast.data} />;
  return (
    <Card title={`Outlook for ${warehouseName}`}>
      {forecast.error && troubleOf(forecast.error).code === 'forecast_not_found' ? (
        <p className="quiet">
          Nothing is computed for it yet. That happens within seconds of the first movement, by the worker.
        </p>
      ) : (
        <Loaded what="the forecast" isInline query={forecast}>
          {() => null}
        </Loaded>
      )}
    </Card>
  );
}

const tones: Record<Explained['confidence'], Tone> = { high: 'good', medium: 'plain', low: 'warn' };

function Told({ explained }: { explained: Explained }) {
  const format = useFormat();
  const now = asItIs(explained);
  const [whatIf, setWhatIf] = useState<WhatIf>(now);
  const asked = useDeferredValue(whatIf);
  const place = useMemo(() => placeOf(explained), [explained]);
  const present = useMemo(() => outlookOf(place), [place]);
  const other = useMemo(
    () => outlookOf(supposed(place, asItIs(explained), asked)),
    [place, explained, asked],
  );
  const isAsked = JSON.stringify(asked) !== JSON.stringify(now);
  return (
    <Card
      title={`Outlook for ${explained.warehouseName}`}
      note={sentence(explained, format)}
      actions={<Badge tone={tones[explained.confidence]}>{explained.confidence} confidence</Badge>}
    >
      <Drawn explained={explained} present={present} other={isAsked ? other : null} />
      <WhatIfTool
        now={now}
        whatIf={whatIf}
        set={setWhatIf}
        present={present}
        other={other}
        isAsked={isAsked}
        hasTerms={place.terms !== null}
      />
    </Card>
  );
}

type DrawnProps = {
  explained: Explained;
  present: ReturnType<typeof outlookOf>;
  other: ReturnType<typeof outlookOf> | null;
};

function Drawn({ explained, present, other }: DrawnProps) {
  const format = useFormat();
  const { productId, warehouseId, today } = explained;
  const occurredFrom = new Date(Date.parse(today) - PAST_DAYS * DAY_MS).toISOString();
  const movements = useQuery(
    trpc.ledger.movement.list.queryOptions({ productId, warehouseId, occurredFrom, limit: MOVEMENTS_MAX }),
  );
  const items = movements.data?.items;
  const data = useMemo(() => {
    const ahead = daysAheadOf(present);
    const supposition = other && projectionOf(other, ahead);
    return chartDataOf(explained, items ?? [], projectionOf(present, ahead), supposition);
  }, [explained, items, present, other]);
  const marks = useMemo(
    () => ({
      today: Date.parse(today) / 1000,
      arrivals: explained.inputs.arrivals,
      reorderPoint: explained.reorderPoint,
    }),
    [explained, today],
  );
  return <Chart data={data} marks={marks} words={sentence(explained, format)} format={format} />;
}

function sentence(explained: Explained, format: Format): string {
  const { currentStock, velocityPerDay, coverDays, stockoutDay, stockoutDayEarly, stockoutDayLate } =
    explained;
  if (velocityPerDay === 0)
    return `${format.units(currentStock)} on hand. It does not sell, so it does not run out.`;
  if (currentStock <= 0) return `Out of stock. It sells ${format.rate(velocityPerDay)} when there is some.`;
  const ends =
    stockoutDayEarly && stockoutDayLate
      ? ` (likely between ${format.dayShort(stockoutDayEarly)} and ${format.dayShort(stockoutDayLate)})`
      : '';
  return `${format.units(currentStock)} on hand, selling ${format.rate(velocityPerDay)}: it lasts ${lasting(coverDays ?? 0, format)}, until ${stockoutDay ? format.weekday(stockoutDay) : 'far from now'}${ends}.`;
}

const YEAR_DAYS = 365;

const lasting = (days: number, format: Format): string =>
  days > YEAR_DAYS ? 'more than a year' : counted(format.units(Math.floor(days)), 'day');
