import { Button } from '@mantine/core';
import { onlineManager, type Query, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { troubleOf } from '../fault.ts';
import { useFormat } from '../format.ts';
import { Icon } from './icon.tsx';
import css from './state.module.css';

const watch = (changed: () => void) => onlineManager.subscribe(changed);

/** What is shown may be old: without a network, or because it could not be asked for again. The page stays, and this says so. */
export function Away() {
  const isOnline = useSyncExternalStore(watch, () => onlineManager.isOnline());
  const queryClient = useQueryClient();
  const cache = queryClient.getQueryCache();
  const old = useSyncExternalStore(
    useCallback((changed) => cache.subscribe(changed), [cache]),
    () => cache.findAll({ type: 'active' }).find(isOld),
  );
  const retry = () => void queryClient.refetchQueries({ type: 'active', predicate: isOld });
  return (
    <div role="status" className={css.aways}>
      {!isOnline ? (
        <div className={css.away}>
          <Icon name="cloudOff" />
          <p>You are offline. You see what was loaded before; it goes on by itself.</p>
        </div>
      ) : (
        old && <Old query={old} retry={retry} />
      )}
    </div>
  );
}

function Old({ query, retry }: { query: Query; retry: () => void }) {
  const format = useFormat();
  const { sentence } = troubleOf(query.state.error);
  return (
    <div className={css.away}>
      <Icon name="warning" />
      <p>
        {sentence} You see what was there at {format.clock(new Date(query.state.dataUpdatedAt).toISOString())}
        ; it is tried again by itself.
      </p>
      <Button size="compact-sm" variant="default" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

const isOld = ({ state }: Query): boolean =>
  state.status === 'error' && state.data !== undefined && !state.fetchMeta?.fetchMore;
