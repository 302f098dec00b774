import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../client.ts';
import { SupplierChoice } from '../../part/choice.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import { type Chosen, ProductChoice } from '../../part/product-choice.tsx';
import { say } from '../../part/toast.tsx';
import type { Terms } from './suppliers.tsx';

type Props = {
  /** Of this product, or of this supplier: the other is asked for. */
  productId?: number;
  supplierId?: number;
  edited: Terms | 'new' | null;
  close: () => void;
};

export function TermsPanel({ productId, supplierId, edited, close }: Props) {
  const [kept, setKept] = useState(edited);
  if (edited && edited !== kept) setKept(edited);
  const terms = kept === 'new' ? null : kept;
  return (
    <Panel
      title={
        terms
          ? `Terms of ${terms.supplierName} for ${terms.productName}`
          : supplierId === undefined
            ? 'Who supplies it?'
            : 'What do they deliver?'
      }
      isOpen={edited !== null}
      close={close}
    >
      <TermsForm
        key={terms?.id ?? 'new'}
        productId={productId}
        supplierId={supplierId}
        terms={terms}
        close={close}
      />
    </Panel>
  );
}

type FormProps = {
  productId: number | undefined;
  supplierId: number | undefined;
  terms: Terms | null;
  close: () => void;
};

function TermsForm({ productId, supplierId, terms, close }: FormProps) {
  const [product, choose] = useState<Chosen | null>(null);
  const form = useForm({
    supplierId: terms?.supplierId ?? supplierId ?? null,
    productId: terms?.productId ?? productId ?? null,
    unitCost: terms?.unitCost ?? '',
    minimumQuantity: terms?.minimumQuantity ?? 1,
    packSize: terms?.packSize ?? 1,
    leadTimeDays: terms?.leadTimeDays ?? null,
    supplierCode: terms?.supplierCode ?? '',
    isPrimary: terms?.isPrimary ?? true,
  });
  const { save, isBusy } = useSaving(terms, form.refuse, close);
  return (
    <Form
      form={form}
      needs="operator"
      submit="Save"
      isBusy={isBusy}
      cancel={close}
      onSubmit={() =>
        form.values.supplierId === null
          ? form.object('supplierId', 'Say who.')
          : form.values.productId === null
            ? form.object('productId', 'Say what.')
            : save(form.values)
      }
    >
      {terms === null && productId === undefined && (
        <ProductChoice
          label="Product"
          value={product}
          error={form.errorOf('productId')}
          onChange={(chosen) => {
            choose(chosen);
            form.set('productId', chosen.id);
          }}
        />
      )}
      {terms === null && supplierId === undefined && (
        <SupplierChoice
          label="Supplier"
          value={form.values.supplierId}
          error={form.errorOf('supplierId')}
          onChange={(id) => form.set('supplierId', id)}
        />
      )}
      <Fields>
        <TextInput
          label="Cost of one unit"
          inputMode="decimal"
          placeholder="3.20"
          {...form.text('unitCost')}
        />
        <NumberInput label="Units in a pack" min={1} allowDecimal={false} {...form.number('packSize')} />
        <NumberInput
          label="The least they deliver"
          min={1}
          allowDecimal={false}
          {...form.number('minimumQuantity')}
        />
        <NumberInput
          label="Lead time in days"
          placeholder="as the supplier has it"
          min={0}
          allowDecimal={false}
          {...form.number('leadTimeDays')}
        />
      </Fields>
      <TextInput
        label="What they call it"
        placeholder="their code, for the letter"
        {...form.text('supplierCode')}
      />
      <Switch label="First choice: orders go here" {...form.flag('isPrimary')} />
    </Form>
  );
}

type Given = {
  supplierId: number | null;
  productId: number | null;
  unitCost: string;
  minimumQuantity: number;
  packSize: number;
  leadTimeDays: number | null;
  supplierCode: string;
  isPrimary: boolean;
};

function useSaving(terms: Terms | null, refuse: (error: unknown) => void, close: () => void) {
  const queryClient = useQueryClient();
  const settled = {
    onError: refuse,
    onSuccess: ({ supplierName, productName }: Terms) => {
      say(`${supplierName} delivers ${productName} on these terms.`);
      close();
      void queryClient.invalidateQueries({ queryKey: trpc.catalogue.terms.pathKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
    },
  };
  const create = useMutation(trpc.catalogue.terms.create.mutationOptions(settled));
  const update = useMutation(trpc.catalogue.terms.update.mutationOptions(settled));
  return {
    isBusy: create.isPending || update.isPending,
    save({ supplierId, productId, unitCost, supplierCode, ...given }: Given) {
      const facts = {
        ...given,
        unitCost: unitCost.trim() || null,
        supplierCode: supplierCode.trim() || null,
      };
      if (terms) update.mutate({ termsId: terms.id, ...facts });
      else if (supplierId !== null && productId !== null) create.mutate({ productId, supplierId, ...facts });
    },
  };
}
