/** What an act is told as: what was done, to what kind of thing, and where that is. */

type Thing = { one: string; href?: (id: number) => string };

export const things: Record<string, Thing> = {
  'catalogue.product': { one: 'product', href: (id) => `/products/${id}` },
  'catalogue.bundle': { one: 'bundle', href: (id) => `/bundles/${id}` },
  'catalogue.supplier': { one: 'supplier', href: (id) => `/catalogue/suppliers/${id}` },
  'catalogue.warehouse': { one: 'warehouse', href: (id) => `/catalogue/warehouses/${id}` },
  'catalogue.productType': { one: 'type' },
  'catalogue.terms': { one: 'terms' },
  'ledger.inventory': { one: 'threshold' },
  'replenishment.shortage': { one: 'shortage' },
  'replenishment.order': { one: 'order', href: (id) => `/orders/${id}` },
  'replenishment.letter': { one: 'letter' },
  'replenishment.policy': { one: 'ordering rules' },
  'replenishment.policy.forSupplier': {
    one: 'ordering rules of a supplier',
    href: (id) => `/catalogue/suppliers/${id}`,
  },
  company: { one: 'company' },
  'company.member': { one: 'member' },
  'company.key': { one: 'API key' },
};

const deeds: Record<string, string> = {
  create: 'created',
  update: 'changed',
  archive: 'archived',
  import: 'imported a list:',
  set: 'changed',
  setThreshold: 'changed',
  revoke: 'revoked',
  invite: 'invited again:',
  setLines: 'changed the lines of',
  approve: 'approved',
  markSent: 'marked as sent:',
  confirm: 'confirmed',
  decline: 'declined',
  cancel: 'cancelled',
  closeShort: 'closed',
  receive: 'received goods of',
  resend: 'sent again:',
  acknowledge: 'took over',
  snooze: 'put off',
  reopen: 'reopened',
};

/** "changed a product"; what is not known by name is told as it is called. */
export const deedWords = (deed: string): string =>
  deeds[deed] ?? deed.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

export const thingWords = (kind: string): string => things[kind]?.one ?? kind.split('.').at(-1) ?? kind;
