import { expect } from 'vitest';
import { mailTo, openOffice } from '../mail/office.ts';
import type { Room } from '../room.ts';
import { DAY } from '../shelf.ts';
import { type Desk, openDesk, run, send, written } from './desk.ts';

/** A supplier with a browser and the link that came in the letter. */
export function supplierOf(room: Room) {
  const get = (path: string) => room.fetch(path);

  const post = (path: string, fields: Record<string, string>) =>
    room.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });

  const inDays = (days: number): string => iso(room.clock.now + days * DAY);
  const confirm = { answer: 'confirm', day: inDays(5), reference: 'HE-2231' };

  /** The link as it stands in the letter. */
  async function linkOf(desk: Desk, letter: number): Promise<string> {
    const [{ text }] = await run(desk.room, 'select text from letters where id = ?', letter);
    const [, path = ''] = /https:\/\/stock\.example(\/answer\/\S+)/.exec(text) ?? [];
    expect(path).not.toBe('');
    return path;
  }

  async function sentOrder(options?: Parameters<typeof openDesk>[1]) {
    const desk = await openDesk(room, options);
    const office = await openOffice();
    const { order, letter } = await written(desk);
    await send(desk, letter, mailTo(office.url));
    return { desk, order, letter, link: await linkOf(desk, letter) };
  }

  return { get, post, linkOf, sentOrder, inDays, confirm };
}

export const iso = (at: number): string => new Date(at).toISOString().slice(0, 10);
