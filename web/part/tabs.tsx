import { Link, useLocation } from 'wouter';
import css from './tabs.module.css';

type Props = { label: string; pages: { href: string; name: string }[] };

/** Pages that stand beside each other, each with its own address. */
export function Tabs({ label, pages }: Props) {
  const [path] = useLocation();
  return (
    <nav className={css.tabs} aria-label={label}>
      {pages.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          className={css.tab ?? ''}
          {...(path === href && { 'aria-current': 'page', ref: bringIntoSight })}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** Where they do not all fit. */
const bringIntoSight = (tab: HTMLAnchorElement | null): void =>
  tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
