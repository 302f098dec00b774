import { NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { changesIn, type Edited, EditPanel } from '../../part/edit-panel.tsx';
import { Form, useForm } from '../../part/form.tsx';
import { say } from '../../part/toast.tsx';
import { useRefresh } from './change.ts';

export type ProductType = Output['catalogue']['productType']['get'];
type Props = { edited: Edited<ProductType>; close: () => void };

export function TypePanel({ edited, close }: Props) {
  return (
    <EditPanel edited={edited} close={close} title={(type) => type?.name ?? 'What kind of goods?'}>
      {(type) => <TypeForm type={type} close={close} />}
    </EditPanel>
  );
}

function TypeForm({ type, close }: { type: ProductType | null; close: () => void }) {
  const form = useForm(valuesOf(type));
  const { save, isBusy } = useSaving(type, form.refuse, close);
  return (
    <Form
      form={form}
      needs="operator"
      submit={type ? 'Save' : 'Create type'}
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => save(form.values)}
    >
      <TextInput label="Name" required data-autofocus {...form.text('name')} />
      <NumberInput
        label="Low at"
        description="Units, for products that say nothing themselves. Empty: as the company has it."
        min={0}
        allowDecimal={false}
        {...form.number('lowStockThreshold')}
      />
    </Form>
  );
}

type Values = ReturnType<typeof valuesOf>;

const valuesOf = (type: ProductType | null) => ({
  name: type?.name ?? '',
  lowStockThreshold: type?.lowStockThreshold ?? null,
});

function useSaving(type: ProductType | null, refuse: (error: unknown) => void, close: () => void) {
  const refresh = useRefresh();
  const settled = {
    onError: refuse,
    onSuccess: ({ name }: ProductType) => {
      refresh();
      close();
      say(`${name} is saved.`);
    },
  };
  const create = useMutation(trpc.catalogue.productType.create.mutationOptions(settled));
  const update = useMutation(trpc.catalogue.productType.update.mutationOptions(settled));
  return {
    isBusy: create.isPending || update.isPending,
    save(values: Values) {
      if (!type) return create.mutate(values);
      const changes = changesIn(values, valuesOf(type));
      if (Object.keys(changes).length === 0) return close();
      return update.mutate({ productTypeId: type.id, ...changes });
    },
  };
}
