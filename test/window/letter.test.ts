import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { play, type Script } from '../mail/script.ts';
import type { Json } from '../room.ts';
import { inWindow, OWNER, type WindowRoom } from './room.ts';

/** What the mail server does is decided as the journey goes on. */
const script: Script = {};
const office = await play(script);
afterAll(office.close);

function becomes(next: Script): void {
  for (const stage of Object.keys(script)) Reflect.deleteProperty(script, stage);
  Object.assign(script, next);
  // Who is connected still hears what was so before.
  for (const socket of office.sockets) socket.destroy();
}

const addressed = (address: string): number =>
  office.heard.filter((line) => line === `RCPT TO:<${address}>`).length;

inWindow(
  'a letter that does not simply arrive',
  (room) => {
    test('refused: the reason is told, and with another address it goes out', async () => {
      becomes({ RCPT: '550 5.1.1 no such mailbox' });
      const page = await approved(room(), { name: 'Wrong & Sons', contact_email: 'odrers@wrong.example' });
      await page
        .getByRole('heading', { name: 'The letter was refused, so nobody has the order yet' })
        .waitFor();
      await page.getByText('550 5.1.1 no such mailbox').first().waitFor();
      becomes({});
      await page.getByRole('button', { name: 'Correct the address' }).click();
      await page.getByRole('dialog').getByLabel('E-mail address').fill('orders@wrong.example');
      await page.getByRole('dialog').getByRole('button', { name: 'Save and send' }).click();
      await page.getByRole('heading', { name: 'Sent; Wrong & Sons has not answered yet' }).waitFor();
      expect(addressed('orders@wrong.example')).toBe(1);
    });

    test('nobody knows whether it came: it is never sent again by itself, and a person says that it arrived', async () => {
      becomes({ end: 'close' });
      const email = 'orders@unsure.example';
      const page = await approved(room(), { name: 'Unsure Ltd', contact_email: email });
      await page.getByRole('heading', { name: 'The letter may have arrived, or not' }).waitFor();
      becomes({});
      await page.getByRole('button', { name: 'It arrived' }).click();
      await page.getByRole('heading', { name: 'Sent; Unsure Ltd has not answered yet' }).waitFor();
      expect(addressed(email)).toBe(1);
    });

    test('nobody knows whether it came: it did not, and a person sends it again', async () => {
      becomes({ end: 'close' });
      const email = 'orders@lost.example';
      const page = await approved(room(), { name: 'Lost Ltd', contact_email: email });
      await page.getByRole('heading', { name: 'The letter may have arrived, or not' }).waitFor();
      becomes({});
      await page.getByRole('button', { name: 'Send it again' }).click();
      await page.getByRole('dialog').getByText('Lost Ltd has it twice').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Send it again' }).click();
      await page.getByRole('heading', { name: 'Sent; Lost Ltd has not answered yet' }).waitFor();
      expect(addressed(email)).toBe(2);
    });
  },
  { SMTP_URL: office.url, MAIL_FROM: 'stock@fern.example' },
);

/** An order to this supplier, read and sent by a person who waits for what comes of it. */
async function approved({ api, visit }: WindowRoom, supplier: Json): Promise<Page> {
  const { id: supplier_id } = await api('POST', '/suppliers', { lead_time_days: 5, ...supplier });
  const lines = [{ product_id: 3, quantity: 12 }];
  const { id } = await api('POST', '/orders', { supplier_id, warehouse_id: 1, lines });
  const page = await visit(OWNER, { path: `/orders/${id}` });
  await page.getByRole('button', { name: 'Read and send' }).click();
  await page.getByRole('button', { name: 'Send now' }).click();
  return page;
}
