import { Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import { changesIn, type Edited, EditPanel } from '../../part/edit-panel.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { say } from '../../part/toast.tsx';
import { useRefresh } from './change.ts';
import { type Component, ComponentFields, componentsOf, isWhole } from './component-fields.tsx';

export type Bundle = Output['catalogue']['bundle']['get'];
type Props = { edited: Edited<Bundle>; close: () => void };

export function BundlePanel({ edited, close }: Props) {
  return (
    <EditPanel
      edited={edited}
      close={close}
      size="lg"
      title={(bundle) => bundle?.name ?? 'What is sold together?'}
    >
      {(bundle) => <BundleForm bundle={bundle} close={close} />}
    </EditPanel>
  );
}

function BundleForm({ bundle, close }: { bundle: Bundle | null; close: () => void }) {
  const form = useForm({ ...valuesOf(bundle), components: null });
  const [components, change] = useState<Component[]>(componentsOf(bundle));
  const { save, isBusy } = useSaving(bundle, form.refuse, close);
  return (
    <Form
      form={form}
      needs="operator"
      submit={bundle ? 'Save' : 'Create bundle'}
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => {
        const whole = components.filter(isWhole);
        if (whole.length === 0) form.object('components', 'Say what it is made of.');
        else save(form.values, whole);
      }}
    >
      <TextInput label="Name" required data-autofocus {...form.text('name')} />
      <Fields>
        <TextInput label="SKU" required {...form.text('sku')} />
        <TextInput label="Price" inputMode="decimal" required {...form.text('price')} />
      </Fields>
      <ComponentFields components={components} change={change} error={form.errorOf('components')} />
      <Textarea label="Description" autosize minRows={2} {...form.text('description')} />
    </Form>
  );
}

const valuesOf = (bundle: Bundle | null) => ({
  name: bundle?.name ?? '',
  sku: bundle?.sku ?? '',
  price: bundle?.price ?? '',
  description: bundle?.description ?? '',
});

type Values = ReturnType<typeof valuesOf>;
type Whole = { productId: number; quantity: number };

function useSaving(bundle: Bundle | null, refuse: (error: unknown) => void, close: () => void) {
  const refresh = useRefresh();
  const settled = {
    onError: refuse,
    onSuccess: ({ name }: Bundle) => {
      refresh();
      close();
      say(`${name} is saved.`);
    },
  };
  const create = useMutation(trpc.catalogue.bundle.create.mutationOptions(settled));
  const update = useMutation(trpc.catalogue.bundle.update.mutationOptions(settled));
  return {
    isBusy: create.isPending || update.isPending,
    save({ name, sku, price, description }: Values, parts: { product: { id: number }; quantity: number }[]) {
      const components = parts.map(({ product, quantity }): Whole => ({ productId: product.id, quantity }));
      const facts = cleaned({ name, sku, price, description });
      if (!bundle) return create.mutate({ ...facts, components });
      const changes = changesIn(facts, cleaned(valuesOf(bundle)));
      const isOther = wordsOf(components) !== wordsOf(bundle.components);
      if (!isOther && Object.keys(changes).length === 0) return close();
      return update.mutate({ bundleId: bundle.id, ...changes, ...(isOther && { components }) });
    },
  };
}

const wordsOf = (components: Whole[]): string =>
  components.map(({ productId, quantity }) => `${productId}×${quantity}`).join();

const cleaned = ({ price, description, ...rest }: Values) => ({
  ...rest,
  price: price.trim().replace(',', '.'),
  description: description.trim() || null,
});
