import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useSession } from '../session.tsx';
import { Icon } from './icon.tsx';
import css from './page.module.css';

type Props = {
  title: string;
  /** A line under the title: what is seen here, or how much of it. */
  note?: ReactNode;
  /** Where it belongs: the list that it stands in. */
  above?: { href: string; name: string };
  actions?: ReactNode;
  /** The pages beside this one. */
  tabs?: ReactNode;
  /** Search and filters, under the title. */
  tools?: ReactNode;
  children: ReactNode;
};

/** What every page is: a title, what can be done, and the matter. */
export function Page({ title, note, above, actions, tabs, tools, children }: Props) {
  const { company } = useSession();
  useEffect(() => {
    document.title = `${title} · ${company.name}`;
  }, [title, company.name]);
  return (
    <>
      <header className={css.head}>
        <div className={css.words}>
          {above && (
            <Link href={above.href} className={css.above ?? ''}>
              <Icon name="back" size={14} />
              {above.name}
            </Link>
          )}
          <h1>{title}</h1>
          {note && <div className={css.note}>{note}</div>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {tabs}
      {tools && <div className={css.tools}>{tools}</div>}
      <div className={css.matter}>{children}</div>
    </>
  );
}

/** A part of a page, with its own heading. */
export function Card({ title, note, actions, children }: Omit<Props, 'above' | 'tabs' | 'tools'>) {
  return (
    <section className={css.card}>
      <header className={css.cardHead}>
        <div className={css.words}>
          <h2>{title}</h2>
          {note && <div className={css.note}>{note}</div>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
