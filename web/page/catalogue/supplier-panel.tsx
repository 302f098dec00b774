import { NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { changesIn, type Edited, EditPanel } from '../../part/edit-panel.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { say } from '../../part/toast.tsx';
import { useRefresh } from './change.ts';

export type Supplier = Output['catalogue']['supplier']['get'];
type Props = { edited: Edited<Supplier>; close: () => void };

export function SupplierPanel({ edited, close }: Props) {
  return (
    <EditPanel edited={edited} close={close} title={(supplier) => supplier?.name ?? 'Who supplies you?'}>
      {(supplier) => <SupplierForm supplier={supplier} close={close} />}
    </EditPanel>
  );
}

function SupplierForm({ supplier, close }: { supplier: Supplier | null; close: () => void }) {
  const form = useForm(valuesOf(supplier));
  const { save, isBusy } = useSaving(supplier, form.refuse, close);
  return (
    <Form
      form={form}
      needs="operator"
      submit={supplier ? 'Save' : 'Create supplier'}
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => save(form.values)}
    >
      <TextInput label="Name" required data-autofocus {...form.text('name')} />
      <Fields>
        <TextInput
          label="E-mail"
          type="email"
          description="Orders are mailed there. Without it they wait for you."
          {...form.text('contactEmail')}
        />
        <NumberInput
          label="Lead time in days"
          description="From order to delivery. Empty: unknown."
          min={0}
          allowDecimal={false}
          {...form.number('leadTimeDays')}
        />
      </Fields>
    </Form>
  );
}

type Values = ReturnType<typeof valuesOf>;

const valuesOf = (supplier: Supplier | null) => ({
  name: supplier?.name ?? '',
  contactEmail: supplier?.contactEmail ?? '',
  leadTimeDays: supplier?.leadTimeDays ?? null,
});

function useSaving(supplier: Supplier | null, refuse: (error: unknown) => void, close: () => void) {
  const refresh = useRefresh();
  const settled = {
    onError: refuse,
    onSuccess: ({ name }: Supplier) => {
      refresh();
      close();
      say(`${name} is saved.`);
    },
  };
  const create = useMutation(trpc.catalogue.supplier.create.mutationOptions(settled));
  const update = useMutation(trpc.catalogue.supplier.update.mutationOptions(settled));
  return {
    isBusy: create.isPending || update.isPending,
    save(values: Values) {
      if (!supplier) return create.mutate(cleaned(values));
      const changes = changesIn(cleaned(values), cleaned(valuesOf(supplier)));
      if (Object.keys(changes).length === 0) return close();
      return update.mutate({ supplierId: supplier.id, ...changes });
    },
  };
}

const cleaned = ({ contactEmail, ...rest }: Values) => ({
  ...rest,
  contactEmail: contactEmail.trim() || null,
});
