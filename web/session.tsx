import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { Redirect, Router, useLocation } from 'wouter';
import { type Output, trpc } from './client.ts';
import { companyIn, homeOf } from './company.ts';
import { troubleOf } from './fault.ts';
import { Elsewhere } from './page/sign-in/elsewhere.tsx';
import { SignIn } from './page/sign-in/page.tsx';
import { Loaded } from './part/loaded.tsx';
import css from './part/state.module.css';

export type Session = Output['session']['current'];
export type Role = Session['role'];

const SessionContext = createContext<Session | undefined>(undefined);
const ranks: Record<Role, number> = { viewer: 1, operator: 2, owner: 3 };

/** Who is here, and for which company. Inside it, every page may count on both, and addresses begin behind the company. */
export function SessionDoor({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  const session = useQuery(trpc.session.current.queryOptions(undefined, { staleTime: 60_000 }));
  if (session.isError) {
    const { code } = troubleOf(session.error);
    if (code === 'unauthenticated') return <SignIn />;
    if (code === 'company_not_found') return <Elsewhere />;
  }
  if (!session.data)
    return (
      <main className={css.alone}>
        <Loaded what="StockFlow" query={session}>
          {() => null}
        </Loaded>
      </main>
    );
  const home = homeOf(session.data.company.id);
  if (companyIn(path) === null)
    return <Redirect to={home + path + location.search + location.hash} replace />;
  return (
    <Router base={home}>
      <SessionContext value={session.data}>{children}</SessionContext>
    </Router>
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
