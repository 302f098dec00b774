import { useMay } from '../../session.tsx';
import { AddressPanel } from './address-panel.tsx';
import { DayPanel } from './day-panel.tsx';
import type { Deed } from './deed.ts';
import { deedsOf } from './deed.ts';
import { EndPanel } from './end-panel.tsx';
import { LetterPanel } from './letter-panel.tsx';
import { ReceivePanel } from './receive-panel.tsx';
import type { Order } from './state.ts';

/** What asks something before it is done. */
export type Open = 'letter' | Exclude<Deed, 'send' | 'keep' | 'resend' | 'arrived'>;

type Props = { order: Order; opened: Open | null; close: () => void };

export function Panels({ order, opened, close }: Props) {
  const may = useMay('operator');
  const isDay = opened === 'answer' || opened === 'day' || opened === 'markSent';
  const isEnd = opened === 'cancel' || opened === 'close' || opened === 'decline';
  const part = { order, close };
  return (
    <>
      <LetterPanel
        {...part}
        canSend={may && deedsOf(order).main.includes('send')}
        isOpen={opened === 'letter'}
      />
      <ReceivePanel {...part} isOpen={opened === 'receive'} />
      <AddressPanel {...part} isOpen={opened === 'address'} />
      <DayPanel {...part} about={isDay ? opened : null} />
      <EndPanel {...part} end={isEnd ? opened : null} />
    </>
  );
}
