import type { ReactNode } from 'react';
import css from './order.module.css';

type Props = { title: string; note?: string; children: ReactNode };

/** A part of the page whose table has a frame of its own. */
export const Section = ({ title, note, children }: Props) => (
  <section className={css.section}>
    <header>
      <h2>{title}</h2>
      {note && <p className="quiet">{note}</p>}
    </header>
    {children}
  </section>
);
