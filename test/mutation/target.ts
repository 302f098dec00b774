import { globSync } from 'node:fs';
import type { Ordered } from '../control/order.ts';
import { type Mutant, named } from './mutant.ts';
import { scriptMutants } from './script.ts';
import { filterMutants, sqlMutants, triggerMutants } from './sql.ts';

export type Tried = Mutant & { name: string; tests: Ordered['tests'] };
export type Area = 'scoping' | 'idempotency' | 'outbox' | 'stock';

/** Which tests answer for a file: those that say what it promises, the quickest first. */
const files: Record<Area, Record<string, string[]>> = {
  scoping: {
    'db/statement.ts': ['tenancy', 'ledger/history', 'catalogue'],
    'db/record.ts': ['catalogue', 'product', 'catalogue/product', 'tenancy'],
    'db/company/identity.ts': [
      'session/identity',
      'session/company',
      'session/session',
      'session/start',
      'http',
      'tenancy/role',
    ],
    'api/identity.ts': [
      'session/identity',
      'session/company',
      'limit',
      'http',
      'session/session',
      'tenancy/role',
    ],
  },
  idempotency: {
    'db/scope.ts': [
      'scope',
      'idempotency',
      'activity',
      'server/lost',
      'low-stock/reuse',
      'ledger/movement',
      'catalogue',
    ],
  },
  outbox: {
    'db/outbox.ts': ['worker/relay', 'worker/clock', 'worker/sweep', 'worker/night'],
    'worker/relay.ts': ['worker/clock', 'worker/relay'],
    'db/replenishment/settle.ts': [
      'worker/relay',
      'worker/recompute',
      'replenishment/mark',
      'worker/shortage',
    ],
    'db/replenishment/sending.ts': [
      'order/bystander',
      'order/claim',
      'order/sending',
      'order/letter',
      'tenancy/inside',
    ],
    'worker/job/recompute.ts': ['worker/recompute', 'worker/relay', 'worker/night'],
    'worker/job/letter.ts': ['order/sending', 'order/letter'],
    'worker/job/errand.ts': ['worker/errand'],
  },
  stock: {
    'db/ledger/movement.ts': ['ledger/movement', 'ledger/reversal', 'ledger/history'],
    'db/ledger/event.ts': ['ledger/movement'],
    'db/ledger/transfer.ts': ['ledger/transfer'],
    'db/ledger/count.ts': ['ledger/count'],
    'db/ledger/bundle-sale.ts': ['ledger/bundle-sale'],
    'db/ledger/inventory.ts': ['ledger/inventory', 'ledger/transfer'],
    'db/ledger/bulk.ts': ['ledger/bulk'],
    'db/ledger/verdict.ts': ['ledger/bulk', 'ledger/movement', 'ledger/transfer', 'import/ledger'],
    'db/ledger/history.ts': ['ledger/history'],
    'db/ledger/verify.ts': ['ledger/verify', 'ledger', 'stockflow/verify'],
    'db/ledger/rebuild.ts': ['ledger/verify', 'ledger', 'stockflow/verify'],
    'db/ledger/remembered.ts': ['import/ledger', 'import/count'],
    'db/ledger/movement-import.ts': ['import/ledger'],
    'db/ledger/count-import.ts': ['import/count', 'import/ledger'],
  },
};

/** The tables whose triggers keep stock and history in agreement, and those that say what waits for the worker. */
const tables: Partial<Record<Area, RegExp>> = {
  stock:
    /\bON (movements|inventory|bundle_sales|counts|count_lines|transfers|transfer_lines|arrivals|arrival_lines)\b/,
  outbox: /\bINTO (touched|due|dirty|outbox)\b|\bFROM outbox\b/,
};

const testOf = (name: string) => ({ file: `test/${name}.test.ts` });

const testsOfTriggers: Partial<Record<Area, Ordered['tests']>> = {
  stock: [
    'constraint/falsify',
    'ledger',
    'ledger/movement',
    'ledger/reversal',
    'ledger/transfer',
    'ledger/count',
    'ledger/bundle-sale',
    'ledger/inventory',
    'ledger/verify',
    'replenishment/mark',
    'replenishment/outbox',
    'replenishment/flow',
    'low-stock/standing',
    'low-stock/reuse',
    'product',
    'import/count',
    'import/ledger',
    'replenishment/receipt',
  ].map(testOf),
  outbox: [
    'replenishment/outbox',
    'replenishment/release',
    'replenishment/mark',
    'session/link',
    'session/invitation',
    'worker/recompute',
    'ledger',
  ].map(testOf),
};

/** A rule has its own tests, by its name; they come first, and those of all rules last. */
const testsOfTrigger = (trigger: string, others: Ordered['tests']): Ordered['tests'] => [
  { file: 'test/constraint.test.ts', only: [`${trigger}: `] },
  ...others,
  { file: 'test/constraint.test.ts' },
];

export async function mutantsOf(area: Area, triggers: Map<string, string>): Promise<Tried[]> {
  const found: Omit<Tried, 'name'>[] = [];
  for (const [file, names] of Object.entries(files[area])) {
    const tests = names.map(testOf);
    for (const mutant of [...(await scriptMutants(file)), ...sqlMutants(file)])
      found.push({ ...mutant, tests });
  }
  if (area === 'scoping') found.push(...filters());
  const table = tables[area];
  for (const [trigger, text] of triggers)
    if (table?.test(text))
      for (const mutant of triggerMutants(trigger, text))
        found.push({ ...mutant, tests: testsOfTrigger(trigger, testsOfTriggers[area] ?? []) });
  return named(found);
}

/** Wherever a statement names its company: asked by a stranger through the doors and behind them, and by a twin. */
const filters = (): Omit<Tried, 'name'>[] =>
  globSync('db/**/*.ts')
    .sort()
    .flatMap((file) => filterMutants(file).map((mutant) => ({ ...mutant, tests: testsOfFilter(file) })));

function testsOfFilter(file: string): Ordered['tests'] {
  const [, noun] = /^db\/(catalogue|ledger|replenishment|company)\//.exec(file) ?? [];
  const asked = {
    ...testOf('tenancy'),
    only: [`${noun ?? ''}.`, 'no byte of theirs', "an operator's work"],
  };
  switch (noun) {
    case 'replenishment':
      return [testOf('tenancy/inside'), testOf('tenancy/twin'), asked, testOf('order/release')];
    case 'catalogue':
    case 'ledger':
      return [testOf('tenancy/twin'), asked];
    case 'company':
      return [testOf('session/company'), asked, testOf('session/session')];
    default:
      return [testOf('tenancy/inside'), testOf('tenancy'), testOf('activity'), testOf('idempotency')];
  }
}
