import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Json } from '../test/room.ts';
import { type Random, randomFrom } from '../tools/demo/random.ts';
import { apply, doubt, isOwn, type Model, placeOf } from './model.ts';
import { draw } from './operation.ts';
import { Book, type Change, type Intent } from './record.ts';

type Options = {
  name: string;
  seed: number;
  address: string;
  apiKey: string;
  model: Model;
  bookFile: string;
  /** The control that must be caught: another key with every try. */
  forgetsKeys: boolean;
};

/** What happened to it on the way. */
export type Tally = { tries: number; unclear: number; unavailable: number; slowestMs: number };

/** People lose their patience sooner or later. */
const PATIENCE_MS: [number, number] = [1500, 12_000];
const GIVES_UP = 0.2;

/** One who writes down what it wants, asks until the answer is clear, and remembers what it was told. */
export class ShopClient {
  readonly #options: Options;
  /** What was answered otherwise than it may be. */
  readonly surprises: string[] = [];
  readonly tally: Tally = { tries: 0, unclear: 0, unavailable: 0, slowestMs: 0 };
  book: Book;
  #life = new AbortController();
  #drawn = 0;
  #hasLeft = false;
  #patienceMs = PATIENCE_MS[1];

  constructor(options: Options) {
    this.#options = options;
    this.book = new Book(options.bookFile);
  }

  /** Forgets what it was about to do; its book has it. */
  die(): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.book = new Book(this.#options.bookFile);
  }

  /** For good, whatever it still waits for. */
  leave(): void {
    this.#hasLeft = true;
    this.#life.abort();
  }

  async run(isOver: () => boolean): Promise<void> {
    while (!this.#hasLeft && (!isOver() || this.book.open)) {
      const { signal } = this.#life;
      try {
        const resumed = this.book.open;
        const intent = resumed ?? (await this.#next(signal));
        if (intent) await this.#carryOut(intent, signal, resumed !== undefined);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  }

  /** The n-th thing that it does depends on the seed, its name and n, and on what it then knows. */
  async #next(signal: AbortSignal): Promise<Intent | null> {
    const { seed, name, model } = this.#options;
    this.#drawn += 1;
    const random = randomFrom(seedOf(seed, name, this.#drawn));
    this.#patienceMs = random.whole(...PATIENCE_MS);
    await pause(random.between(5, 60), undefined, { signal });
    const key = `chaos-${seed}-${name}-${String(this.#drawn).padStart(6, '0')}`;
    const intent = random.chance(0.12)
      ? await this.#receiveOrder(random, key, signal)
      : draw(random, model, key);
    if (intent) this.book.note({ intent });
    return intent;
  }

  /** Unclear from the start: it was asked for in a former life. */
  async #carryOut(intent: Intent, signal: AbortSignal, isResumed: boolean): Promise<void> {
    const random = randomFrom(seedOf(this.#options.seed, intent.key, 0));
    for (let attempt = 1, isUnclear = isResumed; ; attempt += 1) {
      const answer = await this.#ask(intent, attempt, signal);
      if (answer !== null && answer.status < 300) return this.#isDone(intent, answer);
      if (answer !== null && answer.status < 500) return this.#isRefused(intent, answer, isUnclear);
      if (answer === null || !isNothingRecorded(answer)) {
        isUnclear = true;
        this.tally.unclear += 1;
      } else {
        this.tally.unavailable += 1;
        if (!isUnclear && random.chance(GIVES_UP)) return this.#givesUp(intent, answer);
      }
      await pause(random.between(20, 300), undefined, { signal });
    }
  }

  /** Null: no answer. */
  async #ask(intent: Intent, attempt: number, signal: AbortSignal): Promise<Answer | null> {
    this.tally.tries += 1;
    const key = this.#options.forgetsKeys && attempt > 1 ? `${intent.key}-${attempt}` : intent.key;
    const answer = await this.#send(intent.method, intent.path, signal, { body: intent.body, key });
    if (answer && answer.status >= 500) {
      const isExpected = answer.status === 503 && /^(unavailable|outcome_unknown)$/.test(answer.body.code);
      if (!isExpected || !answer.headers.get('retry-after'))
        this.surprises.push(`${intent.key}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  }

  async #send(
    method: string,
    path: string,
    signal: AbortSignal,
    { body, key }: { body?: object; key?: string } = {},
  ): Promise<Answer | null> {
    const { address, apiKey } = this.#options;
    const begun = performance.now();
    try {
      const answer = await fetch(`${address}/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body && { 'content-type': 'application/json' }),
          ...(key && { 'idempotency-key': key }),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.#patienceMs)]),
      });
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    } catch (error) {
      if (signal.aborted || !isNoAnswer(error)) throw error;
      return null;
    } finally {
      this.tally.slowestMs = Math.max(this.tally.slowestMs, performance.now() - begun);
    }
  }

  #isDone(intent: Intent, { body }: Answer): void {
    const { key, allowed, kind } = intent;
    const { model } = this.#options;
    const changes = intent.changes ?? changesOf(intent, body);
    if (allowed === false) this.surprises.push(`${key}: a ${kind} was taken that the stock did not allow`);
    apply(model, changes);
    this.#compareStock(intent, body, changes);
    learn(model, intent, body);
    const order = intent.path === '/orders' ? { order: Number(body.id) } : {};
    this.book.note({ outcome: { key, became: 'done', changes, ...order } });
  }

  #compareStock({ key, path }: Intent, body: Json, [change]: Change[]): void {
    const { model } = this.#options;
    if (path !== '/movements' || !change || !isOwn(model, change) || model.unsure.has(placeOf(change)))
      return;
    const kept = model.stock.get(placeOf(change));
    if (kept !== body.on_hand) this.surprises.push(`${key}: ${body.on_hand} on hand, not ${kept}`);
  }

  #isRefused(intent: Intent, { status, body }: Answer, isUnclear: boolean): void {
    const { key, kind, allowed, changes } = intent;
    if (status !== 409 || allowed === true)
      this.surprises.push(`${key}: a ${kind} was refused: ${status} ${JSON.stringify(body)}`);
    if (isUnclear) doubt(this.#options.model, changes);
    this.book.note({
      outcome: { key, became: isUnclear ? 'late' : 'refused', changes: changes ?? [], code: body.code },
    });
  }

  /** It was told that nothing was recorded. */
  #givesUp({ key, changes }: Intent, { body }: Answer): void {
    this.book.note({ outcome: { key, became: 'refused', changes: changes ?? [], code: body.code } });
  }

