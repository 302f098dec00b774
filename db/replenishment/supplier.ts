import { type SQL, sql } from 'drizzle-orm';
import { suppliers, terms } from '../schema/index.ts';

/** The primary supplier of a product, else the one that delivers soonest, else the one known longest. */
export const supplierOf = (company: SQL, product: SQL): SQL => sql`from ${terms}
    join ${suppliers} on ${suppliers.companyId} = ${terms.companyId} and ${suppliers.id} = ${terms.supplierId}
    where ${terms.companyId} = ${company} and ${terms.productId} = ${product} and ${terms.isActive} and ${suppliers.isActive}
    order by ${terms.isPrimary} desc, coalesce(${terms.leadTimeDays}, ${suppliers.leadTimeDays}, 1000), ${suppliers.id} limit 1`;
