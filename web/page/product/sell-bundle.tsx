import { NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { counted, useFormat } from '../../format.ts';
import { WarehouseChoice } from '../../part/choice.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import { complain, say } from '../../part/toast.tsx';
import type { Bundle } from './bundle.tsx';

type Props = { bundle: Bundle; isOpen: boolean; close: () => void };

export function SellBundle({ bundle, isOpen, close }: Props) {
  return (
    <Panel title={`Sell ${bundle.name}`} isOpen={isOpen} close={close}>
      <Sale bundle={bundle} close={close} />
    </Panel>
  );
}

type Blank = { warehouseId: number | null; quantity: number | null; reference: string };
const blank = ({ buildable }: Bundle): Blank => ({
  warehouseId: buildable.find(({ quantity }) => quantity > 0)?.warehouseId ?? null,
  quantity: 1,
  reference: '',
});

function Sale({ bundle, close }: Omit<Props, 'isOpen'>) {
  const form = useForm(blank(bundle));
  const { sell, isBusy } = useSelling(form.refuse, close);
  const { warehouseId, quantity, reference } = form.values;
  return (
    <Form
      form={form}
      needs="operator"
      submit="Sell"
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => {
        if (warehouseId === null) form.object('warehouseId', 'Say where.');
        else if (quantity === null) form.object('quantity', 'Say how many.');
        else sell({ bundleId: bundle.id, warehouseId, quantity, reference: reference.trim() || null });
      }}
    >
      <Fields>
        <WarehouseChoice
          label="Warehouse"
          value={warehouseId}
          error={form.errorOf('warehouseId')}
          onChange={(id) => form.set('warehouseId', id)}
        />
        <NumberInput
          label="Bundles sold"
          required
          min={1}
          allowDecimal={false}
          {...form.number('quantity')}
        />
      </Fields>
      <TextInput label="Reference" placeholder="order number" {...form.text('reference')} />
      <Result bundle={bundle} warehouseId={warehouseId} quantity={quantity} />
    </Form>
  );
}

type ResultProps = Pick<Blank, 'warehouseId' | 'quantity'> & { bundle: Bundle };

function Result({ bundle, warehouseId, quantity }: ResultProps) {
  const format = useFormat();
  const place = bundle.buildable.find((one) => one.warehouseId === warehouseId);
  if (!place || quantity === null) return null;
  const left = place.quantity - quantity;
  return (
    <p className="quiet figures" role="status">
      {left < 0
        ? `Only ${counted(format.units(place.quantity), 'bundle')} can be put together there: this will be refused.`
        : `${bundle.components.map(({ name, quantity: each }) => `${format.units(each * quantity)} × ${name}`).join(', ')} leave the shelf. ${counted(format.units(left), 'bundle')} could still be sold.`}
    </p>
  );
}

function useSelling(refuse: (error: unknown) => void, done: () => void) {
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries();
  const reverse = useMutation(
    trpc.ledger.bundleSale.reverse.mutationOptions({ onSuccess: refresh, onError: complain }),
  );
  const sale = useMutation(
    trpc.ledger.bundleSale.record.mutationOptions({
      onError: refuse,
      onSuccess: ({ id, quantity }) => {
        say(`${counted(quantity, 'bundle')} sold.`, () =>
          reverse.mutate({ bundleSaleId: id, reason: 'Taken back at once' }),
        );
        refresh();
        done();
      },
    }),
  );
  return { sell: sale.mutate, isBusy: sale.isPending };
}
