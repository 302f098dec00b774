import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { Empty } from '../../part/empty.tsx';
import type { View } from './view.ts';

const words: Record<Exclude<View, 'all'>, { title: string; text: string }> = {
  unsent: {
    title: 'Nothing waits to be sent',
    text: 'Every order has left. Drafts stand here until they do.',
  },
  coming: {
    title: 'Nothing is on the way',
    text: 'Orders stand here from the day they are sent until they are in.',
  },
  late: {
    title: 'Nothing is late',
    text: 'An order stands here when its day is over and goods are missing.',
  },
  ended: { title: 'None has ended yet', text: 'Received, cancelled and declined orders stand here.' },
};

type Props = { view: View; isNarrowed: boolean; reset: () => void };

export function Nothing({ view, isNarrowed, reset }: Props) {
  if (view === 'all' && !isNarrowed)
    return (
      <Empty
        icon="orders"
        title="No orders yet"
        actions={
          <Button component={Link} href="/" variant="default">
            See what runs low
          </Button>
        }
      >
        When something falls to its threshold, StockFlow drafts an order here. You can also write one.
      </Empty>
    );
  const { title, text } =
    view === 'all'
      ? { title: 'No order like this', text: 'Take another supplier or warehouse.' }
      : words[view];
  return (
    <Empty
      icon="orders"
      title={title}
      actions={
        <Button variant="default" onClick={reset}>
          Show all orders
        </Button>
      }
    >
      {text}
    </Empty>
  );
}
