import { Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { counted, useFormat } from '../../format.ts';
import { CameLines, useCame } from '../../part/came.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import type { Order } from './state.ts';
import { useSettling } from './use-order.ts';

type Props = { order: Order; isOpen: boolean; close: () => void };

export function ReceivePanel({ order, isOpen, close }: Props) {
  return (
    <Panel title={`What came of ${order.number}?`} isOpen={isOpen} close={close} size="lg">
      <ReceiveForm order={order} close={close} />
    </Panel>
  );
}

function ReceiveForm({ order, close }: Omit<Props, 'isOpen'>) {
  const { id: orderId, number, lines, warehouse } = order;
  const format = useFormat();
  const form = useForm({ reference: '', reason: '', allowsSurplus: false });
  const came = useCame(lines);
  const settling = useSettling();
  const receive = useMutation(
    trpc.replenishment.order.receive.mutationOptions({
      onSuccess: (changed) => {
        close();
        settling.done(
          changed,
          `${counted(format.units(units), 'unit')} of ${number} are in ${warehouse.name}.`,
        );
      },
      onError: (error) => settling.refused(error, form.refuse),
    }),
  );
  const { units, isTooMuch } = came;
  const { reference, reason, allowsSurplus } = form.values;
  return (
    <Form
      form={form}
      needs="operator"
      submit={units > 0 ? `Receive ${counted(format.units(units), 'unit')}` : 'Receive'}
      isBusy={receive.isPending}
      cancel={close}
      onSubmit={() => {
        if (units === 0) return form.object('reference', 'Say what came: every line is at 0.');
        if (isTooMuch && !allowsSurplus)
          return form.object(
            'allowsSurplus',
            'More came than is outstanding. Say that you keep it, or correct the line.',
          );
        receive.mutate({
          orderId,
          lines: came.given(),
          allowsSurplus: isTooMuch,
          reference: reference.trim() || null,
          reason: reason.trim() || null,
        });
      }}
    >
      <CameLines came={came} />
      {isTooMuch && (
        <Switch label="More came than was ordered, and we keep it" {...form.flag('allowsSurplus')} />
      )}
      <Fields>
        <TextInput
          label="Delivery note"
          placeholder="their number, if there is one"
          {...form.text('reference')}
        />
        <TextInput label="Remark" placeholder="for those who read it later" {...form.text('reason')} />
      </Fields>
    </Form>
  );
}
