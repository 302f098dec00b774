import { Autocomplete, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { SupplierChoice, WarehouseChoice } from '../../part/choice.tsx';
import { changesIn, type Edited, EditPanel } from '../../part/edit-panel.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { say } from '../../part/toast.tsx';
import { useRefresh } from './change.ts';

export type Product = Output['catalogue']['product']['get'];
type Props = { edited: Edited<Product>; close: () => void; onCreated?: (product: Product) => void };

export function ProductPanel({ edited, close, onCreated }: Props) {
  return (
    <EditPanel edited={edited} close={close} title={(product) => product?.name ?? 'What do you sell?'}>
      {(product) => <ProductForm product={product} close={close} onCreated={onCreated} />}
    </EditPanel>
  );
}

const KEPT_MS = 60_000;
const TYPES_MAX = 1000;

type FormProps = {
  product: Product | null;
  close: () => void;
  onCreated: ((product: Product) => void) | undefined;
};

function ProductForm({ product, close, onCreated }: FormProps) {
  const form = useForm(valuesOf(product));
  const { save, isBusy } = useSaving(product, form.refuse, close, onCreated);
  const types = useQuery(
    trpc.catalogue.productType.list.queryOptions(
      { isActive: true, limit: TYPES_MAX },
      { staleTime: KEPT_MS },
    ),
  );
  const names = (types.data?.items ?? []).map(({ name }) => name);
  return (
    <Form
      form={form}
      needs="operator"
      submit={product ? 'Save' : 'Create product'}
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => save(form.values)}
    >
      <TextInput label="Name" required data-autofocus {...form.text('name')} />
      <Fields>
        <TextInput label="SKU" description="Your own code for it" required {...form.text('sku')} />
        <TextInput label="Price" inputMode="decimal" placeholder="8.90" required {...form.text('price')} />
        <Autocomplete
          label="Type"
          placeholder="none"
          data={names}
          value={form.values.productType}
          error={form.errorOf('productType')}
          onChange={(name) => form.set('productType', name)}
        />
        <NumberInput
          label="Low at"
          description="Units; empty: as its type or the company has it"
          min={0}
          allowDecimal={false}
          {...form.number('lowStockThreshold')}
        />
      </Fields>
      {product === null && <Start form={form} />}
      <Textarea label="Description" autosize minRows={2} {...form.text('description')} />
    </Form>
  );
}

type Values = ReturnType<typeof valuesOf>;

/** What a product that is not there yet may begin with. */
function Start({ form }: { form: ReturnType<typeof useForm<Values>> }) {
  return (
    <Fields>
      <SupplierChoice
        label="Who supplies it"
        value={form.values.supplierId}
        error={form.errorOf('supplierId')}
        onChange={(id) => form.set('supplierId', id)}
      />
      <WarehouseChoice
        label="Where it is"
        value={form.values.warehouseId}
        error={form.errorOf('warehouseId')}
        onChange={(id) => form.set('warehouseId', id)}
      />
      <NumberInput
        label="How many are there"
        min={0}
        allowDecimal={false}
        {...form.number('initialQuantity')}
      />
    </Fields>
  );
}

const number = (value: number | null | undefined): number | null => value ?? null;

const valuesOf = (product: Product | null) => ({
  name: product?.name ?? '',
  sku: product?.sku ?? '',
  price: product?.price ?? '',
  productType: product?.productType ?? '',
  lowStockThreshold: number(product?.lowStockThreshold),
  description: product?.description ?? '',
  supplierId: number(null),
  warehouseId: number(null),
  initialQuantity: number(null),
});

function useSaving(
  product: Product | null,
  refuse: (error: unknown) => void,
  close: () => void,
  onCreated?: (product: Product) => void,
) {
  const refresh = useRefresh();
  const done = (name: string, what: string) => {
    refresh();
    close();
    say(`${name} ${what}`);
  };
  const create = useMutation(
    trpc.catalogue.product.create.mutationOptions({
      onError: refuse,
      onSuccess: ({ product }) => {
        done(product.name, 'is in the catalogue.');
        onCreated?.(product);
      },
    }),
  );
  const update = useMutation(
    trpc.catalogue.product.update.mutationOptions({
      onError: refuse,
      onSuccess: ({ name }) => done(name, 'is saved.'),
    }),
  );
  return {
    isBusy: create.isPending || update.isPending,
    save(values: Values) {
      const { supplierId, warehouseId, initialQuantity, ...facts } = cleaned(values);
      if (!product) return create.mutate({ ...facts, supplierId, warehouseId, initialQuantity });
      const { supplierId: _, warehouseId: _w, initialQuantity: _q, ...before } = cleaned(valuesOf(product));
      const changes = changesIn(facts, before);
      if (Object.keys(changes).length === 0) return close();
      return update.mutate({ productId: product.id, ...changes });
    },
  };
}

const cleaned = ({ price, productType, description, ...rest }: Values) => ({
  ...rest,
  price: price.trim().replace(',', '.'),
  productType: productType.trim() || null,
  description: description.trim() || null,
});
