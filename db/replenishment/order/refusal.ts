import { sql } from 'drizzle-orm';
import { json, jsonOne } from '../../answer.ts';
import { Fault, type FaultDetail, faultOf } from '../../fault.ts';
import { letters, orders } from '../../schema/index.ts';
import type { Scope } from '../../scope.ts';
import { type Command, query } from '../../statement.ts';
import { changed, foundBy, type Order, own } from './answer.ts';

/** One batch, whose last command changes the order unless its status refuses that. */
export async function step(scope: Scope, id: number, commands: Command[]): Promise<Order> {
  try {
    return await scope.write(commands, changed(foundBy(scope, id)), 'order_moved_on');
  } catch (error) {
    throw await refusalOf(scope, id, error);
  }
}

const standing = query<{ id: number }>()(
  (slot) =>
    sql<Standing>`select ${json({
      status: orders.status,
      letter: jsonOne(
        json({ status: letters.status }),
        sql`from ${letters} where ${letters.companyId} = ${orders.companyId} and ${letters.orderId} = ${orders.id}
        and ${letters.kind} = 'order'`,
      ),
    })} as answer from ${orders} where ${own(slot)}`,
);

/** Says where the order stands. Asked only after a refusal. */
export async function refusalOf(scope: Scope, id: number, error: unknown): Promise<Fault> {
  const fault = faultOf(error);
  if (fault.code !== 'order_moved_on') return fault;
  const [order] = await scope.all(standing({ id }));
  return order ? new Fault(fault.code, detailsOf(order), error) : new Fault('order_not_found', [], error);
}

type Standing = { status: string; letter: { status: string } | null };

function detailsOf({ status, letter }: Standing): FaultDetail[] {
  const code = 'order_moved_on';
  const details: FaultDetail[] = [{ field: 'status', message: `is ${status}`, code }];
  if (status === 'approved' && (letter?.status === 'sending' || letter?.status === 'uncertain'))
    details.push({ field: 'letter', message: `is ${letter.status}: it may have left already`, code });
  return details;
}
