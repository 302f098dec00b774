import { Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../client.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Panel } from '../../part/panel.tsx';
import css from './receive.module.css';
import type { Order } from './state.ts';
import type { Line } from './use-lines.ts';
import { useSettling } from './use-order.ts';

type Props = { order: Order; isOpen: boolean; close: () => void };

export function ReceivePanel({ order, isOpen, close }: Props) {
  return (
    <Panel title={`What came of ${order.number}?`} isOpen={isOpen} close={close} size="lg">
      <ReceiveForm order={order} close={close} />
    </Panel>
  );
}

type Came = ReadonlyMap<number, number | null>;

const all = (lines: Line[]): Came =>
  new Map(lines.map(({ productId, outstanding }) => [productId, outstanding]));
const nothing = (lines: Line[]): Came => new Map(lines.map(({ productId }) => [productId, 0]));

/** Line by line; it begins with all that is outstanding, because that is what mostly comes. */
function ReceiveForm({ order, close }: Omit<Props, 'isOpen'>) {
  const { id: orderId, number, lines, warehouse } = order;
  const format = useFormat();
  const form = useForm({ reference: '', reason: '', allowsSurplus: false });
  const [came, setCame] = useState(() => all(lines));
  const settling = useSettling();
  const receive = useMutation(
    trpc.replenishment.order.receive.mutationOptions({
      onSuccess: (changed) => {
        close();
        settling.done(
          changed,
          `${counted(format.units(units), 'unit')} of ${number} are in ${warehouse.name}.`,
        );
      },
      onError: (error) => settling.refused(error, form.refuse),
    }),
  );
  const units = lines.reduce((sum, { productId }) => sum + (came.get(productId) ?? 0), 0);
  const isTooMuch = lines.some((line) => surplusOf(line, came) > 0);
  const { reference, reason, allowsSurplus } = form.values;
  return (
    <Form
      form={form}
      needs="operator"
      submit={units > 0 ? `Receive ${counted(format.units(units), 'unit')}` : 'Receive'}
      isBusy={receive.isPending}
      cancel={close}
      onSubmit={() => {
        const given = lines.flatMap(({ productId }) => {
          const quantity = came.get(productId) ?? 0;
          return quantity > 0 ? [{ productId, quantity }] : [];
        });
        if (given.length === 0) return form.object('reference', 'Say what came: every line is at 0.');
        if (isTooMuch && !allowsSurplus)
          return form.object(
            'allowsSurplus',
            'More came than is outstanding. Say that you keep it, or correct the line.',
          );
        receive.mutate({
          orderId,
          lines: given,
          allowsSurplus: isTooMuch,
          reference: reference.trim() || null,
          reason: reason.trim() || null,
        });
      }}
    >
      <div className={css.quick}>
        <Button size="compact-sm" variant="default" onClick={() => setCame(all(lines))}>
          All of it
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setCame(nothing(lines))}>
          Start from nothing
        </Button>
      </div>
      <ul className={css.lines}>
        {lines.map((line) => (
          <Came
            key={line.productId}
            line={line}
            format={format}
            came={came}
            set={(value) => setCame(new Map(came).set(line.productId, value))}
          />
        ))}
      </ul>
      {isTooMuch && (
        <Switch label="More came than was ordered, and we keep it" {...form.flag('allowsSurplus')} />
      )}
      <Fields>
        <TextInput
          label="Delivery note"
          placeholder="their number, if there is one"
          {...form.text('reference')}
        />
        <TextInput label="Remark" placeholder="for those who read it later" {...form.text('reason')} />
      </Fields>
    </Form>
  );
}

const surplusOf = ({ productId, outstanding }: Line, came: Came): number =>
  Math.max(0, (came.get(productId) ?? 0) - outstanding);

type CameProps = { line: Line; format: Format; came: Came; set: (value: number | null) => void };

function Came({ line, format, came, set }: CameProps) {
  const { productId, productName, sku, outstanding, received, quantity, packSize } = line;
  const surplus = surplusOf(line, came);
  return (
    <li data-done={outstanding === 0 || undefined}>
      <div>
        <strong>{productName}</strong> <span className="mono quiet">{sku}</span>
        <p>
          {outstanding === 0
            ? `All ${format.units(quantity)} came before`
            : `${format.units(outstanding)} to come${received > 0 ? `, ${format.units(received)} came before` : ''}`}
        </p>
      </div>
      <div className={css.came}>
        <NumberInput
          aria-label={`Units of ${productName} that came`}
          min={0}
          max={1_000_000_000}
          step={packSize}
          allowDecimal={false}
          value={came.get(productId) ?? ''}
          onChange={(value) => set(typeof value === 'number' ? value : null)}
        />
        {surplus > 0 && <p>{format.units(surplus)} more than outstanding</p>}
      </div>
    </li>
  );
}
