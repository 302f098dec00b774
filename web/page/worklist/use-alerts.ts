import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { lowStockTag, type Output, trpc } from '../../client.ts';
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
/** So many are read without being asked for: what is counted and narrowed here is then all of it. */
const READ_MAX = 10_000;
const OFTEN_MS = 5_000;
const REST_MS_A_PAGE = 3_000;

/** What is low, kept up to date. Rows that stay the same stay the same objects, so that only what changed is drawn anew. */
export function useAlerts(filter: Filter) {
  const { company } = useSession();
  const asked = { companyId: company.id, ...filterOf(filter) };
  const low = useInfiniteQuery(
    trpc.replenishment.lowStock.infiniteQueryOptions(
      { ...asked, limit: PAGE },
      { getNextPageParam: ({ nextCursor }) => nextCursor, placeholderData: keepPreviousData },
    ),
  );
  useReadingOn(low);
  useFollowing(asked, low);
  return low;
}

type Low = Pick<
  UseInfiniteQueryResult<InfiniteData<Answer>, unknown>,
  'data' | 'hasNextPage' | 'isFetching' | 'isError' | 'fetchNextPage' | 'refetch' | 'dataUpdatedAt'
>;

function useReadingOn({ data, hasNextPage, isFetching, isError, fetchNextPage }: Low): void {
  const read = data?.pages.reduce((sum, { alerts }) => sum + alerts.length, 0) ?? 0;
  const readsOn = hasNextPage && !isFetching && !isError && read < READ_MAX;
  useEffect(() => {
    if (readsOn) void fetchNextPage();
  }, [readsOn, fetchNextPage]);
}

type Asked = { companyId: number; warehouseId?: number; supplierId?: number };

/**
 * However long the list is, it costs one alert to see that nothing has changed: the tag is that of all
 * (api/replenishment/alert.ts). Where much changes all the time, a long list is read anew less often.
 */
function useFollowing(asked: Asked, { data, isFetching, refetch, dataUpdatedAt }: Low): void {
  const { data: tag } = useQuery({
    queryKey: ['tag of what is low', asked],
    queryFn: () => lowStockTag({ ...asked, limit: 1 }),
    refetchInterval: OFTEN_MS,
  });
  /** Read before the list was; the first one is read beside it, and the list once more. */
  const shown = useRef<string | null>(null);
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (isFetching || tag === undefined || tag === shown.current) return;
    const read = () => {
      shown.current = tag;
      void refetch();
    };
    const timer = setTimeout(read, Math.max(0, dataUpdatedAt + pages * REST_MS_A_PAGE - Date.now()));
    return () => clearTimeout(timer);
  }, [tag, isFetching, refetch, dataUpdatedAt, pages]);
}

/** What a person just decided, shown before the server has said so; what it says then counts. */
export function useAlertChange() {
  const queryClient = useQueryClient();
  const queryKey = trpc.replenishment.lowStock.pathKey();
  const refresh = () => queryClient.invalidateQueries({ queryKey });
  const change = (shortageId: number, decision: Partial<Alert>) => {
    queryClient.setQueriesData<InfiniteData<Answer>>(
      { queryKey: trpc.replenishment.lowStock.infiniteQueryKey() },
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
