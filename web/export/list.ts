import { client, type Input, type Output } from '../client.ts';
import { type Cell, csvRow, csvStart } from '../csv/write.ts';
import type { Kind } from '../import/kind.ts';
import { kinds } from '../import/kind.ts';
import { exportRow, exportStart } from '../import/write.ts';

/** A list as a file: its first row, and then page by page. */
export type Source = {
  start: string;
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>;
};
type Page = { rows: string[]; nextCursor: string | null };

type Read<Item> = (
  place: { limit: number; cursor?: string },
  options: { signal: AbortSignal },
) => Promise<{ items: Item[]; nextCursor: string | null }>;

/** As many as the API gives at once. */
const PAGE = 1000;

function sourceOf<Item>(start: string, row: (item: Item) => string, read: Read<Item>): Source {
  return {
    start,
    page: async (cursor, signal) => {
      const { items, nextCursor } = await read(
        { limit: PAGE, ...(cursor !== undefined && { cursor }) },
        { signal },
      );
      return { rows: items.map(row), nextCursor };
    },
  };
}

/** What an import reads as well. */
const imported = <Line, Item>(kind: Kind<Line, Item>, read: Read<Item>): Source =>
  sourceOf(exportStart(kind), (item: Item) => exportRow(kind, item), read);

type Columns<Item> = Record<string, (item: Item) => Cell>;

const told = <Item>(columns: Columns<Item>, read: Read<Item>): Source =>
  sourceOf(
    csvStart(Object.keys(columns)),
    (item: Item) => csvRow(Object.values(columns).map((write) => write(item))),
    read,
  );

type Warehouse = Output['catalogue']['warehouse']['list']['items'][number];
type ProductType = Output['catalogue']['productType']['list']['items'][number];
type Bundle = Output['catalogue']['bundle']['list']['items'][number];
type Shelf = Output['ledger']['inventory']['list']['items'][number];
type Alert = Output['replenishment']['lowStock']['alerts'][number];
type Order = Output['replenishment']['order']['list']['items'][number];
type Letter = Output['replenishment']['letter']['list']['items'][number];
type Act = Output['company']['activity']['items'][number];

const warehouses: Columns<Warehouse> = {
  Name: ({ name }) => name,
  Address: ({ address }) => address,
  Active: ({ isActive }) => isActive,
};

const types: Columns<ProductType> = {
  Name: ({ name }) => name,
  'Low at': ({ lowStockThreshold }) => lowStockThreshold,
  Active: ({ isActive }) => isActive,
};

const bundles: Columns<Bundle> = {
  SKU: ({ sku }) => sku,
  Name: ({ name }) => name,
  Price: ({ price }) => price,
  'Made of': ({ components }) => components.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', '),
  Description: ({ description }) => description,
  Active: ({ isActive }) => isActive,
};

const inventory: Columns<Shelf> = {
  SKU: ({ sku }) => sku,
  Product: ({ productName }) => productName,
  Warehouse: ({ warehouseName }) => warehouseName,
  'On hand': ({ onHand }) => onHand,
  'In transit': ({ inTransit }) => inTransit,
  'Low at': ({ threshold }) => threshold,
  'Sells a day': ({ velocityPerDay }) => velocityPerDay,
  'Days left': ({ daysUntilStockout }) => daysUntilStockout,
};

const alerts: Columns<Alert> = {
  SKU: ({ sku }) => sku,
  Product: ({ productName }) => productName,
  Warehouse: ({ warehouseName }) => warehouseName,
  'On hand': ({ currentStock }) => currentStock,
  'Low at': ({ threshold }) => threshold,
  'Sells a day': ({ velocityPerDay }) => velocityPerDay,
  'Days left': ({ daysUntilStockout }) => daysUntilStockout,
  Supplier: ({ supplier }) => supplier?.name ?? null,
  'Lead days': ({ leadDays }) => leadDays,
  Coming: ({ incomingQuantity }) => incomingQuantity,
  'Next arrival': ({ nextArrival }) => nextArrival,
  Suggested: ({ suggestedQuantity }) => suggestedQuantity,
  State: ({ episodeStatus }) => episodeStatus,
};

