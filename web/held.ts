import { useSyncExternalStore } from 'react';

/** A value that no component owns: whoever shows it follows it, and anybody may change it. */
export type Held<Value> = {
  get: () => Value;
  set: (next: Value) => void;
  watch: (changed: () => void) => () => void;
};

export function hold<Value>(first: Value): Held<Value> {
  let value = first;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const changed of watchers) changed();
    },
    watch(changed) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}

export const useHeld = <Value>({ watch, get }: Held<Value>): Value => useSyncExternalStore(watch, get);
