import { useQuery, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { troubleOf } from '../../fault.ts';
import { complain, say } from '../../part/toast.tsx';
import type { Order } from './state.ts';

const LIVE_MS = 10_000;
const LEAVING_MS = 1_500;

export function useOrder(orderId: number) {
  return useQuery(
    trpc.replenishment.order.get.queryOptions(
      { orderId },
      { refetchInterval: ({ state }) => (state.data && isLeaving(state.data) ? LEAVING_MS : LIVE_MS) },
    ),
  );
}

/** What was written about it; asked again until it says what the order says of its letter. */
export function useLetters(orderId: number, order: Order | undefined) {
  const letter = order?.letter;
  return useQuery(
    trpc.replenishment.letter.list.queryOptions(
      { orderId },
      {
        enabled: Boolean(letter),
        refetchInterval: ({ state }) =>
          state.data?.items.some(({ id, status }) => id === letter?.id && status === letter.status)
            ? order?.status === 'approved' && LIVE_MS
            : LEAVING_MS,
      },
    ),
  );
}

/** Somebody has just sent it, or entered the address that was missing, and wants to see it go. */
function isLeaving({ status, heldBy, letter, supplier }: Order): boolean {
  const isFree = heldBy === null || (heldBy === 'no_email' && supplier.contactEmail !== null);
  return status === 'approved' && isFree && letter?.status !== 'failed' && letter?.status !== 'uncertain';
}

/** What follows when an order was changed, and when that was refused. */
export function useSettling() {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
  return {
    refresh,
    done(order: Order, words: string): void {
      queryClient.setQueryData(trpc.replenishment.order.get.queryKey({ orderId: order.id }), order);
      say(words);
      void refresh();
    },
    /** It is done, and read anew. */
    say(words: string): void {
      say(words);
      void refresh();
    },
    /** Whoever is refused because it moved on is shown where it stands. */
    refused(error: unknown, tell: (error: unknown) => void = complain): void {
      tell(error);
      if (isOvertaken(troubleOf(error).code)) void refresh();
    },
  };
}

const isOvertaken = (code: string): boolean => code === 'order_moved_on' || code === 'letter_moved_on';
