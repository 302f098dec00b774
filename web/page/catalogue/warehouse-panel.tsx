import { Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { changesIn, type Edited, EditPanel } from '../../part/edit-panel.tsx';
import { Form, useForm } from '../../part/form.tsx';
import { say } from '../../part/toast.tsx';
import { useRefresh } from './change.ts';

export type Warehouse = Output['catalogue']['warehouse']['get'];
type Props = { edited: Edited<Warehouse>; close: () => void };

export function WarehousePanel({ edited, close }: Props) {
  return (
    <EditPanel edited={edited} close={close} title={(warehouse) => warehouse?.name ?? 'Who supplies you?'}>
      {(warehouse) => <WarehouseForm warehouse={warehouse} close={close} />}
    </EditPanel>
  );
}

function WarehouseForm({ warehouse, close }: { warehouse: Warehouse | null; close: () => void }) {
  const form = useForm(valuesOf(warehouse));
  const { save, isBusy } = useSaving(warehouse, form.refuse, close);
  return (
    <Form
      form={form}
      needs="operator"
      submit={warehouse ? 'Save' : 'Create warehouse'}
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => save(form.values)}
    >
      <TextInput label="Name" required data-autofocus {...form.text('name')} />
      <Textarea
        label="Address"
        description="Stands in orders: deliveries go there."
        autosize
        minRows={2}
        {...form.text('address')}
      />
    </Form>
  );
}

type Values = ReturnType<typeof valuesOf>;

const valuesOf = (warehouse: Warehouse | null) => ({
  name: warehouse?.name ?? '',
  address: warehouse?.address ?? '',
});

function useSaving(warehouse: Warehouse | null, refuse: (error: unknown) => void, close: () => void) {
  const refresh = useRefresh();
  const settled = {
    onError: refuse,
    onSuccess: ({ name }: Warehouse) => {
      refresh();
      close();
      say(`${name} is saved.`);
    },
  };
  const create = useMutation(trpc.catalogue.warehouse.create.mutationOptions(settled));
  const update = useMutation(trpc.catalogue.warehouse.update.mutationOptions(settled));
  return {
    isBusy: create.isPending || update.isPending,
    save(values: Values) {
      if (!warehouse) return create.mutate(cleaned(values));
      const changes = changesIn(cleaned(values), cleaned(valuesOf(warehouse)));
      if (Object.keys(changes).length === 0) return close();
      return update.mutate({ warehouseId: warehouse.id, ...changes });
    },
  };
}

const cleaned = ({ name, address }: Values) => ({ name, address: address.trim() || null });
