import { Button, UnstyledButton } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useFormat } from '../../format.ts';
import { importers } from '../../import/importer.ts';
import { Act, reasonFor } from '../../part/act.tsx';
import { download } from '../../part/download.ts';
import { Icon } from '../../part/icon.tsx';
import { Card } from '../../part/page.tsx';
import { Table } from '../../part/table.tsx';
import { useMay } from '../../session.tsx';
import { choose, forget, interrupted, kindNames } from './current.ts';
import css from './import.module.css';
import { kindWords, stopWords } from './words.ts';

/** What kind of list, and which file. */
export function Chooser() {
  const [params, setParams] = useSearchParams();
  const kind = kindNames.find((name) => name === params.get('kind')) ?? 'products';
  const { columns, template } = importers[kind];
  return (
    <>
      <Interrupted />
      <fieldset className={css.kinds} aria-label="What is in the file">
        {kindNames.map((name) => (
          <UnstyledButton
            key={name}
            className={css.kind ?? ''}
            aria-pressed={name === kind}
            onClick={() => setParams({ kind: name }, { replace: true })}
          >
            <strong>{kindWords[name].name}</strong>
            <span>{kindWords[name].about}</span>
          </UnstyledButton>
        ))}
      </fieldset>
      <Drop key={kind} kind={kind} />
      <Card
        title={`Columns of ${kindWords[kind].name.toLowerCase()}`}
        note="In any order; the names that other programs use are understood. Columns that are not known are passed over."
        actions={
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Icon name="download" size={14} />}
            onClick={() => download(template, `stockflow-${kind}.csv`)}
          >
            Template
          </Button>
        }
      >
        <Table
          label={`Columns of ${kindWords[kind].name.toLowerCase()}`}
          items={columns}
          keyOf={({ name }) => name}
          columns={[
            {
              title: 'Column',
              cell: ({ name, isNeeded }) => (
                <>
                  <strong>{name}</strong> {isNeeded && <span className="quiet">needed</span>}
                </>
              ),
            },
            { title: 'What it says', cell: ({ about }) => about },
            { title: 'Like', cell: ({ example }) => <span className="mono">{example}</span> },
          ]}
        />
      </Card>
    </>
  );
}

type Kind = (typeof kindNames)[number];

function Drop({ kind }: { kind: Kind }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const may = useMay('operator');
  const take = (file: File | undefined) => {
    setOver(false);
    if (file && may) choose(kind, file).catch(setTrouble);
  };
  const over = (event: DragEvent, isOver: boolean) => {
    event.preventDefault();
    setOver(isOver && may);
  };
  return (
    <section
      className={css.drop}
      data-over={isOver || undefined}
      aria-label="The file"
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        over(event, false);
        take(event.dataTransfer.files[0]);
      }}
    >
      <Icon name="upload" size={24} />
      <p>
        Drop a CSV file here, as spreadsheets save it.
        <br />
        <span className="quiet">
          {may
            ? 'Up to 100,000 rows and more. It is looked at first; nothing is written yet.'
            : reasonFor('operator')}
        </span>
      </p>
      <Act needs="operator" onClick={() => input.current?.click()}>
        Choose a file
      </Act>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        hidden
        aria-label="CSV file"
        onChange={({ currentTarget }) => {
          take(currentTarget.files?.[0]);
          currentTarget.value = '';
        }}
      />
      {trouble !== null && (
        <p className={css.bad} role="alert">
          {stopWords(trouble)}
        </p>
      )}
    </section>
  );
}

/** After the page was closed in the middle: how to go on. */
function Interrupted() {
  const [before, setBefore] = useState(interrupted);
  const format = useFormat();
  if (!before) return null;
  return (
    <section className={css.interrupted}>
      <Icon name="info" />
      <p>
        <strong>
          The import of {before.name} was interrupted
          {before.row > 0 && ` after row ${format.units(before.row)}`}.
        </strong>{' '}
        Choose the same file again as {kindWords[before.kind].name.toLowerCase()}, unchanged, and import it:
        rows that were taken are known, and count once.
      </p>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          forget();
          setBefore(null);
        }}
      >
        Forget it
      </Button>
    </section>
  );
}
