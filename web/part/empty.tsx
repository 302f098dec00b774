import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import css from './state.module.css';

type Props = { icon: IconName; title: string; children?: ReactNode; actions?: ReactNode };

/** There is nothing here: why, and what to do. */
export function Empty({ icon, title, children, actions }: Props) {
  return (
    <section className={css.notice}>
      <span className={css.sign}>
        <Icon name={icon} size={18} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className={css.actions}>{actions}</div>}
    </section>
  );
}
