import type { Client } from '@libsql/client';

/** The letter of an approved order, as the worker leaves it when the mail server refused it for good. */
export async function failedLetter(client: Client, order: number, word = 'Leaf'): Promise<number> {
  const results = await client.batch(
    [
      {
        sql: `insert into letters (company_id, kind, order_id, to_name, to_address, subject, text, html, created_at)
          select company_id, 'order', id, ?, ?, ?, ?, ?, created_at from orders where id = ? returning id`,
        args: [
          `${word} name`,
          `${word}@b.example`,
          `${word} subject`,
          `${word} text`,
          `<p>${word}</p>`,
          order,
        ],
      },
      {
        sql: `update letters set status = 'failed', attempts = 1, error = ? where order_id = ? and kind = 'order'`,
        args: [`550 ${word} is unknown`, order],
      },
      { sql: `update orders set held_by = 'mail_failed' where id = ?`, args: [order] },
    ],
    'write',
  );
  return Number(results[0]?.rows[0]?.id);
}
