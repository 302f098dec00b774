import type { ReactNode } from 'react';
import css from './facts.module.css';

/** What is known of a thing, name by name. */
export const Facts = ({ facts }: { facts: [name: string, value: ReactNode][] }) => (
  <dl className={css.facts}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value ?? <span className="quiet">—</span>}</dd>
      </div>
    ))}
  </dl>
);
