import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { troubleLine, troubleOf } from '../fault.ts';
import { hold, useHeld } from '../held.ts';
import { Icon } from './icon.tsx';
import css from './toast.module.css';

type Toast = {
  key: number;
  text: string;
  isBad: boolean;
  requestId: string | null;
  undo?: (() => void) | undefined;
};

const toasts = hold<readonly Toast[]>([]);
let nextKey = 1;

const KEPT_MAX = 3;
const add = (toast: Omit<Toast, 'key'>) =>
  toasts.set([...toasts.get(), { ...toast, key: nextKey++ }].slice(-KEPT_MAX));
const drop = (key: number) => toasts.set(toasts.get().filter((toast) => toast.key !== key));

/** It is done; `undo` takes it back. */
export const say = (text: string, undo?: () => void): void =>
  add({ text, isBad: false, requestId: null, undo });

/** It was refused, and why. Stays until it is closed. */
export function complain(error: unknown): void {
  const trouble = troubleOf(error);
  add({ text: troubleLine(trouble), isBad: true, requestId: trouble.canRetry ? trouble.requestId : null });
}

export function Toasts() {
  const shown = useHeld(toasts);
  return (
    <section className={css.toasts} aria-label="Messages">
      <div role="status">{shown.map((toast) => !toast.isBad && <One key={toast.key} toast={toast} />)}</div>
      <div role="alert">{shown.map((toast) => toast.isBad && <One key={toast.key} toast={toast} />)}</div>
    </section>
  );
}

const SHOWN_MS = 7_000;

function One({ toast: { key, text, isBad, requestId, undo } }: { toast: Toast }) {
  useEffect(() => {
    if (isBad) return;
    const timer = setTimeout(() => drop(key), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [key, isBad]);
  const takeBack = () => {
    drop(key);
    undo?.();
  };
  return (
    <div className={isBad ? `${css.toast} ${css.bad}` : css.toast}>
      <Icon name={isBad ? 'warning' : 'check'} />
      <p>
        {text}
        {requestId && <span className={css.id}> Request id {requestId}</span>}
      </p>
      {undo && (
        <Button size="compact-sm" variant="subtle" onClick={takeBack}>
          Undo
        </Button>
      )}
      <CloseButton size="sm" aria-label="Close message" onClick={() => drop(key)} />
    </div>
  );
}
