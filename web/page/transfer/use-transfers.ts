import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';

export type Transfer = Output['ledger']['transfer']['list']['items'][number];

const LIVE_MS = 10_000;
const LISTED_MAX = 1000;

/** All that is between two warehouses, the newest first. */
export function useOnTheRoad() {
  return useQuery(
    trpc.ledger.transfer.list.queryOptions(
      { isInTransit: true, limit: LISTED_MAX },
      { refetchInterval: LIVE_MS },
    ),
  );
}

/** Stock has changed at one end or the other. */
export function useSettled(): () => void {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: trpc.ledger.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
  };
}
