import type { FetchStatus } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Failed } from './failed.tsx';
import { Icon } from './icon.tsx';
import css from './state.module.css';
import { Waiting } from './waiting.tsx';

/** What a page asked for, as TanStack Query knows it. */
export type Asked<Data> = {
  data: Data | undefined;
  error: unknown;
  fetchStatus: FetchStatus;
  isPlaceholderData: boolean;
  /** How often it was refused. */
  errorUpdateCount: number;
  refetch: () => unknown;
};

type Props<Data> = {
  /** "the warehouse" */
  what: string;
  query: Asked<Data>;
  /** How many lines it will have, about. */
  rows?: number;
  isInline?: boolean;
  children: (data: Data) => ReactNode;
};

/** Here, on its way, refused, or out of reach for want of a network. What is here stays: that it is old, the head of the page says. */
export function Loaded<Data>({ what, query, rows = 6, isInline = false, children }: Props<Data>) {
  const { data, error, fetchStatus, isPlaceholderData, errorUpdateCount } = query;
  const [trouble, keep] = useState(error);
  // While it is tried again the last refusal stands, or the page would jump to and fro.
  if (error && error !== trouble) keep(error);
  const isOffline = fetchStatus === 'paused';
  if (data !== undefined && !(isPlaceholderData && isOffline))
    return isPlaceholderData ? (
      <div aria-busy className={css.before}>
        {children(data)}
      </div>
    ) : (
      children(data)
    );
  if (isOffline) return <Offline isInline={isInline} />;
  if (errorUpdateCount > 0)
    return (
      <Failed
        error={error ?? trouble}
        retry={query.refetch}
        healsByItself
        isTrying={fetchStatus === 'fetching'}
        isInline={isInline}
      />
    );
  return <Waiting what={what} rows={rows} />;
}

function Offline({ isInline }: { isInline: boolean }) {
  return (
    <section className={isInline ? `${css.notice} ${css.inline}` : css.notice} role="status">
      <span className={css.sign}>
        <Icon name="cloudOff" size={18} />
      </span>
      <h2>You are offline</h2>
      <p>This was not loaded before the connection was lost. It comes by itself when you are back.</p>
    </section>
  );
}
