import { createBundle } from '../../db/catalogue/bundle.ts';
import { createProduct } from '../../db/catalogue/product.ts';
import { createSupplier } from '../../db/catalogue/supplier.ts';
import { createTerms, type NewTerms } from '../../db/catalogue/terms.ts';
import { createProductType } from '../../db/catalogue/type.ts';
import { createWarehouse } from '../../db/catalogue/warehouse.ts';
import type { Scope } from '../../db/scope.ts';
import { type Article, articles, lines } from './assortment.ts';
import { type Demand, demandLike } from './demand.ts';
import { gifts, suppliers, warehouses } from './partners.ts';
import { inPortions } from './portion.ts';
import type { Random } from './random.ts';
import type { Bundle, Supply } from './shop.ts';

/** A product of the demo company with what its history needs to know. */
export type Good = Article & {
  productId: number;
  demand: Demand;
  threshold: number;
  supply: Supply;
};

export type Catalogue = { warehouseIds: number[]; goods: Good[]; bundles: Bundle[]; terms: number };

export async function writeCatalogue(scope: Scope, random: Random): Promise<Catalogue> {
  const opened = await Promise.all(
    warehouses.map(({ name, address }) => createWarehouse(scope, { name, address })),
  );
  await Promise.all(
    lines.map(({ productType, lowStockThreshold }) =>
      createProductType(scope, { name: productType, lowStockThreshold }),
    ),
  );
  const listed = await listProducts(scope, random);
  const { goods, terms } = await agreeTerms(scope, random, listed);
  return {
    warehouseIds: opened.map(({ id }) => id),
    goods,
    bundles: await putTogether(scope, goods),
    terms,
  };
}

type Listed = Omit<Good, 'supply'>;

const OWN_THRESHOLD_SHARE = 0.15;

function listProducts(scope: Scope, random: Random): Promise<Listed[]> {
  const drawn = articles().map((article) => {
    const demand = demandLike(random, article.unitsPerDay);
    const own = random.chance(OWN_THRESHOLD_SHARE) ? 4 + Math.ceil(4 * demand.unitsPerDay) : null;
    return { article, demand, own };
  });
  return inPortions(drawn, async ({ article, demand, own }) => {
    const { id } = await createProduct(scope, {
      sku: skuIn(scope, article.sku),
      name: article.name,
      price: article.pricePence,
      productType: article.productType,
      lowStockThreshold: own,
      description: null,
      isActive: true,
      supplierId: null,
      warehouseId: null,
      initialQuantity: null,
    });
    return { ...article, productId: id, demand, threshold: own ?? ofType(article.productType) };
  });
}

const ofType = (name: string): number =>
  lines.find(({ productType }) => productType === name)?.lowStockThreshold ?? 0;

/** Where SKUs are unique in the whole deployment, a second demo company must not want the same ones. */
const skuIn = (scope: Scope, sku: string): string => (scope.skuScope === 0 ? `${sku}-${scope.company}` : sku);

const WITHOUT_SUPPLIER = 7;
const SECOND_SUPPLIER_SHARE = 0.5;
const LEAD_DAYS = 14;

async function agreeTerms(scope: Scope, random: Random, listed: Listed[]) {
  const known = await Promise.all(
    suppliers.map(async ({ name, contactEmail, leadTimeDays, ...bought }) => {
      const { id } = await createSupplier(scope, { name, contactEmail, leadTimeDays });
      return { id, leadTimeDays, ...bought };
    }),
  );
  const orphans = new Set(random.some(listed, WITHOUT_SUPPLIER));
  const offers: NewTerms[] = [];
  const goods = listed.map((good): Good => {
    if (orphans.has(good)) return { ...good, supply: { by: 'nobody' } };
    const first = known.find((supplier) => supplier.first.includes(good.productType));
    const second = known.find((supplier) => supplier.second.includes(good.productType));
    if (!first) return { ...good, supply: { by: 'nobody' } };
    const offer = offerOf(random, good, first, true);
    offers.push(offer);
    if (second && random.chance(SECOND_SUPPLIER_SHARE)) offers.push(offerOf(random, good, second, false));
    const leadDays = offer.leadTimeDays ?? first.leadTimeDays ?? LEAD_DAYS;
    const { minimumQuantity: minimum, packSize } = offer;
    return { ...good, supply: { by: 'supplier', leadDays, minimum, packSize } };
  });
  await inPortions(offers, (offer) => createTerms(scope, offer));
  return { goods, terms: offers.length };
}

function offerOf(
  random: Random,
  { productId, pricePence, packSize }: Listed,
  supplier: { id: number; code: string; leadTimeDays: number | null },
  isPrimary: boolean,
): NewTerms {
  return {
    supplierId: supplier.id,
    productId,
    isPrimary,
    supplierCode: `${supplier.code}-${random.whole(1000, 9999)}`,
    unitCost: Math.round(pricePence * random.between(0.42, isPrimary ? 0.54 : 0.6)),
    minimumQuantity: random.pick([1, packSize, packSize, 2 * packSize]),
    packSize: isPrimary ? packSize : random.pick([1, packSize]),
    leadTimeDays: supplier.leadTimeDays === null || random.chance(0.1) ? random.whole(5, 20) : null,
  };
}

function putTogether(scope: Scope, goods: Good[]): Promise<Bundle[]> {
  const partOf = ([sku, quantity]: [string, number]) => {
    const good = goods.find((good) => good.sku === sku);
    if (!good) throw new Error(`No article has the SKU ${sku}`);
    return { productId: good.productId, quantity };
  };
  return Promise.all(
    gifts.map(async ({ sku, name, pricePence, parts }) => {
      const components = parts.map(partOf);
      const { id } = await createBundle(scope, {
        sku: skuIn(scope, sku),
        name,
        price: pricePence,
        description: null,
        isActive: true,
        components,
      });
      return { bundleId: id, parts: components };
    }),
  );
}
