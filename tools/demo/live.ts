import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../api/router.ts';

type Api = TRPCClient<AppRouter>;
type Shelf = inferRouterOutputs<AppRouter>['ledger']['inventory']['get'] & { threshold: number };
type Order = inferRouterOutputs<AppRouter>['replenishment']['order']['get'];

type Options = { address: string; apiKey: string; say: (line: string) => void };

const SALES = 20;
const STORIES = 2;
const PAUSE_MS = 200;
const PATIENCE_MS = 60_000;

/** A day of sales through the API, as tills would record them, and what becomes of it, told as it happens. */
export async function liveDay({ address, apiKey, say }: Options): Promise<void> {
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${address}/trpc`, headers: { authorization: `Bearer ${apiKey}` } })],
  });
  const written = await firstLetters(api);
  say(`What was low this morning has been ordered: ${written} letters to suppliers are written.`);
  const shelves = await shelvesOf(api);
  const stories = await nearThreshold(api, shelves);
  const others = shelves.filter(
    ({ onHand, threshold, velocityPerDay }) => velocityPerDay > 0.5 && onHand > threshold + 20,
  );
  say('');
  say('A day at the tills. Each line is a sale recorded through the API:');
  for (let sale = 0; sale < SALES; sale += 1) {
    const story = sale % 5 === 4 ? stories[Math.floor(sale / 10)] : undefined;
    const shelf = story ?? others[(sale * 37) % others.length];
    if (!shelf) continue;
    const toThreshold = shelf.onHand - shelf.threshold;
    const units = story ? (sale % 10 === 9 ? toThreshold : Math.ceil(toThreshold / 2)) : 1 + (sale % 3);
    await sell(api, shelf, units, say);
    if (story && shelf.onHand <= shelf.threshold) await tellWhatFollows(api, shelf, say);
    await pause(PAUSE_MS);
  }
}

async function sell(api: Api, shelf: Shelf, quantity: number, say: Options['say']): Promise<void> {
  const { productId, warehouseId } = shelf;
  const sold = await api.ledger.movement.record.mutate({ type: 'sale', productId, warehouseId, quantity });
  shelf.onHand = sold.onHand;
  const what = `${String(quantity).padStart(3)} × ${shelf.productName}`.slice(0, 44).padEnd(44);
  const low = sold.onHand <= shelf.threshold ? `  LOW, at its threshold of ${shelf.threshold}` : '';
  say(`  ${shelf.warehouseName.padEnd(12)} ${what} ${String(sold.onHand).padStart(4)} left${low}`);
}

/** From the sale to the letter, in the order in which it happens. */
async function tellWhatFollows(api: Api, shelf: Shelf, say: Options['say']): Promise<void> {
  const soldAt = performance.now();
  const alert = await alertOf(api, shelf);
  say(
    `    alert   ${days(alert.daysUntilStockout)} left at ${alert.velocityPerDay.toFixed(1)} a day, confidence ${alert.confidence}`,
  );
  const order = await until(() => orderOf(api, shelf));
  say(`    order   ${order.number} to ${order.supplier.name}`);
  for (const line of order.lines)
    say(`            ${line.quantity} × ${line.productName}: ${because(line.reason ?? {})}`);
  const letter = await until(async () => {
    const { items } = await api.replenishment.letter.list.query({ orderId: order.id });
    return items.find(({ status }) => status === 'sent');
  });
  const seconds = ((performance.now() - soldAt) / 1000).toFixed(1);
  say(`    letter  to ${letter.toAddress}, ${seconds} s after the sale: ${letter.response}`);
  const { text } = await api.replenishment.letter.get.query({ letterId: letter.id });
  for (const line of ['', ...text.trimEnd().split('\n'), '']) say(`      │ ${line}`.trimEnd());
}

const alertOf = (api: Api, shelf: Shelf) =>
  until(async () => {
    const { id: companyId } = await api.company.get.query();
    const asked = { companyId, warehouseId: shelf.warehouseId };
    const { alerts } = await api.replenishment.lowStock.query(asked);
    return alerts.find(({ productId, episodeStatus }) => productId === shelf.productId && episodeStatus);
  });

/** The order that left for this shelf. */
async function orderOf(api: Api, { productId, warehouseId }: Shelf): Promise<Order | undefined> {
  const { items } = await api.replenishment.order.list.query({ warehouseId, limit: 20 });
  for (const { id, status } of items) {
    if (status === 'draft') continue;
    const order = await api.replenishment.order.get.query({ orderId: id });
    if (order.lines.some((line) => line.productId === productId)) return order;
  }
  return undefined;
}

/** The figures of a suggestion, as a sentence. */
function because(reason: Record<string, unknown>): string {
  const number = (name: string): number => Number(reason[name] ?? 0);
  return [
    `${number('velocity').toFixed(1)} a day sell and delivery takes ${days(number('leadDays'))},`,
    `so it is ordered at ${number('reorderPoint')}, up to ${Math.ceil(number('orderUpTo'))};`,
    `${number('onHand')} are here, ${number('incoming')} on their way, in packs of ${number('packSize')}`,
  ].join(' ');
}

/** Orders go out at once, and those that waited for it first. Answers how many letters there are. */
async function firstLetters(api: Api): Promise<number> {
  await api.replenishment.policy.update.mutate({ collectingSeconds: 0 });
  await until(async () => {
    const drafts = await api.replenishment.order.list.query({ status: ['draft'], isHeld: false, limit: 1 });
    const queued = await api.replenishment.letter.list.query({ status: 'queued', limit: 1 });
    return drafts.items.length + queued.items.length === 0 ? true : undefined;
  });
  return (await api.replenishment.letter.list.query({ limit: 1000 })).items.length;
}

async function shelvesOf(api: Api): Promise<Shelf[]> {
  const { items } = await api.ledger.inventory.list.query({ limit: 1000 });
  return items.flatMap((place) =>
    place.threshold === null ? [] : [{ ...place, threshold: place.threshold }],
  );
}

/** Shelves that sell well, are not low yet, and whose supplier can be written to. */
async function nearThreshold(api: Api, shelves: Shelf[]): Promise<Shelf[]> {
  const candidates = shelves
    .filter(({ onHand, threshold, velocityPerDay }) => velocityPerDay > 0.8 && onHand > threshold + 3)
    .sort((one, other) => other.velocityPerDay - one.velocityPerDay);
  const chosen: Shelf[] = [];
  for (const shelf of candidates) {
    if (chosen.length === STORIES) break;
    if (chosen.some(({ productId }) => productId === shelf.productId)) continue;
    const offers = await api.catalogue.terms.list.query({ productId: shelf.productId, isActive: true });
    const primary = offers.items.find(({ isPrimary }) => isPrimary);
    if (!primary || (await orderOf(api, shelf))) continue;
    const { contactEmail } = await api.catalogue.supplier.get.query({ supplierId: primary.supplierId });
    if (contactEmail) chosen.push(shelf);
  }
  return chosen;
}

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (const startedAt = performance.now(); performance.now() - startedAt < PATIENCE_MS; ) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(50);
  }
  throw new Error("The worker took too long; the worker's /healthz says why");
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
