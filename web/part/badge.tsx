import type { ReactNode } from 'react';
import css from './badge.module.css';

export type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'link' | 'accent';

/** A state in a word. The word says it; the colour only helps. */
export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`${css.badge} ${css[tone]}`}>{children}</span>
);
