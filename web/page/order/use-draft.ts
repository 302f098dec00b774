import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../client.ts';
import { complain } from '../../part/toast.tsx';
import type { Order } from './state.ts';
import { type Lines, useLines } from './use-lines.ts';
import { useSettling } from './use-order.ts';

export type Draft = ReturnType<typeof useDraft>;

/** A draft that is being edited: its lines and its note, and how they are saved. */
export function useDraft(order: Order) {
  const { id: orderId, number } = order;
  const lines = useLines(order.lines, order.supplier.id);
  const [typed, setNote] = useState<string | null>(null);
  const note = typed ?? order.note ?? '';
  const isNoted = note.trim() !== (order.note ?? '');
  const settling = useSettling();
  const reset = () => {
    lines.reset();
    setNote(null);
  };
  const saving = useMutation({
    mutationFn: () => save(orderId, lines, isNoted ? { note: note.trim() || null } : null),
    onSuccess: (saved) => {
      reset();
      settling.done(saved, `${number} is saved.`);
    },
    onError: (error) => settling.refused(error, complain),
  });
  return {
    lines,
    note,
    setNote,
    isChanged: lines.isChanged || isNoted,
    isBusy: saving.isPending,
    reset,
    /** False: something is missing, or it was refused. */
    async save(): Promise<boolean> {
      if (lines.missing) return false;
      try {
        await saving.mutateAsync();
        return true;
      } catch {
        // onError has told it.
        return false;
      }
    },
  };
}

/** What the worker wrote since the page was read stays: the lines are put over what there is at this moment. */
async function save(orderId: number, lines: Lines, noted: { note: string | null } | null): Promise<Order> {
  const { get, setLines, update } = client.replenishment.order;
  const written = lines.isChanged
    ? await setLines.mutate({ orderId, lines: lines.given((await get.query({ orderId })).lines) })
    : null;
  if (noted) return update.mutate({ orderId, ...noted });
  return written ?? get.query({ orderId });
}

/** Written as it stands, it waits for a person. */
export function useKeeping() {
  const settling = useSettling();
  return useMutation({
    mutationFn: async ({ id: orderId }: Order) => {
      const { lines } = await client.replenishment.order.get.query({ orderId });
      const kept = lines.map(({ productId, quantity }) => ({ productId, quantity }));
      return client.replenishment.order.setLines.mutate({ orderId, lines: kept });
    },
    onSuccess: (kept) => settling.done(kept, `${kept.number} stays here until you send it.`),
    onError: (error) => settling.refused(error),
  });
}
