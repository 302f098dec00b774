import { isLost } from './server/patience.ts';

/** Every way in which StockFlow says no, with the sentence that says what to do about it. */
export const sentences = {
  invalid_input: 'Some of the input cannot be used. See details for each field.',
  unauthenticated: 'Sign in, or send a valid API key: Authorization: Bearer sf_…',
  forbidden:
    'Your role does not allow this. Ask an owner of the company for a higher role, or for a key that has it.',
  people_only: 'This is for people who have signed in. An API key has no devices and works in one company.',
  cross_origin:
    'This came from a page of another site, so it was not done. Open StockFlow at its own address and try again.',
  link_spent: 'This link was used before, or it is too old. Ask for another one; it takes a minute.',
  route_not_found: 'There is nothing at this address. The routes are listed at /docs.',
  company_not_found: 'There is no such company. Check the company id; a key sees only its own company.',
  member_not_found: 'There is no such member. List members to find the id.',
  session_not_found: 'There is no such device. It may be signed out already; look at the list again.',
  key_not_found: 'There is no such API key. List keys to find the id.',
  warehouse_not_found: 'There is no such warehouse. List warehouses to find the id.',
  product_type_not_found: 'There is no such product type. List product types to find the id.',
  product_not_found: 'There is no such product. List products to find the id.',
  bundle_not_found: 'There is no such bundle. List bundles to find the id.',
  supplier_not_found: 'There is no such supplier. List suppliers to find the id.',
  terms_not_found: 'There are no such terms. List terms to find the id.',
  inventory_not_found:
    'This product has never been stocked in this warehouse. Record a movement or set a threshold first.',
  forecast_not_found:
    'Nothing has been computed for this product in this warehouse yet. The worker does it within seconds of a movement: try again soon, or see that it runs.',
  movement_not_found: 'There is no such movement. List movements to find the id.',
  bundle_sale_not_found:
    'There is no such bundle sale. List the movements of a component to find its bundle_sale_id.',
  sale_not_found: 'sale_id is not a sale of this product. List its movements to find the sale.',
  transfer_not_found: 'There is no such transfer. List transfers to find the id.',
  count_not_found: 'There is no such count. List counts to find the id.',
  shortage_not_found: 'There is no such shortage. List shortages to find the id.',
  order_not_found: 'There is no such order. List orders to find the id.',
  receipt_not_found: 'There is no such receipt. Look at the order to find it.',
  letter_not_found: 'There is no such letter. List letters to find the id.',
  duplicate_sku:
    'This SKU is taken (case does not matter). Choose another, or update the product that has it.',
  duplicate_name: 'This name is taken. Choose another, or update the one that has it.',
  duplicate_email: 'A member with this e-mail address exists. Update that member instead.',
  member_is_archived: 'This member is archived and cannot sign in. Set is_active to true first.',
  duplicate_terms: 'This supplier already has terms for this product. Update those instead.',
  product_is_bundle:
    'This product is a bundle and has no stock of its own. Sell it with POST /api/bundle-sales, or name its components.',
  bundle_in_bundle:
    'A bundle can hold products only, not other bundles. List the products it should contain.',
  insufficient_stock: 'Not enough stock. Nothing was recorded; see details for what is on hand.',
  stock_changed:
    'Stock is no longer what you expected. Nothing was recorded; see details, then decide again.',
  already_reversed: 'This was reversed before. A reversal happens once; record a new movement instead.',
  not_reversible:
    'This cannot be reversed. Reversals and opening entries of 0 stand; a transfer is cancelled; a sale with returns has its returns reversed first.',
  return_exceeds_sale:
    'More would come back than this sale sold. Return at most what is left of it, or leave out sale_id.',
  transfer_is_complete:
    'Nothing of this transfer is in transit any more. Look at the transfer to see where it went.',
  transfer_over_received:
    'More would arrive than is in transit. Receive at most what is outstanding; record any surplus as a receipt.',
  transfer_left_later:
    'These goods had not left by then. Give occurred_at no earlier than the day of the transfer, or leave it out for now.',
  count_superseded:
    'A product here was counted again after that time. The newer count stands; leave that product out, or count it now.',
  shortage_is_resolved: 'This shortage is over. If the product is low again, there is a newer one.',
  duplicate_draft: 'There is a draft for this supplier and warehouse already. Add the lines to that one.',
  order_moved_on:
    'The order has moved on and does not allow this any more. Look at its status, then decide again.',
  order_is_empty: 'There is nothing in this order. Add lines first, or cancel it.',
  order_over_received:
    'More would come in than is outstanding. Receive what was ordered, or send allows_surplus if you keep the rest.',
  letter_moved_on:
    'The letter has moved on and does not allow this any more. Look at its status, then decide again.',
  last_owner: 'A company keeps at least one owner. Make someone else an owner first.',
  idempotency_key_reused:
    'This Idempotency-Key was used for something else. Use a new key for a new request.',
  payload_too_large: 'The request is too large. Send at most 1 MiB; split bulk calls.',
  unsupported_media_type: 'Send the body as JSON, with Content-Type: application/json.',
  rate_limited: 'Too many requests. Wait for as many seconds as Retry-After says, then go on.',
  unavailable:
    'StockFlow is busy, or its database is out of reach. Nothing was recorded; try again after Retry-After seconds with the same Idempotency-Key.',
  outcome_unknown:
    'The database did not answer, so this may have been recorded or not. Send it again after Retry-After seconds with the same Idempotency-Key; without a key, look first.',
  not_configured:
    'This deployment is not set up. Whoever runs it finds in details, and in its log, what to set.',
  internal: 'Something went wrong on our side. Quote the request id if you report it.',
} as const;

