import { ActionIcon, Tooltip } from '@mantine/core';
import { useEffect } from 'react';
import type { Source, sources } from '../export/list.ts';
import { useExport } from '../export/use-export.ts';
import { counted, useFormat } from '../format.ts';
import { part } from '../update.ts';
import { Icon } from './icon.tsx';
import { complain, say } from './toast.tsx';

type Props = {
  /** Of its file. */
  name: keyof typeof sources;
  /** The list as it is narrowed now. */
  open: (lists: typeof sources) => Source;
};

/** The list that one looks at, as a file. */
export function ExportButton({ name, open }: Props) {
  const format = useFormat();
  const { progress, isMoving, start, stop } = useExport();
  useEffect(() => {
    if (progress?.state === 'done') say(`${counted(format.units(progress.rows), 'row')} in your downloads.`);
    if (progress?.state === 'failed') complain(progress.error);
  }, [progress, format]);
  const run = async () => {
    const { sources } = await part(() => import('../export/list.ts'));
    await start(name, open(sources));
  };
  const label = isMoving ? 'Stop the download' : 'Download this list as CSV';
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={label}
        onClick={() => (isMoving ? stop() : void run().catch(complain))}
      >
        <Icon name={isMoving ? 'close' : 'download'} />
      </ActionIcon>
    </Tooltip>
  );
}
