import * as z from 'zod';
import {
  createWarehouse,
  getWarehouse,
  listWarehouses,
  updateWarehouse,
} from '../../db/catalogue/warehouse.ts';
import { atLeastOne, id, isActive, lines, momentText, name, pageOf, paging, text } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';

const warehouse = z.object({
  id,
  name: z.string(),
  address: z.string().nullable(),
  isActive,
  createdAt: momentText,
});
const one = z.strictObject({ warehouseId: id });

export const warehouseRouter = router({
  create: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/warehouses',
        status: 201,
        summary: 'Create a warehouse',
        location: '/warehouses/{id}',
      },
    })
    .input(
      z.strictObject({
        name,
        address: lines(1000).nullable().default(null),
      }),
    )
    .output(warehouse)
    .mutation(({ ctx, input }) => createWarehouse(ctx.scope, input)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/warehouses/{warehouse_id}', summary: 'One warehouse' } })
    .input(one)
    .output(warehouse)
    .query(({ ctx, input }) => getWarehouse(ctx.scope, input.warehouseId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/warehouses', summary: 'Warehouses, with search and pages' } })
    .input(
      z.strictObject({
        ...paging,
        search: text(100).optional().meta({ description: 'A part of the name' }),
        isActive: isActive.optional(),
      }),
    )
    .output(pageOf(warehouse))
    .query(({ ctx, input }) => listWarehouses(ctx.scope, input)),

  update: operator
    .meta({ rest: { method: 'PATCH', path: '/warehouses/{warehouse_id}', summary: 'Change a warehouse' } })
    .input(
      atLeastOne(
        z.strictObject({
          warehouseId: id,
          name: name.optional(),
          address: lines(1000).nullable().optional(),
          isActive: isActive.optional(),
        }),
        'warehouseId',
      ),
    )
    .output(warehouse)
    .mutation(({ ctx, input: { warehouseId, ...change } }) =>
      updateWarehouse(ctx.scope, warehouseId, change),
    ),

  archive: operator
    .meta({ rest: { method: 'DELETE', path: '/warehouses/{warehouse_id}', summary: 'Archive a warehouse' } })
    .input(one)
    .output(warehouse)
    .mutation(({ ctx, input }) => updateWarehouse(ctx.scope, input.warehouseId, { isActive: false })),
});
