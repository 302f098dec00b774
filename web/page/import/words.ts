import { SheetFault } from '../../csv/parse.ts';
import { troubleLine, troubleOf } from '../../fault.ts';
import type { KindName } from '../../import/importer.ts';
import type { Outcome } from '../../import/run.ts';

type Words = { name: string; about: string; done: string; list: string };

export const kindWords: Record<KindName, Words> = {
  products: {
    name: 'Products',
    about: 'Created or changed by SKU',
    done: 'See the products',
    list: '/catalogue',
  },
  suppliers: {
    name: 'Suppliers',
    about: 'Created or changed by name',
    done: 'See the suppliers',
    list: '/catalogue/suppliers',
  },
  terms: {
    name: 'Terms',
    about: 'Who delivers what, at what cost, in what packs',
    done: 'See the suppliers',
    list: '/catalogue/suppliers',
  },
  movements: {
    name: 'Movements',
    about: 'Sales, receipts, returns and more, with their day',
    done: 'See the worklist',
    list: '/',
  },
  counts: {
    name: 'Counts',
    about: 'What was found on the shelf; the difference is posted',
    done: 'See the worklist',
    list: '/',
  },
};

/** What a row would come to, and what it came to. */
export const outcomeWords: Record<Outcome, { one: string; foreseen: string; done: string }> = {
  created: { one: 'new', foreseen: 'new', done: 'created' },
  updated: { one: 'changes', foreseen: 'change', done: 'changed' },
  unchanged: { one: 'as it is', foreseen: 'stay as they are', done: 'were so already' },
  refused: { one: 'refused', foreseen: 'cannot be used', done: 'refused' },
};

/** Why it does not go on, and what to do. */
export function stopWords(error: unknown): string {
  if (error instanceof SheetFault) return `Row ${error.row}: ${error.message}`;
  if (error instanceof DOMException)
    return 'The file cannot be read any more. Perhaps it was changed or moved: choose it again.';
  return troubleLine(troubleOf(error));
}
