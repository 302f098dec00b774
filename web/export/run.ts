import type { Source } from './list.ts';

export type ExportProgress = {
  state: 'running' | 'away' | 'done' | 'failed' | 'stopped';
  rows: number;
  error: unknown;
};

const AGAIN_MS = 4_000;

/** Reads a list to its end and puts it into a file; what was read stays read when the network goes away for a while. */
export function startExport(
  { start, page }: Source,
  canHeal: (error: unknown) => boolean,
  tell: (progress: ExportProgress) => void,
) {
  const stopping = new AbortController();
  const { signal } = stopping;
  let rows = 0;

  async function nextPage(cursor: string | undefined) {
    for (;;) {
      try {
        return await page(cursor, signal);
      } catch (error) {
        if (signal.aborted || !canHeal(error)) throw error;
        tell({ state: 'away', rows, error });
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  async function run(): Promise<Blob | null> {
    const parts: string[] = [start];
    tell({ state: 'running', rows, error: null });
    try {
      for (let cursor: string | undefined; ; ) {
        const read = await nextPage(cursor);
        parts.push(read.rows.join(''));
        rows += read.rows.length;
        if (read.nextCursor === null) break;
        cursor = read.nextCursor;
        tell({ state: 'running', rows, error: null });
      }
      tell({ state: 'done', rows, error: null });
      return new Blob(parts, { type: 'text/csv' });
    } catch (error) {
      tell({ state: signal.aborted ? 'stopped' : 'failed', rows, error });
      return null;
    }
  }

  return { file: run(), stop: () => stopping.abort() };
}
