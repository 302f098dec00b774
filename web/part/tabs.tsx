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
          aria-current={path === href ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
