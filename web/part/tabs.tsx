import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import css from './tabs.module.css';

type Props = { label: string; pages: { href: string; name: string }[] };

/** Pages that stand beside each other, each with its own address. */
export function Tabs({ label, pages }: Props) {
  const [path] = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = nav.current?.querySelector(`[href="${CSS.escape(path)}"]`);
    // Where they do not all fit, the one that is shown is in sight.
    here?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav ref={nav} className={css.tabs} aria-label={label}>
      {pages.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          className={css.tab ?? ''}
          aria-current={path === href ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
