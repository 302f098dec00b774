import { ActionIcon, Menu } from '@mantine/core';
import { Act } from '../../part/act.tsx';
import { Icon, type IconName } from '../../part/icon.tsx';
import { useMay } from '../../session.tsx';
import { type Deed, deedsOf } from './deed.ts';
import type { Order } from './state.ts';

const names: Record<Deed, { name: string; icon: IconName }> = {
  send: { name: 'Read and send', icon: 'send' },
  keep: { name: 'Keep it here', icon: 'snooze' },
  resend: { name: 'Send it again', icon: 'send' },
  arrived: { name: 'It arrived', icon: 'check' },
  markSent: { name: 'I sent it myself', icon: 'check' },
  address: { name: 'Enter the address', icon: 'mail' },
  receive: { name: 'Receive', icon: 'arrive' },
  answer: { name: 'They answered', icon: 'mail' },
  day: { name: 'Change the day', icon: 'edit' },
  decline: { name: 'They declined', icon: 'close' },
  close: { name: 'Close it short', icon: 'close' },
  cancel: { name: 'Cancel the order', icon: 'close' },
};

const nameOf = (deed: Deed, { supplier }: Order): string =>
  deed === 'address' && supplier.contactEmail !== null ? 'Correct the address' : names[deed].name;

type Props = { order: Order; run: (deed: Deed) => void; busy: Deed | null };

/** What can be done about it: the likeliest first, what is seldom in a menu. */
export function Deeds({ order, run, busy }: Props) {
  const { main, more } = deedsOf(order);
  return (
    <>
      {main.map((deed, index) => (
        <Act
          key={deed}
          needs="operator"
          variant={index === 0 ? 'filled' : 'default'}
          leftSection={<Icon name={names[deed].icon} size={14} />}
          isBusy={busy === deed}
          onClick={() => run(deed)}
        >
          {nameOf(deed, order)}
        </Act>
      ))}
      <More order={order} more={more} run={run} />
    </>
  );
}

function More({ order, more, run }: Omit<Props, 'busy'> & { more: Deed[] }) {
  const may = useMay('operator');
  if (!may || more.length === 0) return null;
  return (
    <Menu width={220}>
      <Menu.Target>
        <ActionIcon size="lg" aria-label={`More about ${order.number}`}>
          <Icon name="more" size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {more.map((deed) => (
          <Menu.Item key={deed} leftSection={<Icon name={names[deed].icon} />} onClick={() => run(deed)}>
            {nameOf(deed, order)}…
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
