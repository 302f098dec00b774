import { useEffect, useRef, useState } from 'react';
import { canHealByItself } from '../client.ts';
import { useFormat } from '../format.ts';
import { download } from '../part/download.ts';
import type { Source } from './list.ts';
import { type ExportProgress, startExport } from './run.ts';

/** A list on its way into a file; it stops with the page that began it. */
export function useExport() {
  const [progress, tell] = useState<ExportProgress | null>(null);
  const run = useRef<ReturnType<typeof startExport> | null>(null);
  const format = useFormat();
  useEffect(() => () => run.current?.stop(), []);
  return {
    progress,
    isMoving: progress?.state === 'running' || progress?.state === 'away',
    start: async (name: string, source: Source) => {
      run.current = startExport(source, canHealByItself, tell);
      const file = await run.current.file;
      if (file) download(file, `stockflow-${name}-${format.today()}.csv`);
    },
    stop: () => run.current?.stop(),
  };
}
