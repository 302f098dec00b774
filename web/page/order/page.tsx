import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { trpc } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import { confirm } from '../../part/confirm.tsx';
import { Page } from '../../part/page.tsx';
import { useShortcuts } from '../../part/shortcut.tsx';
import { Thing } from '../../part/thing.tsx';
import { useMay } from '../../session.tsx';
import { type Deed, deedsOf } from './deed.ts';
import { Deeds } from './deeds.tsx';
import { DraftCard } from './draft.tsx';
import { History } from './history.tsx';
import { Letters } from './letters.tsx';
import { LineList } from './lines.tsx';
import css from './order.module.css';
import { type Open, Panels } from './panels.tsx';
import { Section } from './section.tsx';
import type { Letter } from './standing.ts';
import { StandingCard } from './standing-card.tsx';
import { hasLetter, type Order, stateOf } from './state.ts';
import { useDraft, useKeeping } from './use-draft.ts';
import { useLetters, useOrder, useSettling } from './use-order.ts';

export default function OrderPage() {
  const orderId = Number(useParams<{ orderId: string }>().orderId);
  const order = useOrder(orderId);
  const letters = useLetters(orderId, order.data);
  return (
    <Thing
      what="order"
      icon="orders"
      above={above}
      query={order}
      gone="It may have been an empty draft, which goes by itself when nothing is needed any more. The others are in the list."
    >
      {(found) => <Whole key={orderId} order={found} letters={letters} />}
    </Thing>
  );
}

const above = { href: '/orders', name: 'Orders' };

type Props = { order: Order; letters: ReturnType<typeof useLetters> };

function Whole({ order, letters }: Props) {
  const [opened, open] = useState<Open | null>(null);
  const draft = useDraft(order);
  const mayWrite = useMay('operator');
  const letter = letterOf(order, letters.data?.items ?? []);
  const isEdited = order.status === 'draft' && mayWrite;
  const read = async () => {
    if (isEdited && draft.isChanged && !(await draft.save())) return;
    open('letter');
  };
  const { run, busy } = useDeeds(order, open, read);
  useKeys(order, run, read);
  return (
    <Page title={order.number} note={<Facts order={order} />} above={above}>
      <StandingCard order={order} letter={letter}>
        <Deeds order={order} run={run} busy={busy} />
      </StandingCard>
      <div className={css.columns}>
        <div className={css.side}>
          <Letters order={order} letters={letters} read={() => void read()} />
          <History order={order} letter={letter} />
        </div>
        {isEdited ? <DraftCard draft={draft} /> : <Written order={order} isLost={draft.isChanged} />}
      </div>
      <Panels order={order} opened={opened} close={() => open(null)} />
    </Page>
  );
}

/** The list may be a moment older than the order, and then says less. */
function letterOf({ letter }: Order, letters: Letter[]): Letter | null {
  const found = letters.find(({ id }) => id === letter?.id);
  return found && letter ? { ...found, status: letter.status } : null;
}

function Facts({ order }: { order: Order }) {
  const { supplier, warehouse } = order;
  const { name, tone } = stateOf(order, useFormat());
  return (
    <span className={css.facts}>
      <Badge tone={tone}>{name}</Badge>
      <span>
        {supplier.name}, for {warehouse.name}
      </span>
    </span>
  );
}

function Written({ order, isLost }: { order: Order; isLost: boolean }) {
  return (
    <Section title="What was ordered">
      <div className={css.written}>
        {isLost && (
          <p role="alert">The order left while you were changing it. What you had not saved is not in it.</p>
        )}
        <LineList order={order} />
        {order.note && (
          <div>
            <h3>Note</h3>
            <p className={css.note}>{order.note}</p>
          </div>
        )}
      </div>
    </Section>
  );
}

/** Some are done at once; the others ask something first. */
function useDeeds(order: Order, open: (panel: Open) => void, read: () => Promise<void>) {
  const { supplier, letter } = order;
  const keeping = useKeeping();
  const settling = useSettling();
  const settled = (words: string) => ({
    onSuccess: () => settling.say(words),
    onError: (error: unknown) => settling.refused(error),
  });
  const { resend: resending, markSent: arriving } = trpc.replenishment.letter;
  const resend = useMutation(
    resending.mutationOptions(settled(`The letter goes out to ${supplier.name} again.`)),
  );
  const arrived = useMutation(arriving.mutationOptions(settled(`${order.number} counts as sent.`)));
  const busy: Deed | null = keeping.isPending
    ? 'keep'
    : resend.isPending
      ? 'resend'
      : arrived.isPending
        ? 'arrived'
        : null;
  const sendAgain = async (letterId: number) => {
    if (letter?.status === 'failed' || (await confirm(twice(order)))) resend.mutate({ letterId });
  };
  return {
    busy,
    run(deed: Deed): void {
      if (deed === 'send') void read();
      else if (deed === 'keep') keeping.mutate(order);
      else if (deed !== 'resend' && deed !== 'arrived') open(deed);
      else if (letter && deed === 'resend') void sendAgain(letter.id);
      else if (letter) arrived.mutate({ letterId: letter.id });
    },
  };
}

const twice = ({ supplier }: Order) => ({
  title: 'Send it again?',
  text: `If the first letter arrived, ${supplier.name} has it twice. It is the same letter with the same number, so most mail programs show it once; still, ask them first if you can.`,
  yes: 'Send it again',
});

const keys: Partial<Record<Deed, { keys: string; does: string }>> = {
  send: { keys: 's', does: 'Read the letter and send it' },
  resend: { keys: 's', does: 'Send the letter again' },
  receive: { keys: 'r', does: 'Receive' },
  answer: { keys: 'a', does: 'Record their answer' },
  day: { keys: 'd', does: 'Change the day' },
};

function useKeys(order: Order, run: (deed: Deed) => void, read: () => Promise<void>): void {
  const [, visit] = useLocation();
  const may = useMay('operator');
  const { main, more } = deedsOf(order);
  const deeds = may ? [...main, ...more] : [];
  useShortcuts('Order', [
    { keys: 'l', does: 'Read the letter', run: () => void (hasLetter(order) && read()) },
    ...deeds.flatMap((deed) => {
      const key = keys[deed];
      return key ? [{ ...key, run: () => run(deed) }] : [];
    }),
    { keys: 'u', does: 'Back to the orders', run: () => visit('/orders') },
  ]);
}
