import * as z from 'zod';
import {
  createWarehouse,
  getWarehouse,
  listWarehouses,
  updateWarehouse,
} from '../../db/catalogue/warehouse.ts';
import { late } from '../../db/kept.ts';
import { atLeastOne, id, isActive, lines, momentText, name, pageOf, paging, text } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';

const warehouse = late(() =>
  z.object({
    id: id(),
    name: z.string(),
    address: z.string().nullable(),
    isActive: isActive(),
    createdAt: momentText(),
  }),
);
const one = late(() => z.strictObject({ warehouseId: id() }));

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
      z.lazy(() =>
        z.strictObject({
          name: name(),
          address: lines(1000).nullable().default(null),
        }),
      ),
    )
    .output(z.lazy(warehouse))
    .mutation(({ ctx, input }) => createWarehouse(ctx.scope, input)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/warehouses/{warehouse_id}', summary: 'One warehouse' } })
    .input(z.lazy(one))
    .output(z.lazy(warehouse))
    .query(({ ctx, input }) => getWarehouse(ctx.scope, input.warehouseId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/warehouses', summary: 'Warehouses, with search and pages' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          search: text(100).optional().meta({ description: 'A part of the name' }),
          isActive: isActive().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(warehouse())))
    .query(({ ctx, input }) => listWarehouses(ctx.scope, input)),

  update: operator
    .meta({ rest: { method: 'PATCH', path: '/warehouses/{warehouse_id}', summary: 'Change a warehouse' } })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            warehouseId: id(),
            name: name().optional(),
            address: lines(1000).nullable().optional(),
            isActive: isActive().optional(),
          }),
          'warehouseId',
        ),
      ),
    )
    .output(z.lazy(warehouse))
    .mutation(({ ctx, input: { warehouseId, ...change } }) =>
      updateWarehouse(ctx.scope, warehouseId, change),
    ),

  archive: operator
    .meta({ rest: { method: 'DELETE', path: '/warehouses/{warehouse_id}', summary: 'Archive a warehouse' } })
    .input(z.lazy(one))
    .output(z.lazy(warehouse))
    .mutation(({ ctx, input }) => updateWarehouse(ctx.scope, input.warehouseId, { isActive: false })),
});
