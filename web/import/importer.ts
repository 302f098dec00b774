import { canHealByItself, client } from '../client.ts';
import { readSheet } from '../csv/read.ts';
import { csvRow, csvStart } from '../csv/write.ts';
import { type Kind, kinds } from './kind.ts';
import { Shelves } from './preview.ts';
import { openImport } from './read.ts';
import { type Answer, type RowResult, type Run, startRun } from './run.ts';
import { template } from './write.ts';

/** One kind of file, without its types: what the page does with each. */
export type Importer = {
  /** What its columns are, for people. */
  columns: { name: string; about: string; isNeeded: boolean; example: string }[];
  template: string;
  open: (file: File) => Promise<OpenedFile>;
};

export type OpenedFile = {
  file: File;
  /** What keeps it from being used. */
  faults: string[];
  notes: string[];
  preview: () => Run;
  start: () => Run;
};

type Send<Line> = (lines: Line[]) => Promise<Answer>;
type Ways<Line> = {
  /** Made anew for each preview: it may remember what earlier parts would leave. */
  previewer: () => Send<Line>;
  send: Send<Line>;
  nameOf: (line: Line) => string;
};

function importerOf<Line, Item>(kind: Kind<Line, Item>, { previewer, send, nameOf }: Ways<Line>): Importer {
  const columnOf = (field: string): string =>
    kind.columns.find((column) => column.field === field)?.name ?? field;
  return {
    columns: kind.columns.map(({ name, about, isNeeded, example }) => ({ name, about, isNeeded, example })),
    template: template(kind),
    open: async (file) => {
      const opened = await openImport(kind, file);
      const runWith = (send: Send<Line>): Run =>
        startRun(opened, file.size, {
          send,
          nameOf,
          columnOf,
          canHeal: canHealByItself,
        });
      return {
        file,
        faults: opened.faults,
        notes: opened.notes,
        preview: () => runWith(previewer()),
        start: () => runWith(send),
      };
    },
  };
}

const { product, supplier, terms } = client.catalogue;
const { movement, count } = client.ledger;

export const importers = {
  products: importerOf(kinds.products, {
    previewer: () => (lines) => product.import.mutate({ lines, preview: true }),
    send: (lines) => product.import.mutate({ lines }),
    nameOf: ({ sku, name }) => (name ? `${name} · ${sku}` : sku),
  }),
  suppliers: importerOf(kinds.suppliers, {
    previewer: () => (lines) => supplier.import.mutate({ lines, preview: true }),
    send: (lines) => supplier.import.mutate({ lines }),
    nameOf: ({ name }) => name,
  }),
  terms: importerOf(kinds.terms, {
    previewer: () => (lines) => terms.import.mutate({ lines, preview: true }),
    send: (lines) => terms.import.mutate({ lines }),
    nameOf: ({ sku, supplier }) => `${sku} · ${supplier}`,
  }),
  movements: importerOf(kinds.movements, {
    previewer: () => {
      const shelves = new Shelves();
      return async (lines) => {
        const assumed = shelves.assumedFor(lines);
        const answer = await movement.import.mutate({ lines, preview: true, assumed });
        shelves.note(lines, answer.results);
        return answer;
      };
    },
    send: (lines) => movement.import.mutate({ lines }),
    nameOf: ({ sku, warehouse, type, quantity }) => `${type} ${quantity} × ${sku} · ${warehouse}`,
  }),
  counts: importerOf(kinds.counts, {
    previewer: () => (lines) => count.import.mutate({ lines, preview: true }),
    send: (lines) => count.import.mutate({ lines }),
    nameOf: ({ sku, warehouse, counted }) => `${counted} × ${sku} · ${warehouse}`,
  }),
} satisfies Record<keyof typeof kinds, Importer>;

export type KindName = keyof typeof importers;

const PROBLEM = 'Problem';

/** The rows that were refused as they were, each with what is wrong: to be put right, and imported by themselves. */
export async function refusedRows(file: File, results: RowResult[]): Promise<Blob> {
  const problems = new Map(
    results
      .filter(({ outcome }) => outcome === 'refused')
      .map(({ row, faults }) => [
        row,
        faults.map(({ column, message }) => [column, message].filter(Boolean).join(' ')).join('; '),
      ]),
  );
  const { header, delimiter, rows } = await readSheet(file);
  const kept = header.map((name) => name !== PROBLEM);
  const written = [csvStart([...header.filter((_, place) => kept[place]), PROBLEM], delimiter)];
  for await (const piece of rows)
    for (const { number, cells } of piece.rows) {
      const problem = problems.get(number);
      if (problem === undefined) continue;
      const asWas = header.flatMap((_, place) => (kept[place] ? [cells[place] ?? ''] : []));
      written.push(csvRow([...asWas, problem], delimiter));
    }
  return new Blob(written, { type: 'text/csv' });
}
