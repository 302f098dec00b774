import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { type Output, trpc } from './client.ts';
import { Failed } from './part/failed.tsx';
import { Waiting } from './part/waiting.tsx';

export type Role = 'viewer' | 'operator' | 'owner';
export type Session = { role: Role; company: Output['company']['get'] };

const SessionContext = createContext<Session | undefined>(undefined);
const ranks: Record<Role, number> = { viewer: 1, operator: 2, owner: 3 };

/** Who is here, and for which company. Inside it, every page may count on both. */
export function SessionDoor({ children }: { children: ReactNode }) {
  const company = useQuery(trpc.company.get.queryOptions());
  if (company.isPending) return <Waiting what="your company" />;
  if (company.isError) return <Failed error={company.error} retry={company.refetch} />;
  return <SessionContext value={{ role: 'owner', company: company.data }}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession is for what stands inside SessionDoor');
  return session;
}

/** Whether the person may do what needs this role. */
export function useMay(needed: Role): boolean {
  return ranks[useSession().role] >= ranks[needed];
}
