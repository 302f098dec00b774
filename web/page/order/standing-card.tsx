import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Icon, type IconName } from '../../part/icon.tsx';
import css from './standing.module.css';
import { type Letter, standingOf } from './standing.ts';
import type { Order } from './state.ts';

type Props = { order: Order; letter: Letter | null; children: ReactNode };

/** The first thing to read: where the order stands, what comes next, and the buttons for it. */
export function StandingCard({ order, letter, children }: Props) {
  const format = useFormat();
  const hours = useHours(order);
  const { tone, title, text } = standingOf(order, { letter, hours }, format);
  return (
    <section className={css.standing} data-tone={tone} aria-label="Where it stands" aria-live="polite">
      <span className={css.sign}>
        <Icon name={signOf(order, tone)} size={18} />
      </span>
      <div className={css.words}>
        <h2>{title}</h2>
        {text && <p>{text}</p>}
      </div>
      <div className={css.deeds}>{children}</div>
    </section>
  );
}

function signOf({ status }: Order, tone: string): IconName {
  if (tone === 'danger') return 'warning';
  if (status === 'draft') return 'edit';
  if (tone === 'warn') return 'warning';
  if (status === 'received') return 'check';
  return status === 'approved' ? 'send' : 'orders';
}

function useHours({ supplier, heldBy }: Order) {
  const { data } = useQuery(
    trpc.replenishment.policy.forSupplier.get.queryOptions(
      { supplierId: supplier.id },
      { enabled: heldBy === 'hours' },
    ),
  );
  return data?.inForce ?? null;
}
