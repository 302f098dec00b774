import * as z from 'zod';
import { late } from '../../db/kept.ts';
import { getInventory, listInventory, setThreshold } from '../../db/ledger/inventory.ts';
import { id, momentText, pageOf, paging, reorderPointMeans, threshold } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';

const inventory = late(() =>
  z.object({
    productId: id(),
    productName: z.string(),
    sku: z.string(),
    warehouseId: id(),
    warehouseName: z.string(),
    onHand: z.int(),
    inTransit: z.int().meta({ description: 'On its way here from other warehouses' }),
    lowStockThreshold: threshold().nullable().meta({
      description: 'For this warehouse alone; null leaves it to the product, its type, the company',
    }),
    threshold: threshold()
      .nullable()
      .meta({ description: 'The threshold in force; null: none at any level' }),
    thresholdSource: z
      .enum(['warehouse', 'product', 'product_type', 'company', 'reorder_point'])
      .nullable()
      .meta({ description: `The level that the threshold in force comes from; ${reorderPointMeans}` }),
    velocityPerDay: z.number().meta({ description: 'Units sold per day in stock, over the window' }),
    velocityComputedAt: momentText().nullable(),
    daysUntilStockout: z
      .int()
      .nullable()
      .meta({ description: 'Whole days that the stock lasts; null: it does not sell' }),
  }),
);

const place = late(() => ({ productId: id(), warehouseId: id() }));

/** product.warehouse, as in the order of the list. */
const placeCursor = late(() =>
  z
    .string()
    .regex(/^\d{1,15}\.\d{1,15}$/, 'is not a cursor: take it from next_cursor')
    .transform((value) => {
      const [productId = 0, warehouseId = 0] = value.split('.').map(Number);
      return { productId, warehouseId };
    })
    .meta({ description: 'next_cursor of the page before' }),
);

export const inventoryRouter = router({
  get: viewer
    .meta({
      rest: {
        method: 'GET',
        path: '/inventory/{product_id}/{warehouse_id}',
        summary: 'Stock of a product in a warehouse',
      },
    })
    .input(z.lazy(() => z.strictObject(place())))
    .output(z.lazy(inventory))
    .query(({ ctx, input }) => getInventory(ctx.scope, input)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/inventory', summary: 'Stock, by product and warehouse' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          cursor: placeCursor().optional(),
          productId: id().optional(),
          warehouseId: id().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(inventory())))
    .query(({ ctx, input: { limit, cursor, ...filter } }) => listInventory(ctx.scope, filter, limit, cursor)),

  setThreshold: operator
    .meta({
      rest: {
        method: 'PATCH',
        path: '/inventory/{product_id}/{warehouse_id}',
        summary: 'Set the threshold for this warehouse alone; null returns to the common one',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...place(),
          lowStockThreshold: threshold().nullable().meta({
            description: 'For this warehouse alone; null leaves it to the product, its type, the company',
          }),
        }),
      ),
    )
    .output(z.lazy(inventory))
    .mutation(({ ctx, input: { lowStockThreshold, ...where } }) =>
      setThreshold(ctx.scope, where, lowStockThreshold),
    ),
});
