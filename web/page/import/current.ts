import { useSyncExternalStore } from 'react';
import { queryClient } from '../../client.ts';
import { companyIn } from '../../company.ts';
import { hold, useHeld } from '../../held.ts';
import { importers, type KindName, type OpenedFile } from '../../import/importer.ts';
import type { Progress, Run } from '../../import/run.ts';

/** The one file that is being brought in. It goes on while one looks at other pages, and is found again here. */
export type Current = {
  kind: KindName;
  opened: OpenedFile;
  /** What would happen; null where the file cannot be used. */
  preview: Run | null;
  /** What happens. */
  run: Run | null;
};

const held = hold<Current | null>(null);

export const useCurrent = (): Current | null => useHeld(held);

const none = { watch: () => () => undefined, progress: () => null };

export function useProgress(run: Run | null): Progress | null {
  const { watch, progress } = run ?? none;
  return useSyncExternalStore<Progress | null>(watch, progress);
}

/** Reads the header and begins to look at the rows; nothing is written. */
export async function choose(kind: KindName, file: File): Promise<void> {
  leave();
  const opened = await importers[kind].open(file);
  held.set({ kind, opened, preview: opened.faults.length > 0 ? null : opened.preview(), run: null });
}

/** Looks at the same file again: the catalogue may have changed. */
export function lookAgain(): void {
  const current = held.get();
  if (!current) return;
  current.preview?.stop();
  held.set({ ...current, preview: current.opened.preview(), run: null });
}

export function bringIn(): void {
  const current = held.get();
  if (!current) return;
  const { kind, opened } = current;
  const run = opened.start();
  held.set({ ...current, run });
  addEventListener('beforeunload', ask);
  remember({ kind, name: opened.file.name, row: 0 });
  run.watch(() => {
    const { state } = run.progress();
    if (state === 'done' || state === 'stopped') end(state === 'done');
    else remember({ kind, name: opened.file.name, row: run.results.at(-1)?.row ?? 0 });
  });
}

function end(isDone: boolean): void {
  removeEventListener('beforeunload', ask);
  if (isDone) forget();
  void queryClient.invalidateQueries();
}

export function leave(): void {
  const current = held.get();
  current?.preview?.stop();
  current?.run?.stop();
  held.set(null);
}

/** The browser's own question, before a run that is on its way is closed. */
const ask = (event: BeforeUnloadEvent): void => event.preventDefault();

/** How far a run came, for when the page was closed in the middle of it. */
type Remembered = { kind: KindName; name: string; row: number };
const rememberedAt = (): string => `import ${companyIn(location.pathname)}`;

const remember = (run: Remembered): void => localStorage.setItem(rememberedAt(), JSON.stringify(run));
export const forget = (): void => localStorage.removeItem(rememberedAt());

export function interrupted(): Remembered | null {
  const kept = localStorage.getItem(rememberedAt());
  if (held.get() || kept === null) return null;
  const { kind, name, row }: Record<keyof Remembered, unknown> = JSON.parse(kept);
  const known = kindNames.find((one) => one === kind);
  return known && typeof name === 'string' && typeof row === 'number' ? { kind: known, name, row } : null;
}

export const kindNames: KindName[] = ['products', 'suppliers', 'terms', 'movements', 'counts'];
