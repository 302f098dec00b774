import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useFormat } from '../../format.ts';
import type { Outcome, Progress, RowResult, Run } from '../../import/run.ts';
import { Badge, type Tone } from '../../part/badge.tsx';
import { Rows } from '../../part/rows.tsx';
import css from './import.module.css';
import { outcomeWords } from './words.ts';

type Props = { run: Run; progress: Progress; isPreview: boolean };
/** As high as a row without faults is in fact: then nothing has to be moved when it comes into sight. */
const ROW_PX = 44;
const shows = ['refused', 'created', 'updated', 'unchanged', 'all'] as const;

const tones: Record<Outcome, Tone> = {
  created: 'good',
  updated: 'link',
  unchanged: 'plain',
  refused: 'danger',
};

/** Row by row: first what is wrong. Of a hundred thousand only those in sight are drawn. */
export function Results({ run: { results }, progress: { counts, state }, isPreview }: Props) {
  const [chosen, show] = useState<(typeof shows)[number] | null>(null);
  const shown = chosen ?? (counts.refused > 0 ? 'refused' : 'all');
  const total = results.length;
  const rows = useMemo(
    () => (shown === 'all' ? results.slice(0, total) : results.filter(({ outcome }) => outcome === shown)),
    [results, total, shown],
  );
  const format = useFormat();
  if (total === 0) return null;
  const countOf = (one: (typeof shows)[number]) => format.units(one === 'all' ? total : counts[one]);
  return (
    <section className={css.results} aria-busy={state === 'running'}>
      <SegmentedControl
        aria-label="Which rows"
        className={css.shows ?? ''}
        value={shown}
        onChange={show}
        data={shows.map((value) => ({ value, label: `${labels[value]} ${countOf(value)}` }))}
      />
      {rows.length === 0 ? (
        <p className="quiet">{shown === 'refused' ? 'Every row can be used.' : 'None of the rows.'}</p>
      ) : (
        <Rows
          key={`${shown} ${isPreview}`}
          label="Rows of the file"
          items={rows}
          keyOf={({ row }) => row}
          heightGuess={ROW_PX}
          chosen={null}
          row={(result) => <Line result={result} />}
        />
      )}
    </section>
  );
}

const labels = {
  refused: 'Refused',
  created: 'New',
  updated: 'Changed',
  unchanged: 'As they are',
  all: 'All',
};

const Line = ({ result: { row, name, outcome, faults } }: { result: RowResult }) => (
  <div className={css.row}>
    <span className={css.number}>row {row}</span>
    <Badge tone={tones[outcome]}>{outcomeWords[outcome].one}</Badge>
    <div>
      {name && (
        <span className={css.name} data-quiet={faults.length > 0 || undefined}>
          {name}
        </span>
      )}
      {faults.map(({ column, message }) => (
        <p key={column + message}>
          {column && <strong>{column}</strong>} {message}
        </p>
      ))}
    </div>
  </div>
);
