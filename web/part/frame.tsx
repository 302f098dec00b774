import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { useSession } from '../session.tsx';
import { Account } from './account.tsx';
import { Away } from './away.tsx';
import css from './frame.module.css';
import { Icon, type IconName } from './icon.tsx';
import { Shortcuts, useHelp, useShortcuts } from './shortcut.tsx';

type Room = { href: string; name: string; icon: IconName; key: string };

/** Where one can go; the letter after g leads there. */
const rooms: Room[] = [
  { href: '/', name: 'Worklist', icon: 'worklist', key: 'w' },
  { href: '/orders', name: 'Orders', icon: 'orders', key: 'o' },
  { href: '/catalogue', name: 'Catalogue', icon: 'catalogue', key: 'c' },
  { href: '/activity', name: 'Activity', icon: 'activity', key: 'a' },
  { href: '/settings', name: 'Settings', icon: 'settings', key: 's' },
];

/** A product is looked at from the worklist or the catalogue; it stands in the catalogue. */
const roomOf = (path: string): string =>
  path === '/' ? '/' : /^\/(products|bundles)\//.test(path) ? '/catalogue' : `/${path.split('/')[1]}`;

/** What stays when pages change: on a desk the way around at the left, on a phone at the bottom. */
export function Frame({ children }: { children: ReactNode }) {
  const [path, go] = useLocation();
  const help = useHelp();
  const main = useArrival(path);
  useShortcuts(
    'Go to',
    rooms.map(({ key, name, href }) => ({ keys: `g ${key}`, does: name, run: () => go(href) })),
  );
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        Skip to the page
      </a>
      <Brand />
      <nav className={css.rooms} aria-label="Pages">
        {rooms.map(({ href, name, icon }) => (
          <Link
            key={href}
            href={href}
            className={css.room ?? ''}
            aria-current={roomOf(path) === href ? 'page' : undefined}
          >
            <Icon name={icon} size={18} />
            <span>{name}</span>
          </Link>
        ))}
      </nav>
      <div className={css.account}>
        <Account showKeys={() => help.toggle(true)} />
      </div>
      <div className={css.matter}>
        <Away />
        <main id="main" ref={main} tabIndex={-1} className={css.main}>
          {children}
        </main>
      </div>
      <Shortcuts {...help} />
    </div>
  );
}

function Brand() {
  const { company } = useSession();
  return (
    <div className={css.brand}>
      <img src="/icon.svg" alt="" width={28} height={28} />
      <div>
        <strong>{company.name}</strong>
        <span>StockFlow</span>
      </div>
    </div>
  );
}

/** A new page begins at its top, for eyes and for screen readers. */
function useArrival(path: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