  async #receiveOrder(random: Random, key: string, signal: AbortSignal): Promise<Intent | null> {
    const { own, shop } = this.#options.model;
    const { supplier } = random.chance(0.7) ? own : shop.common;
    const found = await this.#send('GET', `/orders?supplier_id=${supplier}&status=sent`, signal);
    const sent: { id: number }[] = found?.status === 200 ? found.body.items : [];
    if (sent.length === 0) return null;
    const order = await this.#send('GET', `/orders/${random.pick(sent).id}`, signal);
    if (order?.status !== 200) return null;
    const { id, warehouse, lines } = order.body;
    const coming = lines.filter(({ outstanding }: Json) => outstanding > 0);
    if (coming.length === 0) return null;
    const received = coming.map(({ product_id, outstanding }: Json) => ({
      product_id,
      quantity: random.chance(0.3) ? random.whole(1, outstanding) : outstanding,
    }));
    return {
      key,
      kind: 'receipt of an order',
      method: 'POST',
      path: `/orders/${id}/receipts`,
      body: { lines: received, reference: key },
      changes: received.map(({ product_id, quantity }: Json) => ({
        product: product_id,
        warehouse: warehouse.id,
        change: quantity,
      })),
    };
  }
}

/** The line broke, nobody was there, it took too long, or half of an answer came. */
const isNoAnswer = (error: unknown): boolean =>
  error instanceof Error && /^(TypeError|TimeoutError|AbortError|SyntaxError)$/.test(error.name);

const isNothingRecorded = ({ status, body }: Answer): boolean =>
  status === 503 && body.code === 'unavailable';

/** What only the answer tells. */
function changesOf({ body: asked, path }: Intent, body: Json): Change[] {
  const { lines, warehouse_id }: Json = asked;
  if (path === '/counts')
    return body.lines.flatMap(({ product_id, difference }: Json) =>
      difference === 0 ? [] : [{ product: product_id, warehouse: warehouse_id, change: difference }],
    );
  return body.results.flatMap(({ line, code }: Json) => {
    const { product_id, warehouse_id, type, quantity } = lines[line];
    const change = type === 'sale' ? -quantity : quantity;
    return code === null ? [{ product: product_id, warehouse: warehouse_id, change }] : [];
  });
}

function learn(model: Model, { kind, path, changes }: Intent, body: Json): void {
  const [change] = changes ?? [];
  if (path === '/orders') model.drafts.push(body.id);
  if (!change) return;
  if (path === '/movements' && kind !== 'return') model.moved.push({ id: body.id, type: kind, change });
  if (kind === 'sale') model.sales.push({ id: body.id, product: change.product, quantity: -change.change });
  if (kind === 'dispatch')
    model.transfers.push({
      id: body.id,
      from: body.from_warehouse_id,
      to: body.to_warehouse_id,
      product: change.product,
      left: -change.change,
    });
  const transfer = model.transfers.find(({ id }) => path.startsWith(`/transfers/${id}/`));
  if (transfer) transfer.left -= change.change;
}

/** The same for the same words, and far apart for others (FNV-1a). */
function seedOf(...parts: (number | string)[]): number {
  let hash = 2_166_136_261;
  for (const byte of Buffer.from(parts.join(' '))) hash = Math.imul(hash ^ byte, 16_777_619);
  return hash >>> 0;
}
