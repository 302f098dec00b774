import { VisuallyHidden } from '@mantine/core';
import css from './state.module.css';

/** Something is on its way. Shown after a moment, so that what comes at once does not flash. */
export function Waiting({ what, rows = 6 }: { what: string; rows?: number }) {
  return (
    <div className={css.waiting} role="status">
      <VisuallyHidden>Loading {what}…</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css.bar} style={{ opacity: 1 - row / (rows + 1) }} />
      ))}
    </div>
  );
}
