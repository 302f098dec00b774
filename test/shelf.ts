import type { Answer, Company, Json, Room } from './room.ts';
import type { Stocked } from './stock.ts';

/** What a caller writes to move goods on a shelf: a product in a warehouse. */
export const line = (
  { product, warehouse }: Stocked,
  type: string,
  quantity: number,
  more: object = {},
): object => ({ type, product_id: product, warehouse_id: warehouse, quantity, ...more });

export const post = (shelf: Stocked, type: string, quantity: number, more: object = {}): Promise<Answer> =>
  shelf.company.rest('POST', '/movements', line(shelf, type, quantity, more));

/** A movement that must be accepted. */
export async function record(
  shelf: Stocked,
  type: string,
  quantity: number,
  more: object = {},
): Promise<Json> {
  return accepted(await post(shelf, type, quantity, more));
}

/** The body of an answer that must not be a refusal. */
export function accepted({ status, body }: Answer): Json {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** The parts of a refusal that a program looks at. */
export const refused = ({ status, body }: Answer): [number, string] => [status, body.code];

export async function onHand({ company, product, warehouse }: Stocked): Promise<number> {
  return accepted(await company.rest('GET', `/inventory/${product}/${warehouse}`)).on_hand;
}

/** A shelf in another warehouse or with another product of the same company. */
export const beside = (shelf: Stocked, other: { product?: number; warehouse?: number }): Stocked => ({
  ...shelf,
  ...other,
});

/** Newest first. */
export async function history(company: Company, query = ''): Promise<Json[]> {
  return accepted(await company.rest('GET', `/movements?limit=1000${query}`)).items;
}

/** Units sold and net change per local day, as the ledger keeps them. */
export async function days(room: Room, { company, product, warehouse }: Stocked): Promise<object> {
  const { rows } = await room.client.execute({
    sql: `select date(day * 86400, 'unixepoch'), sold, net from daily_demand
      where company_id = ? and product_id = ? and warehouse_id = ? order by day`,
    args: [company.id, product, warehouse],
  });
  return Object.fromEntries(rows.map((row) => [String(row[0]), { sold: row[1], net: row[2] }]));
}

export const DAY = 86_400_000;
export const iso = (at: number): string => new Date(at).toISOString();
/** Noon of a day that no test depends on the real one for. */
export const NOON = Date.parse('2026-11-21T12:00:00Z');
