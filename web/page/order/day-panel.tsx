import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import type { Order } from './state.ts';
import { useSettling } from './use-order.ts';

/** What is known about when it comes: their answer, another day, or that it was ordered by other means. */
export type About = 'answer' | 'day' | 'markSent';

const titles: Record<About, (order: Order) => string> = {
  answer: ({ supplier }) => `What did ${supplier.name} say?`,
  day: ({ number }) => `When does ${number} come?`,
  markSent: ({ number }) => `You sent ${number} yourself?`,
};

type Props = { order: Order; about: About | null; close: () => void };

export function DayPanel({ order, about, close }: Props) {
  const [kept, setKept] = useState(about);
  if (about && about !== kept) setKept(about);
  if (!kept) return null;
  const part = { order, close };
  return (
    <Panel title={titles[kept](order)} isOpen={about !== null} close={close}>
      {kept === 'answer' ? (
        <AnswerForm {...part} />
      ) : kept === 'day' ? (
        <DayForm {...part} />
      ) : (
        <MarkSentForm {...part} />
      )}
    </Panel>
  );
}

type FormProps = { order: Order; close: () => void };

function useDeed({ close }: FormProps, refuse: (error: unknown) => void, words: string) {
  const settling = useSettling();
  return {
    onSuccess: (changed: Order) => {
      close();
      settling.done(changed, words);
    },
    onError: (error: unknown) => settling.refused(error, refuse),
  };
}

/** They answered by telephone or mail, and not by the link in the letter. */
function AnswerForm({ order, close }: FormProps) {
  const { id: orderId, number, expectedDay } = order;
  const [does, setDoes] = useState('confirm');
  const form = useForm({ expectedDay: expectedDay ?? '', reference: '', reason: '' });
  const settled = useDeed({ order, close }, form.refuse, `Their answer to ${number} is recorded.`);
  const confirm = useMutation(trpc.replenishment.order.confirm.mutationOptions(settled));
  const decline = useMutation(trpc.replenishment.order.decline.mutationOptions(settled));
  const { values } = form;
  const answer = () => {
    if (does === 'decline') decline.mutate({ orderId, reason: values.reason.trim() || null });
    else if (!values.expectedDay) form.object('expectedDay', 'Say on which day.');
    else
      confirm.mutate({
        orderId,
        expectedDay: values.expectedDay,
        reference: values.reference.trim() || null,
      });
  };
  return (
    <Form
      form={form}
      needs="operator"
      submit={does === 'confirm' ? 'They deliver' : 'They declined'}
      isBusy={confirm.isPending || decline.isPending}
      cancel={close}
      onSubmit={answer}
    >
      <SegmentedControl
        fullWidth
        aria-label="Their answer"
        value={does}
        onChange={setDoes}
        data={[
          { value: 'confirm', label: 'They deliver' },
          { value: 'decline', label: 'They decline' },
        ]}
      />
      {does === 'confirm' ? (
        <Fields>
          <TextInput type="date" label="On" required data-autofocus {...form.text('expectedDay')} />
          <TextInput label="Their number for it" {...form.text('reference')} />
        </Fields>
      ) : (
        <Textarea label="Why" autosize minRows={2} {...form.text('reason')} />
      )}
    </Form>
  );
}

function DayForm({ order, close }: FormProps) {
  const { id: orderId, number, supplier } = order;
  const form = useForm({ expectedDay: order.expectedDay ?? '', reference: order.reference ?? '' });
  const settled = useDeed({ order, close }, form.refuse, `${number} is expected on another day.`);
  const update = useMutation(trpc.replenishment.order.update.mutationOptions(settled));
  const { expectedDay, reference } = form.values;
  return (
    <Form
      form={form}
      needs="operator"
      submit="Save"
      isBusy={update.isPending}
      cancel={close}
      onSubmit={() =>
        expectedDay
          ? update.mutate({ orderId, expectedDay, reference: reference.trim() || null })
          : form.object('expectedDay', 'Say on which day.')
      }
    >
      <p className="quiet">The worklist and the forecast count on this day. {supplier.name} is not told.</p>
      <Fields>
        <TextInput type="date" label="Expected on" required data-autofocus {...form.text('expectedDay')} />
        <TextInput label="Their number for it" {...form.text('reference')} />
      </Fields>
    </Form>
  );
}

function MarkSentForm({ order, close }: FormProps) {
  const { id: orderId, number, supplier } = order;
  const form = useForm({ expectedDay: '' });
  const format = useFormat();
  const settled = useDeed({ order, close }, form.refuse, `${number} counts as sent.`);
  const markSent = useMutation(trpc.replenishment.order.markSent.mutationOptions(settled));
  const { expectedDay } = form.values;
  return (
    <Form
      form={form}
      needs="operator"
      submit="Mark as sent"
      isBusy={markSent.isPending}
      cancel={close}
      onSubmit={() => markSent.mutate({ orderId, ...(expectedDay && { expectedDay }) })}
    >
      <p className="quiet">
        {supplier.name} knows of it by telephone, by their shop or by your own mail. It counts as sent today,{' '}
        {format.day(format.today())}, and StockFlow sends no letter for it.
      </p>
      <TextInput
        type="date"
        label="Expected on"
        description="Left empty, the lead time that was agreed counts, or a week where none is known"
        {...form.text('expectedDay')}
      />
    </Form>
  );
}
