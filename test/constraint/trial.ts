import type { Client } from '@libsql/client';
import { catalogueRules } from './catalogue.ts';
import { companyRules } from './company.ts';
import { inventoryRules } from './inventory.ts';
import { letterRules } from './letter.ts';
import { movementRules } from './movement.ts';
import { orderRules } from './order.ts';
import { orderLineRules } from './order-line.ts';
import { policyRules } from './policy.ts';
import { receiptRules } from './receipt.ts';
import { recordRules } from './record.ts';
import type { Rule } from './rule.ts';
import type { Attempt } from './seed.ts';
import { sessionRules } from './session.ts';
import { shortageRules } from './shortage.ts';

export const allRules: Rule[] = [
  ...companyRules,
  ...catalogueRules,
  ...movementRules,
  ...inventoryRules,
  ...recordRules,
  ...policyRules,
  ...shortageRules,
  ...orderRules,
  ...orderLineRules,
  ...receiptRules,
  ...letterRules,
  ...sessionRules,
];

/** What the database says to an attempt; undefined if it lets it through. */
export async function refusalOf(client: Client, attempt: Attempt): Promise<Error | undefined> {
  try {
    await client.batch(attempt, 'write');
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Both transports put words of their own in front of the database's. */
export const endsWith = (message: string): RegExp => new RegExp(`(^|: )${message}$`);

/** Tries and takes back: throws what the database refuses. */
export async function rehearse(client: Client, attempt: Attempt): Promise<void> {
  const transaction = await client.transaction('write');
  try {
    for (const statement of attempt) await transaction.execute(statement);
  } finally {
    await transaction.rollback();
    transaction.close();
  }
}

export async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.execute(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'libsql_%' order by name",
  );
  return rows.map((row) => String(row[0]));
}
