import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { counted, useFormat } from '../../format.ts';
import { complain, say } from '../../part/toast.tsx';

export type Kind = 'sale' | 'receipt' | 'count' | 'transfer' | 'return' | 'scrap';

export type Record = {
  kind: Kind;
  warehouseId: number | null;
  toWarehouseId: number | null;
  quantity: number | null;
  /** The local day; null: it happens now. */
  occurredAt: string | null;
  reference: string;
  reason: string;
};

/** With nothing missing. */
type Whole = Omit<Record, 'kind' | 'warehouseId' | 'toWarehouseId' | 'quantity'> & {
  warehouseId: number;
  quantity: number;
} & ({ kind: Exclude<Kind, 'transfer'> } | { kind: 'transfer'; toWarehouseId: number });

type Product = Output['catalogue']['product']['get'];

/** Sends what the form holds to the door that it belongs to, and offers to take it back. */
export function useRecording(product: Product, refuse: (error: unknown) => void, done: () => void) {
  const queryClient = useQueryClient();
  const format = useFormat();
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: trpc.ledger.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
  };
  const finish = (words: string, undo?: () => void) => {
    say(words, undo);
    refresh();
    done();
  };
  const reverse = useMutation(
    trpc.ledger.movement.reverse.mutationOptions({ onSuccess: refresh, onError: complain }),
  );
  const move = useMutation(
    trpc.ledger.movement.record.mutationOptions({
      onError: refuse,
      onSuccess: ({ id, onHand }) =>
        finish(`Recorded. ${format.units(onHand)} × ${product.name} on hand.`, () =>
          reverse.mutate({ movementId: id, reason: 'Taken back at once' }),
        ),
    }),
  );
  const countIt = useMutation(
    trpc.ledger.count.record.mutationOptions({
      onError: refuse,
      onSuccess: ({ lines }) => finish(countWords(lines[0]?.difference ?? 0, format.change)),
    }),
  );
  const takeBack = useMutation(
    trpc.ledger.transfer.cancel.mutationOptions({ onSuccess: refresh, onError: complain }),
  );
  const send = useMutation(
    trpc.ledger.transfer.dispatch.mutationOptions({
      onError: refuse,
      onSuccess: ({ id }) =>
        finish('They are on the road. Receive them where they arrive.', () =>
          takeBack.mutate({ transferId: id, reason: 'Taken back at once' }),
        ),
    }),
  );
  return {
    isBusy: move.isPending || countIt.isPending || send.isPending,
    record(given: Whole) {
      const { warehouseId, quantity, occurredAt } = given;
      const productId = product.id;
      const event = {
        reference: given.reference.trim() || null,
        reason: given.reason.trim() || null,
        ...(occurredAt !== null && { occurredAt }),
      };
      if (given.kind === 'count')
        countIt.mutate({ warehouseId, lines: [{ productId, counted: quantity }], ...event });
      else if (given.kind === 'transfer')
        send.mutate({
          fromWarehouseId: warehouseId,
          toWarehouseId: given.toWarehouseId,
          lines: [{ productId, quantity }],
          ...event,
        });
      else move.mutate({ type: given.kind, productId, warehouseId, quantity, ...event });
    },
  };
}

const countWords = (difference: number, change: (units: number) => string): string =>
  difference === 0
    ? 'Counted: as the books say.'
    : `Counted: ${change(difference)} ${counted(Math.abs(difference), 'unit').replace(/^\d+ /, '')} posted.`;
