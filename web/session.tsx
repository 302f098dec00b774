import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { type Output, trpc } from './client.ts';
import { troubleOf } from './fault.ts';
import { SignIn } from './page/sign-in/page.tsx';
import { Failed } from './part/failed.tsx';
import { Waiting } from './part/waiting.tsx';

export type Session = Output['session']['current'];
export type Role = Session['role'];

const SessionContext = createContext<Session | undefined>(undefined);
const ranks: Record<Role, number> = { viewer: 1, operator: 2, owner: 3 };

/** Who is here, and for which company. Inside it, every page may count on both. */
export function SessionDoor({ children }: { children: ReactNode }) {
  const session = useQuery(trpc.session.current.queryOptions(undefined, { staleTime: 60_000 }));
  if (session.isError && troubleOf(session.error).code === 'unauthenticated') return <SignIn />;
  if (session.data) return <SessionContext value={session.data}>{children}</SessionContext>;
  return session.isError ? (
    <Failed error={session.error} retry={session.refetch} />
  ) : (
    <Waiting what="StockFlow" />
  );
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
