import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Icon } from './icon.tsx';
import css from './state.module.css';

const watch = (changed: () => void) => onlineManager.subscribe(changed);

/** Without a network the page stays as it was, and says that it does. */
export function Away() {
  const isOnline = useSyncExternalStore(watch, () => onlineManager.isOnline());
  return (
    <div role="status">
      {!isOnline && (
        <div className={css.away}>
          <Icon name="cloudOff" />
          You are offline. You see what was loaded before; it goes on by itself.
        </div>
      )}
    </div>
  );
}
