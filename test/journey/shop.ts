import type { Json, Rest } from '../room.ts';
import { accepted, DAY, iso } from '../shelf.ts';

/** How a shop is asked: by whatever speaks REST. */
export type Shop = { rest: Rest; warehouse: number; products: Bought[] };
export type Bought = { id: number; supplier: number; code: string; sku: string; email: string };

export const THRESHOLD = 20;
/** What stands on each shelf after its history. */
export const LEFT = 25;

const post = async (rest: Rest, path: string, body: object): Promise<Json> =>
  accepted(await rest('POST', path, body));

type Options = { products: number; suppliers?: number; now?: number };

/** A shop that orders by itself, at once. Every product sold four a day for thirty days, and is close to its threshold. */
export async function openShop(
  rest: Rest,
  { products, suppliers = 1, now = Date.now() }: Options,
): Promise<Shop> {
  accepted(await rest('PATCH', '/policy', { collecting_seconds: 0 }));
  await post(rest, '/members', {
    email: 'buying@fern.example',
    name: 'Ann',
    role: 'owner',
    sends_invitation: false,
  });
  const address = '1 Quay Street\nBristol BS1 4ND';
  const { id: warehouse } = await post(rest, '/warehouses', { name: 'Main warehouse', address });
  const ids: number[] = [];
  for (let at = 1; at <= suppliers; at += 1) {
    const fields = { name: `Hario ${at}`, contact_email: emailOf(at), lead_time_days: 7 };
    ids.push((await post(rest, '/suppliers', fields)).id);
  }
  const bought: Bought[] = [];
  for (let at = 1; at <= products; at += 1) {
    const number = ((at - 1) % suppliers) + 1;
    bought.push(await buy(rest, at, { supplier: ids[number - 1] ?? 0, email: emailOf(number) }));
  }
  const lines = bought.flatMap(({ id }) => historyOf(id, warehouse, now));
  for (let first = 0; first < lines.length; first += 1000)
    await post(rest, '/movements/bulk', { mode: 'all_or_nothing', lines: lines.slice(first, first + 1000) });
  return { rest, warehouse, products: bought };
}

const emailOf = (supplier: number): string => `sales${supplier}@hario.example`;

async function buy(rest: Rest, at: number, from: { supplier: number; email: string }): Promise<Bought> {
  const sku = `KETTLE-${at}`;
  const code = `HKP-${100 + at}`;
  const { product_id: id } = await post(rest, '/products', {
    name: `Kettle ${at}`,
    sku,
    price: '20',
    low_stock_threshold: THRESHOLD,
  });
  await post(rest, '/terms', {
    supplier_id: from.supplier,
    product_id: id,
    is_primary: true,
    supplier_code: code,
    unit_cost: '12.50',
    pack_size: 12,
  });
  return { id, sku, code, ...from };
}

const DAYS = 30;
const PER_DAY = 4;

function historyOf(product_id: number, warehouse_id: number, now: number): object[] {
  const at = (ago: number) => iso(now - ago * DAY);
  const place = { product_id, warehouse_id };
  const days = Array.from({ length: DAYS }, (_, index) => DAYS - index);
  return [
    { ...place, type: 'initial', quantity: LEFT + DAYS * PER_DAY, occurred_at: at(DAYS * 2) },
    ...days.map((ago) => ({ ...place, type: 'sale', quantity: PER_DAY, occurred_at: at(ago) })),
  ];
}

export const sale = (
  { warehouse }: Pick<Shop, 'warehouse'>,
  { id }: Pick<Bought, 'id'>,
  quantity: number,
): object => ({ type: 'sale', product_id: id, warehouse_id: warehouse, quantity });

/** In one transaction. */
export const sell = ({ rest }: Pick<Shop, 'rest'>, ...lines: object[]): Promise<Json> =>
  post(rest, '/movements/bulk', { mode: 'all_or_nothing', lines });

export const get = async ({ rest }: Pick<Shop, 'rest'>, path: string): Promise<Json> =>
  accepted(await rest('GET', path));
