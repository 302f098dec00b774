import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { queryClient } from '../client.ts';
import { part } from '../update.ts';
import { Loaded } from './loaded.tsx';

type Options = { what: string; rows?: number; isInline?: boolean };

/** Loaded when it is first shown, with the same states as what it shows; `begin` loads it before. */
export function later<Props extends object>(
  name: string,
  load: () => Promise<{ default: ComponentType<Props> }>,
  options: Options,
): ComponentType<Props> & { begin: () => void } {
  const code = queryOptions({
    queryKey: ['code', name],
    queryFn: () => part(load),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  const Later = (props: Props) => (
    <Loaded {...options} query={useQuery(code)}>
      {({ default: Shown }) => <Shown {...props} />}
    </Loaded>
  );
  return Object.assign(Later, { begin: () => void queryClient.prefetchQuery(code) });
}
