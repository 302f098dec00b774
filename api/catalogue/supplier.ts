import * as z from 'zod';
import { createSupplier, getSupplier, listSuppliers, updateSupplier } from '../../db/catalogue/supplier.ts';
import { late } from '../../db/kept.ts';
import {
  atLeastOne,
  email,
  id,
  isActive,
  leadTimeDays,
  momentText,
  name,
  pageOf,
  paging,
  text,
} from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';
import { supplierImport } from './import.ts';

const supplier = late(() =>
  z.object({
    id: id(),
    name: z.string(),
    contactEmail: z.string().nullable().meta({ description: 'Where orders are mailed' }),
    leadTimeDays: leadTimeDays().nullable(),
    measuredLeadDays: z.number().nullable().meta({
      description: 'Days it took in fact: the median of the last ten orders; null before the first',
    }),
    isActive: isActive(),
    createdAt: momentText(),
  }),
);
const one = late(() => z.strictObject({ supplierId: id() }));

export const supplierRouter = router({
  create: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/suppliers',
        status: 201,
        summary: 'Create a supplier',
        location: '/suppliers/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          name: name(),
          contactEmail: email().nullable().default(null).meta({ description: 'Where orders are mailed' }),
          leadTimeDays: leadTimeDays().nullable().default(null),
        }),
      ),
    )
    .output(z.lazy(supplier))
    .mutation(({ ctx, input }) => createSupplier(ctx.scope, input)),

  import: supplierImport,

  get: viewer
    .meta({ rest: { method: 'GET', path: '/suppliers/{supplier_id}', summary: 'One supplier' } })
    .input(z.lazy(one))
    .output(z.lazy(supplier))
    .query(({ ctx, input }) => getSupplier(ctx.scope, input.supplierId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/suppliers', summary: 'Suppliers, with search and pages' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          search: text(100).optional().meta({ description: 'A part of the name' }),
          isActive: isActive().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(supplier())))
    .query(({ ctx, input }) => listSuppliers(ctx.scope, input)),

  update: operator
    .meta({ rest: { method: 'PATCH', path: '/suppliers/{supplier_id}', summary: 'Change a supplier' } })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            supplierId: id(),
            name: name().optional(),
            contactEmail: email().nullable().optional().meta({ description: 'Where orders are mailed' }),
            leadTimeDays: leadTimeDays().nullable().optional(),
            isActive: isActive().optional(),
          }),
          'supplierId',
        ),
      ),
    )
    .output(z.lazy(supplier))
    .mutation(({ ctx, input: { supplierId, ...change } }) => updateSupplier(ctx.scope, supplierId, change)),

  archive: operator
    .meta({ rest: { method: 'DELETE', path: '/suppliers/{supplier_id}', summary: 'Archive a supplier' } })
    .input(z.lazy(one))
    .output(z.lazy(supplier))
    .mutation(({ ctx, input }) => updateSupplier(ctx.scope, input.supplierId, { isActive: false })),
});
