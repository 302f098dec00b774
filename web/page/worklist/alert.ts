import type { Output } from '../../client.ts';
import { counted, type Format } from '../../format.ts';
import type { CoverFacts } from '../../part/cover.tsx';

export type Alert = Output['replenishment']['lowStock']['alerts'][number];

export const keyOf = ({ productId, warehouseId }: Alert): string => `${productId}.${warehouseId}`;

/** What the list is narrowed to. Nobody has decided; something was ordered; a person has it. */
export const shows = ['all', 'todo', 'ordered', 'aside'] as const;
export type Show = (typeof shows)[number];

export const isShown = ({ episodeStatus }: Alert, show: Show): boolean =>
  show === 'all' || show === standingOf(episodeStatus);

function standingOf(status: Alert['episodeStatus']): Show {
  if (status === 'ordered') return 'ordered';
  return status === 'acknowledged' || status === 'snoozed' ? 'aside' : 'todo';
}

/** Its order may go, but nobody knows where to. */
export const lacksAddress = (alert: Alert): boolean =>
  orderOf(alert)?.status === 'approved' && alert.supplier?.contactEmail === null;

/** Why it is here, in a plain sentence. */
export function whyOf(alert: Alert, format: Format): string {
  const { currentStock, velocityPerDay, leadDays, supplier } = alert;
  const left = currentStock > 0 ? `${format.units(currentStock)} left` : 'none left';
  const help =
    supplier === null
      ? 'nobody supplies it'
      : leadDays === null
        ? `${supplier.name} delivers it`
        : `${supplier.name} needs ${counted(leadDays, 'day')}`;
  return `Sells ${format.rate(velocityPerDay)}, ${left}, ${help}.`;
}

export function coverFactsOf(alert: Alert, format: Format): CoverFacts {
  const { currentStock, velocityPerDay, incomingQuantity, nextArrival } = alert;
  return {
    coverDays: Math.max(0, currentStock) / velocityPerDay,
    earlyDays: alert.daysUntilStockoutEarly,
    lateDays: alert.daysUntilStockoutLate,
    leadDays: alert.leadDays,
    arrival:
      nextArrival && incomingQuantity
        ? { inDays: Math.max(0, format.daysUntil(nextArrival)), units: incomingQuantity }
        : null,
  };
}

/** The draft that waits, else the order that is under way. */
export function orderOf({ shortage }: Alert): NonNullable<Alert['shortage']>['orders'][number] | null {
  const orders = shortage?.orders ?? [];
  return orders.find(({ status }) => status === 'draft') ?? orders.at(-1) ?? null;
}
