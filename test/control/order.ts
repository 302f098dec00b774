import type { Place } from './change.ts';

/** What one process tries, one after another. */
export type Order = {
  trials: Ordered[];
  /** Where each trial is named as it begins, then that it made a text that is no SQL, and in the end all. */
  toldTo: string;
  /** A test that lasts longer, by the time that its process was given, takes it along. */
  endsAfterMs: number;
};

export type Ordered = {
  /** The file that is changed, with what; null for a trial of the database or of nothing. */
  source: ({ file: string } & Place) | null;
  /** The database that rooms begin with; null for the one of every day. */
  template: string | null;
  /** What depends on the change, and so is loaded anew. */
  dependents: string[];
  /** Of a file all tests, or those whose names begin like one of these. */
  tests: { file: string; only?: string[] }[];
};

declare module 'vitest' {
  interface ProvidedContext {
    order: Order;
  }
}