const orders: Columns<Order> = {
  Order: ({ number }) => number,
  State: ({ status }) => status,
  Supplier: ({ supplier }) => supplier.name,
  Warehouse: ({ warehouse }) => warehouse.name,
  Lines: ({ lineCount }) => lineCount,
  Cost: ({ totalCost }) => totalCost,
  'Drafted by': ({ origin }) => origin,
  Created: ({ createdAt }) => createdAt,
  Sent: ({ sentAt }) => sentAt,
  Expected: ({ expectedDay }) => expectedDay,
  'Days late': ({ daysLate }) => daysLate,
  'Their number': ({ reference }) => reference,
  Closed: ({ closedAt }) => closedAt,
  Note: ({ note }) => note,
};

const letters: Columns<Letter> = {
  Kind: ({ kind }) => kind,
  To: ({ toName }) => toName,
  Address: ({ toAddress }) => toAddress,
  Subject: ({ subject }) => subject,
  State: ({ status }) => status,
  Written: ({ createdAt }) => createdAt,
  Sent: ({ sentAt }) => sentAt,
  Problem: ({ error }) => error,
};

const activity: Columns<Act> = {
  When: ({ at }) => at,
  Who: ({ actorName, actor }) => actorName ?? actor,
  What: ({ kind, deed }) => `${kind} ${deed}`,
  Which: ({ subjectId }) => subjectId,
  Said: ({ summary }) => summary,
};

const { catalogue, ledger, replenishment, company } = client;

/** What the page of a list is narrowed to. */
type Narrowed<In> = Partial<Omit<Exclude<In, void>, 'limit' | 'cursor'>>;

type Catalogue = Input['catalogue'];
type Replenishment = Input['replenishment'];
type ShownAlerts = Narrowed<Replenishment['lowStock']> & { keep?: (alert: Alert) => boolean };

/** Every list, by the name of its file; as narrowed as it is told to be. */
export const sources = {
  products: (filter: Narrowed<Catalogue['product']['list']> = {}) =>
    imported(kinds.products, (place, options) =>
      catalogue.product.list.query({ ...filter, ...place }, options),
    ),
  bundles: (filter: Narrowed<Catalogue['bundle']['list']> = {}) =>
    told(bundles, (place, options) => catalogue.bundle.list.query({ ...filter, ...place }, options)),
  suppliers: (filter: Narrowed<Catalogue['supplier']['list']> = {}) =>
    imported(kinds.suppliers, (place, options) =>
      catalogue.supplier.list.query({ ...filter, ...place }, options),
    ),
  terms: () => imported(kinds.terms, (place, options) => catalogue.terms.list.query(place, options)),
  warehouses: (filter: Narrowed<Catalogue['warehouse']['list']> = {}) =>
    told(warehouses, (place, options) => catalogue.warehouse.list.query({ ...filter, ...place }, options)),
  types: (filter: Narrowed<Catalogue['productType']['list']> = {}) =>
    told(types, (place, options) => catalogue.productType.list.query({ ...filter, ...place }, options)),
  inventory: (filter: Pick<Input['ledger']['inventory']['list'], 'warehouseId'> = {}) =>
    told(inventory, (place, options) => ledger.inventory.list.query({ ...filter, ...place }, options)),
  'count-sheet': () =>
    imported(kinds.counts, (place, options) => ledger.inventory.list.query(place, options)),
  movements: () => imported(kinds.movements, (place, options) => ledger.movement.list.query(place, options)),
  worklist: ({ keep = () => true, ...filter }: ShownAlerts = {}) =>
    told(alerts, async (place, options) => {
      const { id } = await company.get.query(undefined, options);
      const found = await replenishment.lowStock.query({ ...filter, companyId: id, ...place }, options);
      return { items: found.alerts.filter(keep), nextCursor: found.nextCursor };
    }),
  orders: (filter: Narrowed<Replenishment['order']['list']> = {}) =>
    told(orders, (place, options) => replenishment.order.list.query({ ...filter, ...place }, options)),
  letters: () => told(letters, (place, options) => replenishment.letter.list.query(place, options)),
  activity: (filter: Narrowed<Input['company']['activity']> = {}) =>
    told(activity, (place, options) => company.activity.query({ ...filter, ...place }, options)),
} satisfies Record<string, () => Source>;

export type SourceName = keyof typeof sources;
