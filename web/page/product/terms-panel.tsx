import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../client.ts';
import { SupplierChoice } from '../../part/choice.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import { say } from '../../part/toast.tsx';
import type { Terms } from './suppliers.tsx';

type Props = { productId: number; edited: Terms | 'new' | null; close: () => void };

export function TermsPanel({ productId, edited, close }: Props) {
  const [kept, setKept] = useState(edited);
  if (edited && edited !== kept) setKept(edited);
  const terms = kept === 'new' ? null : kept;
  return (
    <Panel
      title={terms ? `Terms of ${terms.supplierName}` : 'Who supplies it?'}
      isOpen={edited !== null}
      close={close}
    >
      <TermsForm key={terms?.id ?? 'new'} productId={productId} terms={terms} close={close} />
    </Panel>
  );
}

type FormProps = { productId: number; terms: Terms | null; close: () => void };

function TermsForm({ productId, terms, close }: FormProps) {
  const form = useForm({
    supplierId: terms?.supplierId ?? null,
    unitCost: terms?.unitCost ?? '',
    minimumQuantity: terms?.minimumQuantity ?? 1,
    packSize: terms?.packSize ?? 1,
    leadTimeDays: terms?.leadTimeDays ?? null,
    supplierCode: terms?.supplierCode ?? '',
    isPrimary: terms?.isPrimary ?? true,
  });
  const { save, isBusy } = useSaving(productId, terms, form.refuse, close);
  return (
    <Form
      form={form}
      needs="operator"
      submit="Save"
      isBusy={isBusy}
      cancel={close}
      onSubmit={() =>
        terms === null && form.values.supplierId === null
          ? form.object('supplierId', 'Say who.')
          : save(form.values)
      }
    >
      {terms === null && (
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
  unitCost: string;
  minimumQuantity: number;
  packSize: number;
  leadTimeDays: number | null;
  supplierCode: string;
  isPrimary: boolean;
};

function useSaving(
  productId: number,
  terms: Terms | null,
  refuse: (error: unknown) => void,
  close: () => void,
) {
  const queryClient = useQueryClient();
  const settled = {
    onError: refuse,
    onSuccess: ({ supplierName }: Terms) => {
      say(`${supplierName} delivers it on these terms.`);
      close();
      void queryClient.invalidateQueries({ queryKey: trpc.catalogue.terms.pathKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
    },
  };
  const create = useMutation(trpc.catalogue.terms.create.mutationOptions(settled));
  const update = useMutation(trpc.catalogue.terms.update.mutationOptions(settled));
  return {
    isBusy: create.isPending || update.isPending,
    save({ supplierId, unitCost, supplierCode, ...given }: Given) {
      const facts = {
        ...given,
        unitCost: unitCost.trim() || null,
        supplierCode: supplierCode.trim() || null,
      };
      if (terms) update.mutate({ termsId: terms.id, ...facts });
      else if (supplierId !== null) create.mutate({ productId, supplierId, ...facts });
    },
  };
}
