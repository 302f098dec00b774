import { Loader } from '@mantine/core';
import { type SourceName, sources } from '../../export/list.ts';
import type { ExportProgress } from '../../export/run.ts';
import { useExport } from '../../export/use-export.ts';
import { troubleLine, troubleOf } from '../../fault.ts';
import { useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Icon } from '../../part/icon.tsx';
import { Page } from '../../part/page.tsx';
import type { Role } from '../../session.tsx';
import { CatalogueTabs } from '../catalogue/listing.tsx';
import css from './export.module.css';

type Listed = { source: SourceName; name: string; about: string; needs?: Role };

const groups: { title: string; lists: Listed[] }[] = [
  {
    title: 'Catalogue',
    lists: [
      { source: 'products', name: 'Products', about: 'As an import reads them' },
      { source: 'bundles', name: 'Bundles', about: 'With what they are made of' },
      { source: 'suppliers', name: 'Suppliers', about: 'As an import reads them' },
      { source: 'terms', name: 'Terms', about: 'Who delivers what, as an import reads it' },
      { source: 'warehouses', name: 'Warehouses', about: 'With their addresses' },
      { source: 'types', name: 'Types', about: 'With their thresholds' },
    ],
  },
  {
    title: 'Stock',
    lists: [
      { source: 'inventory', name: 'Inventory', about: 'What is where, and how long it lasts' },
      { source: 'count-sheet', name: 'Count sheet', about: 'To correct, and bring in as counts' },
      { source: 'movements', name: 'Movements', about: 'Everything that ever moved' },
      { source: 'worklist', name: 'Worklist', about: 'What runs low, the soonest first' },
    ],
  },
  {
    title: 'Orders and people',
    lists: [
      { source: 'orders', name: 'Orders', about: 'Without their lines' },
      { source: 'letters', name: 'Letters', about: 'To whom, when, and whether they left' },
      { source: 'activity', name: 'Activity', about: 'Who did what', needs: 'owner' },
    ],
  },
];

/** Every list as a file, for a spreadsheet or for another program. */
export default function Export() {
  return (
    <Page
      title="Export"
      note="Every list as CSV, with everything in it, archived or not."
      tabs={<CatalogueTabs />}
    >
      <div className={css.groups}>
        {groups.map(({ title, lists }) => (
          <section key={title} className={css.group}>
            <h2>{title}</h2>
            <ul>
              {lists.map((list) => (
                <One key={list.source} list={list} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Page>
  );
}

function One({ list: { source, name, about, needs = 'viewer' } }: { list: Listed }) {
  const { progress, isMoving, start, stop } = useExport();
  const format = useFormat();
  return (
    <li className={css.list}>
      <div>
        <strong>{name}</strong>
        <p className={css.about} role="status" data-bad={progress?.state === 'failed' || undefined}>
          {progress ? wordsFor(progress, format.units(progress.rows)) : about}
        </p>
      </div>
      {isMoving && <Loader size="xs" aria-hidden />}
      <Act
        needs={needs}
        size="compact-sm"
        variant={isMoving ? 'subtle' : 'default'}
        leftSection={<Icon name={isMoving ? 'close' : 'download'} size={14} />}
        aria-label={isMoving ? `Cancel ${name}` : `Download ${name}`}
        onClick={() => (isMoving ? stop() : void start(source, sources[source]()))}
      >
        {isMoving ? 'Cancel' : 'Download'}
      </Act>
    </li>
  );
}

function wordsFor({ state, error }: ExportProgress, rows: string): string {
  if (state === 'done') return `${rows} rows, in your downloads`;
  if (state === 'stopped') return 'Cancelled';
  if (state === 'failed') return troubleLine(troubleOf(error));
  return state === 'away' ? `${rows} rows; it goes on when StockFlow can be reached` : `${rows} rows…`;
}
