import { Progress as Bar, Button } from '@mantine/core';
import { useEffect } from 'react';
import { type Format, useFormat } from '../../format.ts';
import type { Outcome, Progress, Run, State } from '../../import/run.ts';
import { Icon } from '../../part/icon.tsx';
import css from './import.module.css';
import { outcomeWords, stopWords } from './words.ts';

type Props = { run: Run; progress: Progress; isPreview: boolean };

const outcomes: Outcome[] = ['created', 'updated', 'unchanged', 'refused'];

/** How far it is, and what came out so far. */
export function Moving({ run, progress, isPreview }: Props) {
  const format = useFormat();
  const { state, part, counts, error } = progress;
  const rows = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  useEffect(() => {
    const back = () => run.progress().state === 'away' && run.goOn();
    addEventListener('online', back);
    return () => removeEventListener('online', back);
  }, [run]);
  const isMoving = state !== 'done' && state !== 'stopped';
  return (
    <div className={css.moving}>
      <div className={css.line}>
        <p role="status">
          <strong>{headline(state, isPreview)}</strong>{' '}
          <span className="quiet figures">{format.units(rows)} rows</span>
        </p>
        {isMoving && <Buttons run={run} state={state} isPreview={isPreview} />}
      </div>
      {state !== 'done' && (
        <Bar.Root size="md">
          <Bar.Section
            value={part * 100}
            aria-label={isPreview ? 'Looked at' : 'Imported'}
            color={state === 'running' ? 'teal' : 'gray'}
          />
        </Bar.Root>
      )}
      {error !== null && (
        <p className={css.bad} role="alert">
          {stopWords(error)}
        </p>
      )}
      <Counts counts={counts} isPreview={isPreview} format={format} />
      {isPreview && state === 'done' && counts.refused > 0 && (
        <p className="quiet">
          The refused rows stay out; the others can be imported without them. Put them right and import them
          by themselves.
        </p>
      )}
    </div>
  );
}

function headline(state: State, isPreview: boolean): string {
  if (state === 'paused') return 'Paused.';
  if (state === 'away') return 'StockFlow cannot be reached. It goes on by itself.';
  if (state === 'failed') return 'Stopped: this part was refused.';
  if (state === 'stopped')
    return isPreview ? 'Stopped.' : 'Stopped. What was imported stays; the same file may be sent again.';
  if (isPreview) return state === 'done' ? 'This is what would happen.' : 'Looking at every row…';
  return state === 'done' ? 'Imported.' : 'Importing…';
}

function Buttons({ run, state, isPreview }: { run: Run; state: State; isPreview: boolean }) {
  const isRunning = state === 'running';
  return (
    <div className={css.buttons}>
      {(!isPreview || !isRunning) && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Icon name={isRunning ? 'pause' : 'play'} size={14} />}
          onClick={isRunning ? run.pause : run.goOn}
        >
          {isRunning ? 'Pause' : state === 'paused' ? 'Go on' : 'Try now'}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={run.stop}>
        Stop
      </Button>
    </div>
  );
}

type CountsProps = { counts: Progress['counts']; isPreview: boolean; format: Format };

function Counts({ counts, isPreview, format }: CountsProps) {
  return (
    <dl className={css.counts}>
      {outcomes.map((outcome) => (
        <div key={outcome} data-outcome={outcome} data-none={counts[outcome] === 0 || undefined}>
          <dt>{outcomeWords[outcome][isPreview ? 'foreseen' : 'done']}</dt>
          <dd>{format.units(counts[outcome])}</dd>
        </div>
      ))}
    </dl>
  );
}
