import { restAt } from '../test/journey/rest.ts';
import { openShop as openJourneyShop } from '../test/journey/shop.ts';
import { accepted } from '../test/shelf.ts';
import type { Place } from './place.ts';

/** Some goods that only one client moves, so that it can foretell each answer, or that all of them move. */
export type Goods = { products: number[]; supplier: number; bundle: number };
export type Shop = {
  warehouses: [number, number];
  /** Of each client. */
  own: Goods[];
  common: Goods;
};

const PRODUCTS_EACH = 3;

export async function openShop({ address, company }: Place, clients: number): Promise<Shop> {
  const rest = restAt(address, company.key);
  const suppliers = clients + 1;
  const { warehouse, products } = await openJourneyShop(rest, {
    products: PRODUCTS_EACH * suppliers,
    suppliers,
  });
  const always = { opens_at: '00:00', closes_at: '24:00', daily_cap: 1000 };
  accepted(await rest('PATCH', '/policy', always));
  const second = accepted(await rest('POST', '/warehouses', { name: 'Second warehouse', address: 'Leeds' }));
  const [common, ...own] = await Promise.all(
    Array.from({ length: suppliers }, async (_, index): Promise<Goods> => {
      const mine = products.filter((__, at) => at % suppliers === index);
      const [one, two] = mine;
      const { id } = accepted(
        await rest('POST', '/bundles', {
          name: `Set ${index}`,
          sku: `SET-${index}`,
          price: '50',
          components: [
            { product_id: one?.id, quantity: 2 },
            { product_id: two?.id, quantity: 1 },
          ],
        }),
      );
      return { products: mine.map(({ id }) => id), supplier: one?.supplier ?? 0, bundle: id };
    }),
  );
  if (!common) throw new Error('There is at least one supplier');
  return { warehouses: [warehouse, second.id], own, common };
}
