import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { openLocal } from '../db/local.ts';
import { asker, startAll, steadily } from './all-in-one.ts';
import { type Bench, spread } from './measure.ts';
import { makeShelves } from './shelves.ts';

const PLACES = 40_000;
const PRODUCTS = PLACES / 4;
const PER_SECOND = 200;
/** One sale in so many takes its product to the threshold. */
const SHORT_EVERY = 40;

/** From the moment a sale is sent to the moment its letter is with the mail server: a real one, for real letters. */
export const saleToLetter: Bench = {
  name: 'sale-to-letter',
  about: `${PER_SECOND} sales a second over HTTP; one in ${SHORT_EVERY} makes a shortage, which orders from its supplier by mail`,
  seconds: 20,
  rounds: 2,
  bars: [
    bar('Sale → velocity written → letter handed to SMTP, under 200 sales/s', 'p50Ms', 1000),
    bar('The same, 99 of 100', 'p99Ms', 3000),
  ],
  async open() {
    const mail = await openMail();
    const shelves = await makeShelves({ places: PLACES, suppliers: PRODUCTS, low: 0 });
    const onHand = await calm(shelves.file);
    const program = await startAll(shelves.folder, { SMTP_URL: mail.url, MAIL_FROM: 'shop@example.com' });
    const ask = asker(program.address, shelves.apiKey);
    let shorts = 0;
    const nextShort = (): number => {
      shorts += 1;
      return shorts;
    };
    const round = async (ms: number) => {
      const soldAt = new Map<string, number>();
      const sales = await steadily(PER_SECOND, ms, async (count) => {
        const isShort = count % SHORT_EVERY === 0;
        const product = isShort ? nextShort() : PRODUCTS - ((count * 31) % (PRODUCTS / 2));
        const quantity = isShort ? (onHand.get(product) ?? 0) - 10 : 1;
        if (isShort) soldAt.set(`s${product}@example.com`, performance.now());
        const sale = { type: 'sale', product_id: product, warehouse_id: 1, quantity };
        const { status } = await ask('POST', '/movements', sale);
        if (status !== 201) throw new Error(`A sale was answered ${status}`);
      });
      for (const until = performance.now() + 10_000; performance.now() < until; await pause(50))
        if ([...soldAt.keys()].every((to) => mail.takenAt.has(to))) break;
      const times = [...soldAt].map(([to, at]) => (mail.takenAt.get(to) ?? Number.POSITIVE_INFINITY) - at);
      return { ...spread(times), letters: times.length, saleP99Ms: spread(sales).p99Ms };
    };
    return {
      cases: [{ name: 'to the letter', round }],
      async close() {
        await program.stop();
        mail.close();
        shelves.remove();
      },
    };
  },
};

function bar(what: string, figure: string, atMost: number) {
  return {
    what,
    measuredAs: 'from sending the sale to the end of the letter’s data at a mail server',
    unit: 'ms' as const,
    atMost,
    figure: (of: (name: string, figure: string) => number) => of('to the letter', figure),
  };
}

/** Computed as of tonight, with orders that do not wait for more lines; what each product has in the first warehouse. */
async function calm(file: string): Promise<Map<number, number>> {
  const client = openLocal({ file });
  await client.execute('update policies set collecting_seconds = 0, daily_cap = 1000');
  await client.execute(`update companies set swept_day = ${Math.floor(Date.now() / 86_400_000)}`);
  await client.execute('delete from dirty');
  const { rows } = await client.execute('select product_id, on_hand from inventory where warehouse_id = 1');
  client.close();
  return new Map(rows.map((row) => [Number(row[0]), Number(row[1])]));
}

async function openMail() {
  const takenAt = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, { envelope }, done) {
      stream.resume();
      stream.on('end', () => {
        for (const { address } of envelope.rcptTo) takenAt.set(address, performance.now());
        done();
      });
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { takenAt, url: `smtp://127.0.0.1:${port}`, close: () => server.close() };
}
