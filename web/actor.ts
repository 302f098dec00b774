import { useQuery } from '@tanstack/react-query';
import { trpc } from './client.ts';

const KEPT_MS = 300_000;
const MEMBERS_MAX = 1000;

const others: Record<string, string> = {
  policy: 'StockFlow',
  worker: 'StockFlow',
  demo: 'Demo data',
  supplier: 'The supplier',
  key: 'API key',
};

/** "member:5" is somebody, and has a name. */
export function useActorName(): (actor: string) => string {
  const { data } = useQuery(
    trpc.company.member.list.queryOptions({ limit: MEMBERS_MAX }, { staleTime: KEPT_MS }),
  );
  return (actor) => {
    const [kind = '', id] = actor.split(':');
    if (kind === 'member')
      return data?.items.find((member) => String(member.id) === id)?.name ?? `Member ${id}`;
    const known = others[kind];
    return known === undefined ? actor : kind === 'key' ? `${known} ${id}` : known;
  };
}
