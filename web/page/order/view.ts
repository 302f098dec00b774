import type { Input } from '../../client.ts';

type Filter = Pick<Input['replenishment']['order']['list'], 'status' | 'isOverdue'>;

/** What the list is narrowed to. */
export const views = {
  all: { name: 'All', filter: {} },
  unsent: { name: 'To send', filter: { status: ['draft', 'approved'] } },
  coming: { name: 'On the way', filter: { status: ['sent', 'confirmed', 'partly_received'] } },
  late: { name: 'Late', filter: { isOverdue: true } },
  ended: { name: 'Ended', filter: { status: ['received', 'closed_short', 'cancelled', 'declined'] } },
} as const satisfies Record<string, { name: string; filter: unknown }>;

export type View = keyof typeof views;
export const viewNames: View[] = ['all', 'unsent', 'coming', 'late', 'ended'];

export const filterOf = (view: View): Filter => {
  const { filter } = views[view];
  return 'status' in filter ? { status: [...filter.status] } : filter;
};
