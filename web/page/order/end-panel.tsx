import { Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../client.ts';
import { Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import type { Order } from './state.ts';
import { useSettling } from './use-order.ts';

export type End = 'cancel' | 'close' | 'decline';

type Words = { title: string; text: string; placeholder: string; submit: string; done: string };

const wordsOf: Record<End, (order: Order) => Words> = {
  cancel: ({ number, supplier, sentAt }) => ({
    title: `Cancel ${number}?`,
    text:
      sentAt === null
        ? 'It will not leave. What is low goes back to the worklist.'
        : `${supplier.name} has it already, and StockFlow does not write to them about this: tell them yourself. What is low goes back to the worklist.`,
    placeholder: 'Ordered twice',
    submit: 'Cancel the order',
    done: `${number} is cancelled.`,
  }),
  close: ({ number }) => ({
    title: `Close ${number} short?`,
    text: 'What has come stays. The rest is not expected any more, and what is low goes back to the worklist.',
    placeholder: 'The rest is sold out',
    submit: 'Close it short',
    done: `${number} is closed.`,
  }),
  decline: ({ number, supplier }) => ({
    title: `${supplier.name} declined ${number}?`,
    text: 'It ends here, and its shortages are open on the worklist again.',
    placeholder: 'The harvest was late',
    submit: 'They declined',
    done: `${number} is declined.`,
  }),
};

type Props = { order: Order; end: End | null; close: () => void };

/** How an order ends before its time, and why. */
export function EndPanel({ order, end, close }: Props) {
  const [kept, setKept] = useState(end);
  if (end && end !== kept) setKept(end);
  if (!kept) return null;
  const words = wordsOf[kept](order);
  return (
    <Panel title={words.title} isOpen={end !== null} close={close}>
      <EndForm key={kept} order={order} end={kept} words={words} close={close} />
    </Panel>
  );
}

type FormProps = { order: Order; end: End; words: Words; close: () => void };

function EndForm({ order: { id: orderId }, end, words, close }: FormProps) {
  const form = useForm({ reason: '' });
  const settling = useSettling();
  const settled = {
    onSuccess: (changed: Order) => {
      close();
      settling.done(changed, words.done);
    },
    onError: (error: unknown) => settling.refused(error, form.refuse),
  };
  const cancel = useMutation(trpc.replenishment.order.cancel.mutationOptions(settled));
  const closeShort = useMutation(trpc.replenishment.order.closeShort.mutationOptions(settled));
  const decline = useMutation(trpc.replenishment.order.decline.mutationOptions(settled));
  const { mutate, isPending } = { cancel, close: closeShort, decline }[end];
  return (
    <Form
      form={form}
      needs="operator"
      submit={words.submit}
      isBusy={isPending}
      cancel={close}
      cancelLabel="Not now"
      onSubmit={() => mutate({ orderId, reason: form.values.reason.trim() || null })}
    >
      <p className="quiet">{words.text}</p>
      <Textarea
        label="Why"
        description="Kept with the order, for those who read it later"
        placeholder={words.placeholder}
        autosize
        minRows={2}
        data-autofocus
        {...form.text('reason')}
      />
    </Form>
  );
}
