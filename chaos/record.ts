import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What a write does to the stock of one product in one warehouse. */
export type Change = { product: number; warehouse: number; change: number };

/** What a client is about to ask for: written down before it is sent. */
export type Intent = {
  key: string;
  kind: string;
  method: 'POST' | 'PUT';
  path: string;
  body: object;
  /** What it does if it is done; null where only the answer can tell. */
  changes: Change[] | null;
  /** Whether it can be done, where the client alone moves that stock. */
  allowed?: boolean;
};

/** What became of it. `late`: refused after an attempt without a clear answer, which may yet have been carried out. */
export type Outcome = {
  key: string;
  became: 'done' | 'refused' | 'late';
  changes: Change[];
  /** The order that it drafted. */
  order?: number;
  code?: string;
};

type Line = { intent: Intent } | { outcome: Outcome };

/** A client's own book, on disk: what it asked for, and what it was told. */
export class Book {
  readonly #file: string;
  readonly intents = new Map<string, Intent>();
  readonly outcomes = new Map<string, Outcome>();

  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    for (const text of readFileSync(file, 'utf8').split('\n').filter(Boolean)) this.#keep(JSON.parse(text));
  }

  /** Asked for and not yet told. */
  get open(): Intent | undefined {
    return [...this.intents.values()].findLast(({ key }) => !this.outcomes.has(key));
  }

  note(line: Line): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
    this.#keep(line);
  }

  #keep(line: Line): void {
    if ('intent' in line) this.intents.set(line.intent.key, line.intent);
    else this.outcomes.set(line.outcome.key, line.outcome);
  }
}
