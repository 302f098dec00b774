import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type Output, trpc } from '../../client.ts';
import { useSession } from '../../session.tsx';
import type { Alert } from './alert.ts';

type Answer = Output['replenishment']['lowStock'];
export type Filter = { warehouseId: number | null; supplierId: number | null };

/** As the API is asked for it. */
export const filterOf = ({ warehouseId, supplierId }: Filter) => ({
  ...(warehouseId === null ? {} : { warehouseId }),
  ...(supplierId === null ? {} : { supplierId }),
});

const PAGE = 500;
const SHORT_LIST = 200;
const OFTEN_MS = 5_000;
const SELDOM_MS = 30_000;

/** What is low, kept up to date. Rows that stay the same stay the same objects, so that only what changed is drawn anew. */
export function useAlerts(filter: Filter) {
  const { company } = useSession();
  return useInfiniteQuery(
    trpc.replenishment.lowStock.infiniteQueryOptions(
      {
        companyId: company.id,
        limit: PAGE,
        ...filterOf(filter),
      },
      {
        getNextPageParam: ({ nextCursor }) => nextCursor,
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) =>
          (state.data?.pages[0]?.alerts.length ?? 0) > SHORT_LIST ? SELDOM_MS : OFTEN_MS,
      },
    ),
  );
}

/** What a person just decided, shown before the server has said so; what it says then counts. */
export function useAlertChange() {
  const queryClient = useQueryClient();
  const queryKey = trpc.replenishment.lowStock.pathKey();
  const refresh = () => queryClient.invalidateQueries({ queryKey });
  const change = (shortageId: number, decision: Partial<Alert>) => {
    queryClient.setQueriesData<InfiniteData<Answer>>(
      { queryKey },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            alerts: page.alerts.map((alert) =>
              alert.shortage?.id === shortageId ? { ...alert, ...decision } : alert,
            ),
          })),
        },
    );
  };
  return { refresh, change };
}
