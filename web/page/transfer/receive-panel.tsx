import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { counted, useFormat } from '../../format.ts';
import { CameLines, useCame } from '../../part/came.tsx';
import { Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import { say } from '../../part/toast.tsx';
import { type Transfer, useSettled } from './use-transfers.ts';

type Props = { transfer: Transfer | null; close: () => void };

export function ReceivePanel({ transfer, close }: Props) {
  return (
    <Panel
      title={transfer ? `What came from ${transfer.fromWarehouseName}?` : ''}
      isOpen={transfer !== null}
      close={close}
      size="lg"
    >
      {transfer && <ReceiveForm transfer={transfer} close={close} />}
    </Panel>
  );
}

/** What went back on the way is not to come any more. */
function ReceiveForm({ transfer, close }: { transfer: Transfer; close: () => void }) {
  const { id: transferId, toWarehouseName, lines } = transfer;
  const format = useFormat();
  const settled = useSettled();
  const form = useForm({ reason: '', lines: '' });
  const came = useCame(
    lines.map(({ arrived, inTransit, ...line }) => ({
      ...line,
      received: arrived,
      outstanding: inTransit,
      packSize: 1,
    })),
  );
  const receive = useMutation(
    trpc.ledger.transfer.receive.mutationOptions({
      onSuccess: () => {
        close();
        say(`${counted(format.units(came.units), 'unit')} are in ${toWarehouseName}.`);
        settled();
      },
      onError: (error) => {
        form.refuse(error);
        settled();
      },
    }),
  );
  return (
    <Form
      form={form}
      needs="operator"
      submit={came.units > 0 ? `Receive ${counted(format.units(came.units), 'unit')}` : 'Receive'}
      isBusy={receive.isPending}
      cancel={close}
      onSubmit={() => {
        if (came.units === 0) return form.object('reason', 'Say what came: every line is at 0.');
        receive.mutate({ transferId, lines: came.given(), reason: form.values.reason.trim() || null });
      }}
    >
      <CameLines came={came} />
      <p className="quiet">
        What did not come stays on the road: receive it later, or let it go back to{' '}
        {transfer.fromWarehouseName}.
      </p>
      <TextInput label="Remark" placeholder="for those who read it later" {...form.text('reason')} />
    </Form>
  );
}
