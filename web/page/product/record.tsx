import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import type { Output } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { WarehouseChoice } from '../../part/choice.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import type { Shelf } from './page.tsx';
import { Result } from './record-result.tsx';
import { type Kind, type Record, useRecording } from './use-recording.ts';

const kinds: { value: Kind; label: string; counted: string }[] = [
  { value: 'sale', label: 'Sale', counted: 'Units sold' },
  { value: 'receipt', label: 'Receipt', counted: 'Units that came in' },
  { value: 'count', label: 'Count', counted: 'Units on the shelf' },
  { value: 'transfer', label: 'Transfer', counted: 'Units to send' },
  { value: 'return', label: 'Return', counted: 'Units that came back' },
  { value: 'scrap', label: 'Scrap', counted: 'Units thrown away' },
];

type Props = {
  product: Output['catalogue']['product']['get'];
  shelves: Shelf[];
  shelf: Shelf | undefined;
  isOpen: boolean;
  close: () => void;
};

/** What happened to the goods: the form shows what it comes to before it is sent. */
export function RecordPanel({ product, shelves, shelf, isOpen, close }: Props) {
  return (
    <Panel title={`Record for ${product.name}`} isOpen={isOpen} close={close} size="lg">
      <RecordForm key={shelf?.warehouseId} product={product} shelves={shelves} shelf={shelf} close={close} />
    </Panel>
  );
}

type Blank = Omit<Record, 'kind' | 'occurredAt'> & { occurredAt: string };

const blank = (warehouseId: number | null, today: string): Blank => ({
  warehouseId,
  toWarehouseId: null,
  quantity: null,
  occurredAt: today,
  reference: '',
  reason: '',
});

function RecordForm({ product, shelves, shelf, close }: Omit<Props, 'isOpen'>) {
  const [kind, setKind] = useState<Kind>('sale');
  const today = useFormat().today();
  const isPhone = useMediaQuery('(max-width: 48em)');
  const form = useForm(blank(shelf?.warehouseId ?? null, today));
  const { record, isBusy } = useRecording(product, form.refuse, close);
  const isNow = kind === 'count' || ['', today].includes(form.values.occurredAt);
  const given: Record = { kind, ...form.values, occurredAt: isNow ? null : form.values.occurredAt };
  const words = kinds.find(({ value }) => value === kind);
  return (
    <Form
      form={form}
      needs="operator"
      submit={words ? `Record ${words.label.toLowerCase()}` : 'Record'}
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => {
        const { warehouseId, toWarehouseId, quantity } = given;
        if (warehouseId === null) form.object('warehouseId', 'Say where.');
        else if (quantity === null) form.object('quantity', 'Say how many.');
        else if (given.occurredAt !== null && given.occurredAt > today)
          form.object('occurredAt', 'This day has not come yet.');
        else if (kind !== 'transfer') record({ ...given, kind, warehouseId, quantity });
        else if (toWarehouseId === null) form.object('toWarehouseId', 'Say where to.');
        else if (toWarehouseId === warehouseId)
          form.object('toWarehouseId', 'Choose another warehouse than the one it comes from.');
        else record({ ...given, kind, warehouseId, toWarehouseId, quantity });
      }}
    >
      <SegmentedControl
        fullWidth
        size={isPhone ? 'xs' : 'sm'}
        aria-label="What happened"
        data={kinds.map(({ value, label }) => ({ value, label }))}
        value={kind}
        onChange={(value) => {
          setKind(value);
          form.accept();
        }}
      />
      <Fields>
        <WarehouseChoice
          label={kind === 'transfer' ? 'From' : 'Warehouse'}
          value={form.values.warehouseId}
          error={form.errorOf('warehouseId')}
          onChange={(id) => form.set('warehouseId', id)}
        />
        {kind === 'transfer' && (
          <WarehouseChoice
            label="To"
            value={form.values.toWarehouseId}
            error={form.errorOf('toWarehouseId')}
            onChange={(id) => form.set('toWarehouseId', id)}
          />
        )}
        <NumberInput
          label={words?.counted ?? 'Units'}
          required
          data-autofocus
          min={kind === 'count' ? 0 : 1}
          allowDecimal={false}
          {...form.number('quantity')}
        />
        {kind !== 'count' && <TextInput type="date" label="On" max={today} {...form.text('occurredAt')} />}
        <TextInput label="Reference" placeholder="order or delivery number" {...form.text('reference')} />
      </Fields>
      <TextInput label="Why" placeholder="for those who read it later" {...form.text('reason')} />
      <Result given={given} shelves={shelves} />
    </Form>
  );
}
