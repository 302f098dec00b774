import { VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import css from './state.module.css';

const LONG_MS = 6_000;

/** Something is on its way. Shown after a moment, so that what comes at once does not flash; when it takes long, said. */
export function Waiting({ what, rows = 6 }: { what: string; rows?: number }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={css.waiting} role="status">
      {isLong ? (
        <p className="quiet">
          Still loading {what}. The connection or StockFlow is slow; it comes by itself.
        </p>
      ) : (
        <VisuallyHidden>Loading {what}…</VisuallyHidden>
      )}
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css.bar} style={{ opacity: 1 - row / (rows + 1) }} />
      ))}
    </div>
  );
}
