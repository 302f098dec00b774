import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { Link } from 'wouter';
import { client } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Icon } from '../../part/icon.tsx';
import { complain, say } from '../../part/toast.tsx';
import { type Alert, lacksAddress, orderOf } from './alert.ts';
import { useAlertChange } from './use-alerts.ts';

/** What can be done about a row with one click: send its draft, look at its order, draft one, or find somebody who delivers. */
export type Step =
  | { does: 'send'; orderId: number; name: string }
  | { does: 'look'; orderId: number; name: string }
  | { does: 'draft'; supplierId: number; units: number }
  | { does: 'find' }
  | { does: 'nothing' };

export function stepOf(alert: Alert): Step {
  const order = orderOf(alert);
  if (order)
    return { does: order.status === 'draft' ? 'send' : 'look', orderId: order.id, name: order.number };
  if (!alert.supplier) return { does: 'find' };
  if (!alert.suggestedQuantity) return { does: 'nothing' };
  return { does: 'draft', supplierId: alert.supplier.id, units: alert.suggestedQuantity };
}

type Drafted = { supplierId: number; units: number };
type Props = {
  alert: Alert;
  send: (orderId: number) => void;
  isDrafting: boolean;
  draft: (step: Drafted) => void;
};

export function OrderButton({ alert, send, isDrafting, draft }: Props) {
  const format = useFormat();
  const step = stepOf(alert);
  if (step.does === 'send')
    return (
      <Act needs="operator" leftSection={<Icon name="send" size={14} />} onClick={() => send(step.orderId)}>
        Send order
      </Act>
    );
  if (step.does === 'draft')
    return (
      <Act
        needs="operator"
        variant="light"
        leftSection={<Icon name="plus" size={14} />}
        isBusy={isDrafting}
        onClick={() => draft(step)}
      >
        Order {format.units(step.units)}
      </Act>
    );
  if (step.does === 'look')
    return (
      <Button component={Link} href={`/orders/${step.orderId}`} variant="default">
        {lacksAddress(alert) ? 'Add the address' : step.name}
      </Button>
    );
  if (step.does === 'find')
    return (
      <Button component={Link} href={`/products/${alert.productId}#suppliers`} variant="default">
        Add a supplier
      </Button>
    );
  return null;
}

type Draft = { alert: Alert } & Drafted;

/** A draft of its own, or a line in the draft that collects for the same supplier and warehouse. */
export function useDrafting() {
  const { refresh } = useAlertChange();
  return useMutation({
    mutationFn: draft,
    onSuccess: ({ number }, { alert, units }) => {
      say(`${units} × ${alert.productName} stand in the draft ${number}.`);
      void refresh();
    },
    onError: complain,
  });
}

async function draft({ alert: { productId, warehouseId }, supplierId, units }: Draft) {
  const line = { productId, quantity: units };
  const { create, get, setLines } = client.replenishment.order;
  try {
    return await create.mutate({ supplierId, warehouseId, lines: [line] });
  } catch (error) {
    const orderId = draftIn(error);
    if (orderId === undefined) throw error;
    const { lines } = await get.query({ orderId });
    const kept = lines.map(({ productId, quantity }) => ({ productId, quantity }));
    return setLines.mutate({
      orderId,
      lines: [...kept.filter((other) => other.productId !== productId), line],
    });
  }
}

/** The refusal says which draft is in the way. */
function draftIn(error: unknown): number | undefined {
  if (!(error instanceof TRPCClientError) || error.data?.fault !== 'duplicate_draft') return undefined;
  const details: { orderId?: number }[] = error.data.details;
  return details.find(({ orderId }) => orderId !== undefined)?.orderId;
}
