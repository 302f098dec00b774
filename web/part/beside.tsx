import type { ReactNode } from 'react';
import css from './facts.module.css';

/** A wide matter, and what is good to know beside it; on a phone that comes first. */
export const Beside = ({ side, children }: { side: ReactNode; children: ReactNode }) => (
  <div className={css.columns}>
    <div>{children}</div>
    <div className={css.side}>{side}</div>
  </div>
);
