import { failedLetter } from '../order/failed-letter.ts';
import { type Answer, openRoom } from '../room.ts';
import { stocked } from '../stock.ts';
import { newOrder } from './replenishment.ts';

/** How letters refuse. */

const room = openRoom();

/** Only the worker writes letters, so the database is asked in its stead. */
async function sentTwice(): Promise<Answer> {
  const shelf = await stocked(room, 1);
  const order = await newOrder(shelf);
  await shelf.company.rest('POST', `${order}/approve`);
  const letter = await failedLetter(room.client, Number(order.split('/').at(-1)));
  await shelf.company.rest('POST', `/letters/${letter}/mark-sent`);
  return shelf.company.rest('POST', `/letters/${letter}/resend`);
}

export const letters = { letter_moved_on: { status: 409, by: sentTwice } };
