import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import { say } from '../../part/toast.tsx';
import type { Order } from './state.ts';
import { useSettling } from './use-order.ts';

type Props = { order: Order; isOpen: boolean; close: () => void };

export function AddressPanel({ order, isOpen, close }: Props) {
  return (
    <Panel title={`Where does ${order.supplier.name} take orders?`} isOpen={isOpen} close={close}>
      <AddressForm order={order} close={close} />
    </Panel>
  );
}

/** An approved order that only lacks an address leaves with it, and a letter that was refused is sent again. */
function AddressForm({ order: { supplier, status, letter }, close }: Omit<Props, 'isOpen'>) {
  const form = useForm({ contactEmail: supplier.contactEmail ?? '' });
  const queryClient = useQueryClient();
  const { refresh, refused } = useSettling();
  const leaves = status === 'approved' && (letter === null || letter.status === 'failed');
  const resend = useMutation(
    trpc.replenishment.letter.resend.mutationOptions({
      onSuccess: () => void refresh(),
      onError: (error) => refused(error),
    }),
  );
  const update = useMutation(
    trpc.catalogue.supplier.update.mutationOptions({
      onSuccess: ({ contactEmail }) => {
        close();
        say(`Orders to ${supplier.name} go to ${contactEmail}.`);
        void queryClient.invalidateQueries({ queryKey: trpc.catalogue.supplier.pathKey() });
        if (letter?.status === 'failed') resend.mutate({ letterId: letter.id });
        void refresh();
      },
      onError: form.refuse,
    }),
  );
  const contactEmail = form.values.contactEmail.trim();
  return (
    <Form
      form={form}
      needs="operator"
      submit={leaves ? 'Save and send' : 'Save'}
      isBusy={update.isPending}
      cancel={close}
      onSubmit={() =>
        contactEmail
          ? update.mutate({ supplierId: supplier.id, contactEmail })
          : form.object('contactEmail', 'Enter an e-mail address.')
      }
    >
      <p className="quiet">
        {leaves
          ? 'Its letter leaves as soon as there is an address. All further orders to them go there, too.'
          : 'All letters to them go there.'}
      </p>
      <TextInput type="email" label="E-mail address" required data-autofocus {...form.text('contactEmail')} />
    </Form>
  );
}
