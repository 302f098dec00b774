import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { counted, type Format, useFormat } from '../../format.ts';
import { refusedRows } from '../../import/importer.ts';
import type { Progress, Run } from '../../import/run.ts';
import { Act } from '../../part/act.tsx';
import { download } from '../../part/download.ts';
import { Icon } from '../../part/icon.tsx';
import { Card } from '../../part/page.tsx';
import { complain } from '../../part/toast.tsx';
import { bringIn, type Current, leave, lookAgain, useProgress } from './current.ts';
import css from './import.module.css';
import { Moving } from './moving.tsx';
import { Results } from './results.tsx';
import { kindWords } from './words.ts';

/** A file that was chosen: what is wrong with it, what it would do, what it does, and what it did. */
export function Opened({ current }: { current: Current }) {
  const { kind, opened, preview, run } = current;
  const foreseen = useProgress(preview);
  const done = useProgress(run);
  const format = useFormat();
  const shown = run ?? preview;
  const progress = done ?? foreseen;
  return (
    <>
      <Card
        title={opened.file.name}
        note={`${kindWords[kind].name} · ${size(opened.file.size, format)}`}
        actions={
          done?.state !== 'running' && (
            <Button variant="default" size="compact-sm" onClick={leave}>
              Another file
            </Button>
          )
        }
      >
        <Said faults={opened.faults} notes={opened.notes} />
        {shown && progress && <Moving run={shown} progress={progress} isPreview={run === null} />}
        {preview && foreseen?.state === 'done' && run === null && (
          <Ready current={current} progress={foreseen} />
        )}
        {run && done && (done.state === 'done' || done.state === 'stopped') && (
          <Finished current={current} run={run} progress={done} />
        )}
      </Card>
      {shown && progress && <Results run={shown} progress={progress} isPreview={run === null} />}
    </>
  );
}

function size(bytes: number, format: Format): string {
  return bytes < 100_000 ? counted(format.units(bytes), 'byte') : `${format.pace(bytes / 1_000_000)} MB`;
}

/** What is wrong with the file as a whole, and what will be passed over. */
function Said({ faults, notes }: { faults: string[]; notes: string[] }) {
  return (
    <>
      {faults.length > 0 && (
        <div className={css.faults} role="alert">
          <Icon name="warning" />
          <div>
            <strong>This file cannot be used as it is.</strong>
            {faults.map((fault) => (
              <p key={fault}>{fault}</p>
            ))}
          </div>
        </div>
      )}
      {notes.map((note) => (
        <p key={note} className={css.note}>
          {note}
        </p>
      ))}
    </>
  );
}

type ReadyProps = { current: Current; progress: Progress };

/** All rows were looked at. */
function Ready({ current: { opened, preview }, progress: { counts } }: ReadyProps) {
  const format = useFormat();
  const useful = counts.created + counts.updated;
  return (
    <div className={css.foot}>
      <RefusedRows file={opened.file} run={preview} refused={counts.refused} />
      <Button variant="default" onClick={lookAgain}>
        Look again
      </Button>
      <Act needs="operator" disabled={useful + counts.unchanged === 0} onClick={bringIn}>
        {useful === 0 ? 'Nothing to import' : `Import ${counted(format.units(useful), 'row')}`}
      </Act>
    </div>
  );
}

function Finished({ current: { kind, opened }, run, progress }: ReadyProps & { run: Run }) {
  const words = kindWords[kind];
  return (
    <div className={css.foot}>
      <RefusedRows file={opened.file} run={run} refused={progress.counts.refused} />
      {progress.state === 'done' && (
        <Button component={Link} href={words.list} variant="filled">
          {words.done}
        </Button>
      )}
    </div>
  );
}

function RefusedRows({ file, run, refused }: { file: File; run: Run | null; refused: number }) {
  const format = useFormat();
  if (refused === 0 || !run) return null;
  const name = `${file.name.replace(/(-refused)?\.\w+$/, '')}-refused.csv`;
  return (
    <Button
      variant="default"
      leftSection={<Icon name="download" size={14} />}
      onClick={() => refusedRows(file, run.results).then((rows) => download(rows, name), complain)}
    >
      Download {counted(format.units(refused), 'refused row')}
    </Button>
  );
}
