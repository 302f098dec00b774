import { expect } from 'vitest';
import { digest } from '../../worker/job/digest.ts';
import { letter } from '../../worker/job/letter.ts';
import { order } from '../../worker/job/order.ts';
import type { Work } from '../../worker/job/work.ts';
import type { Mail } from '../../worker/mail.ts';
import type { Company, Json, Room } from '../room.ts';
import { accepted } from '../shelf.ts';
import { newProduct, newWarehouse } from '../stock.ts';

/** A company that buys: a supplier, two products that run low, and what the worker knows of them. */
export type Desk = {
  room: Room;
  company: Company;
  supplier: number;
  warehouse: number;
  kettle: number;
  filter: number;
};

export const PUBLIC_URL = 'https://stock.example';

type Options = { timeZone?: string; email?: string | null; leadDays?: number | null };

export async function openDesk(room: Room, options: Options = {}): Promise<Desk> {
  const { timeZone = 'UTC', email = 'sales@hario.example', leadDays = 9 } = options;
  const company = await room.company({ timeZone });
  await run(room, 'update companies set name = ? where id = ?', 'Fern & Kettle', company.id);
  const owner = {
    email: `owner${company.id}@fern.example`,
    name: 'Ann',
    role: 'owner',
    sends_invitation: false,
  };
  accepted(await company.rest('POST', '/members', owner));
  const supplier = accepted(
    await company.rest('POST', '/suppliers', {
      name: 'Hario Europe',
      contact_email: email,
      lead_time_days: leadDays,
    }),
  ).id;
  const warehouse = await newWarehouse(company, 'Main warehouse');
  const [kettle, filter] = [
    await newProduct(company, { name: 'Kettle', warehouse_id: warehouse, initial_quantity: 5 }),
    await newProduct(company, { name: 'Filter', warehouse_id: warehouse, initial_quantity: 5 }),
  ];
  for (const product of [kettle, filter])
    accepted(
      await company.rest('POST', '/terms', {
        supplier_id: supplier,
        product_id: product,
        unit_cost: '12.50',
        pack_size: 12,
        supplier_code: `HKP-${product}`,
      }),
    );
  const desk = { room, company, supplier, warehouse, kettle, filter };
  for (const product of [kettle, filter]) await know(desk, product);
  return desk;
}

/** What the worker would have computed just now. */
export async function know(
  { room, company, warehouse }: Desk,
  product: number,
  { confidence = 'high', ageMs = 0 }: { confidence?: string; ageMs?: number } = {},
): Promise<void> {
  await run(
    room,
    `update inventory set velocity = 2, velocity_computed_at = ? where company_id = ? and product_id = ?`,
    room.clock.now - ageMs,
    company.id,
    product,
  );
  await run(
    room,
    `insert into forecasts (company_id, product_id, warehouse_id, movement_id, computed_at, velocity, method, confidence, window_days,
      in_stock_days, plain_mean, reorder_point, order_up_to, suggested_raw, suggested_raised, suggested, incoming, lead_days, basis)
      values (?, ?, ?, 1, ?, 2, 'adaptive', ?, 90, 90, 2, 18, 50, 40, 40, 48, 0, 9, '{}')
      on conflict do update set confidence = excluded.confidence`,
    company.id,
    product,
    warehouse,
    room.clock.now - ageMs,
    confidence,
  );
}

type DraftOptions = { lines?: [product: number, quantity: number][]; origin?: string; releaseAt?: number };

/** A draft as the worker writes one: with its lines, their shortages, and a row that waits in the outbox. */
export async function draft(desk: Desk, options: DraftOptions = {}): Promise<number> {
  const { room, company, supplier, warehouse, kettle } = desk;
  const { lines = [[kettle, 48]], origin = 'automatic', releaseAt = room.clock.now } = options;
  const made = await run(
    room,
    `insert into orders (company_id, number, supplier_id, warehouse_id, origin, release_at, created_at)
      values (?, (select coalesce(max(number), 0) + 1 from orders where company_id = ?), ?, ?, ?, ?, ?) returning id`,
    company.id,
    company.id,
    supplier,
    warehouse,
    origin,
    releaseAt,
    room.clock.now,
  );
  const id = Number(made[0]?.id);
  for (const [product, quantity] of lines) {
    const [shortage] = await run(
      room,
      `insert into shortages (company_id, product_id, warehouse_id, opened_at, on_hand, threshold)
        values (?, ?, ?, ?, 5, 10) on conflict do update set threshold = 10 returning id`,
      company.id,
      product,
      warehouse,
      room.clock.now,
    );
    await run(
      room,
      `insert into order_lines (company_id, order_id, product_id, suggested, quantity, shortage_id, supplier_code, unit_cost, pack_size)
        values (?, ?, ?, ?, ?, ?, ?, 1250, 12)`,
      company.id,
      id,
      product,
      quantity,
      quantity,
      Number(shortage?.id),
      `HKP-${product}`,
    );
  }
  await run(room, "insert into due values (?, 'order', ?, ?, ?)", company.id, id, room.clock.now, releaseAt);
  return id;
}

/** Rows by name; writes go the same way. */
export async function run(
  { client }: Room,
  sql: string,
  ...args: (string | number | null)[]
): Promise<Json[]> {
  const [result] = await client.batch([{ sql, args }], 'write');
  return (result?.rows ?? []).map((row) => ({ ...row }));
}

export const orderRow = async ({ room }: Desk, id: number): Promise<Json> =>
  (await run(room, 'select * from orders where id = ?', id))[0];

export const lettersOf = ({ room, company }: Desk, kind = 'order'): Promise<Json[]> =>
  run(room, 'select * from letters where company_id = ? and kind = ? order by id', company.id, kind);

export const outboxOf = ({ room, company }: Desk): Promise<Json[]> =>
  run(room, 'select topic, subject_id, due_at from outbox where company_id = ? order by id', company.id);

const noMail: Mail = {
  send: () => Promise.reject(new Error('nothing is mailed here')),
  close: () => Promise.resolve(),
};

export const workIn = ({ room }: Pick<Desk, 'room'>, mail: Mail = noMail): Work => ({
  database: room.database,
  log: (line) => room.log.push(line),
  now: () => room.clock.now,
  mail,
  mailFrom: 'orders@stock.example',
  publicUrl: PUBLIC_URL,
});

export const release = (desk: Desk, id: number, work = workIn(desk)): Promise<void> =>
  order(work, { company: desk.company.id, order: id });

export const send = (desk: Desk, id: number, mail: Mail): Promise<void> =>
  letter(workIn(desk, mail), { company: desk.company.id, letter: id });

export const summarise = (desk: Desk): Promise<void> => digest(workIn(desk), { company: desk.company.id });

/** A draft whose letter is written and waits. */
export async function written(
  desk: Desk,
  options?: DraftOptions,
): Promise<{ order: number; letter: number }> {
  const order = await draft(desk, options);
  await release(desk, order);
  const [letter] = await run(desk.room, 'select id from letters where order_id = ?', order);
  expect(letter).toBeDefined();
  return { order, letter: Number(letter.id) };
}
