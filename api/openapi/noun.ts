import { snake } from '../casing.ts';

/** One heading of the reference: a noun, and the procedures that are about it. */
export type Noun = { name: string; group: string; description: string };

/** In reading order, by the path in the router. A test asks that every procedure has its heading here. */
const nouns: Record<string, Noun> = {
  'catalogue.product': {
    name: 'Products',
    group: 'Catalogue',
    description: 'What is sold. Stock is kept per product and warehouse, and changes only by movements.',
  },
  'catalogue.productType': {
    name: 'Product types',
    group: 'Catalogue',
    description: 'A threshold for all products of a kind that have none of their own.',
  },
  'catalogue.bundle': {
    name: 'Bundles',
    group: 'Catalogue',
    description:
      'Products sold together under a price of their own. A bundle has no stock: its components have.',
  },
  'catalogue.supplier': {
    name: 'Suppliers',
    group: 'Catalogue',
    description: 'Who delivers, where their orders are mailed, and how long they take.',
  },
  'catalogue.terms': {
    name: 'Terms',
    group: 'Catalogue',
    description:
      'What a supplier asks for a product: cost, pack, least quantity, lead time, and who is first choice.',
  },
  'catalogue.warehouse': {
    name: 'Warehouses',
    group: 'Catalogue',
    description: 'Where stock lies.',
  },
  'ledger.movement': {
    name: 'Movements',
    group: 'Ledger',
    description:
      'The history of stock, and the only way to change it. A movement is never changed or deleted: it is taken back by another.',
  },
  'ledger.bundleSale': {
    name: 'Bundle sales',
    group: 'Ledger',
    description: 'A bundle leaves as its components: all of them, or none.',
  },
  'ledger.transfer': {
    name: 'Transfers',
    group: 'Ledger',
    description:
      'Goods on their way between two of your warehouses: in transit until they arrive or go back.',
  },
  'ledger.count': {
    name: 'Counts',
    group: 'Ledger',
    description:
      'What was found on the shelf. The difference to the ledger at that time is posted as movements.',
  },
  'ledger.inventory': {
    name: 'Inventory',
    group: 'Ledger',
    description: 'What is where now, how fast it sells, and how long it lasts.',
  },
  replenishment: {
    name: 'Low stock',
    group: 'Replenishment',
    description: 'What runs out, when, and who can deliver more.',
  },
  'replenishment.shortage': {
    name: 'Shortages',
    group: 'Replenishment',
    description:
      'Episodes of low stock: one opens when stock falls to the threshold, and is over when it is above it again.',
  },
  'replenishment.order': {
    name: 'Orders',
    group: 'Replenishment',
    description:
      'What is ordered from a supplier for a warehouse: drafted by itself or by you, approved, sent, confirmed, received.',
  },
  'replenishment.letter': {
    name: 'Letters',
    group: 'Replenishment',
    description:
      'Every mail that leaves: orders to suppliers, summaries and notices to your own people, and what became of each.',
  },
  'replenishment.receipt': {
    name: 'Receipts',
    group: 'Replenishment',
    description: 'Goods of an order that came in, with the movements that they are in the ledger.',
  },
  'replenishment.policy': {
    name: 'Policy',
    group: 'Replenishment',
    description: 'How your company orders and plans: by itself or after a look, at what hours, for how long.',
  },
  'replenishment.policy.forSupplier': {
    name: 'Policy for a supplier',
    group: 'Replenishment',
    description: 'What is different for the orders to one supplier, and what is in force for them.',
  },
  company: {
    name: 'Company',
    group: 'Administration',
    description: 'Your company: its name, time zone, currency and common threshold.',
  },
  'company.member': {
    name: 'Members',
    group: 'Administration',
    description: 'The people of your company and what they may do.',
  },
  session: {
    name: 'Session',
    group: 'Administration',
    description: 'Who is calling. People sign in at the window by a link in a mail; machines show a key.',
  },
  'company.key': {
    name: 'API keys',
    group: 'Administration',
    description: 'What machines sign in with. A key belongs to one company and has one role.',
  },
};

const parentOf = (id: string): string => id.split('.').slice(0, -1).join('.');

/** A noun that has no heading yet goes by its name in the router, and comes last. */
export const nounOf = (id: string): Noun =>
  nouns[parentOf(id)] ?? { name: parentOf(id), group: parentOf(id).split('.')[0] ?? '', description: '' };

/** Headings in reading order. */
export function nounsOf(ids: string[]): Noun[] {
  const all = [...Object.values(nouns), ...ids.map(nounOf)];
  return [...new Map(all.map((noun) => [noun.name, noun])).values()].filter(({ name }) =>
    ids.some((id) => nounOf(id).name === name),
  );
}

/** `catalogue.product.create` is about `product`, and what is done is `create`. */
export function subjectOf(id: string): { noun: string; verb: string } {
  const [verb = '', noun = ''] = id.split('.').reverse();
  return { noun: snake(noun), verb };
}