export type FaultCode = keyof typeof sentences;

/** One thing that is wrong, and where: a field as the caller named it. */
export type FaultDetail = {
  field: string;
  message: string;
  code?: FaultCode;
  onHand?: number;
  orderId?: number;
};

export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: FaultDetail[];

  constructor(code: FaultCode, details: FaultDetail[] = [], cause?: unknown) {
    super(sentences[code], { cause });
    this.name = 'Fault';
    this.code = code;
    this.details = details;
  }
}

/** What the database calls its refusals (constraints and RAISE names), where that is not the code itself. */
const refusals: Record<string, FaultCode> = {
  'products.sku_scope, products.sku_key': 'duplicate_sku',
  'warehouses.company_id, warehouses.name_key': 'duplicate_name',
  'product_types.company_id, product_types.name_key': 'duplicate_name',
  'suppliers.company_id, suppliers.name_key': 'duplicate_name',
  'members.company_id, members.email': 'duplicate_email',
  'terms.company_id, terms.product_id, terms.supplier_id': 'duplicate_terms',
  'movements.reverses_id': 'already_reversed',
  'orders.company_id, orders.supplier_id, orders.warehouse_id': 'duplicate_draft',
};

/** Limits that only several parts of the input together can pass: each was within its own. */
const limits: Record<string, FaultDetail> = {
  movement_quantity_range: { field: 'quantity', message: 'would move more than 1000000000 units at once' },
  transfer_line_quantity_range: {
    field: 'lines',
    message: 'add up to more than 1000000000 units of a product',
  },
  arrival_line_quantity_range: {
    field: 'lines',
    message: 'add up to more than 1000000000 units of a product',
  },
  policy_hours_range: { field: 'closesAt', message: 'must be later than opens_at' },
  supplier_policy_hours_range: {
    field: 'closesAt',
    message: 'must be later than opens_at; send both, or null for both',
  },
  stock_range: { field: 'quantity', message: 'would bring the stock above 1000000000000 units' },
};

/** Both transports agree only on `code` and on the end of the message, so the name is read from there. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (isLost(error)) return new Fault('outcome_unknown', [], error);
  const message = error instanceof Error ? error.message : String(error);
  if (/^SERVER_ERROR: .*HTTP status 40[13]$/.test(message))
    return new Fault('not_configured', [{ field: '', message: tokenRefused }], error);
  if (isOutOfReach(error)) return new Fault('unavailable', [], error);
  const name = /(?:constraint failed: |: |^)([\w., ]+)$/.exec(message)?.[1] ?? '';
  if (isFaultCode(name)) return new Fault(name, [], error);
  const refused = refusals[name];
  if (refused) return new Fault(refused, [], error);
  if (/CHECK constraint failed|cannot store \w+ value/.test(message))
    return new Fault(
      'invalid_input',
      [limits[name] ?? { field: '', message: `refused by the rule ${name}` }],
      error,
    );
  return new Fault('internal', [], error);
}

const tokenRefused =
  'DATABASE_AUTH_TOKEN is missing, has expired or may not write: the database server refuses it';

/** Nothing is wrong with the request: the same again a little later may go well. */
export const isPassing = ({ code }: Fault): boolean => code === 'unavailable' || code === 'outcome_unknown';

export const isFaultCode = (name: string): name is FaultCode => Object.hasOwn(sentences, name);

const codesOutOfReach =
  /^SQLITE_(BUSY|LOCKED|IOERR|FULL|READONLY|CANTOPEN)|^HRANA_|^SERVER_|^CLIENT_CLOSED|^DATABASE_/;

const isOutOfReach = (error: unknown): boolean =>
  isNetworkError(error) ||
  (error instanceof Error && 'code' in error && codesOutOfReach.test(String(error.code)));

/** fetch reports a refused or broken connection as TypeError, a time limit as AbortError or TimeoutError. */
function isNetworkError(error: unknown): boolean {
  return (
    error instanceof Error &&
    (/^(AbortError|TimeoutError)$/.test(error.name) ||
      (error instanceof TypeError && /fetch/.test(error.message)))
  );
}
