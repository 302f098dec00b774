import { type SQLWrapper, sql } from 'drizzle-orm';

/** PO-000012: what people call an order. */
export const orderNumber = (number: SQLWrapper) => sql<string>`printf('PO-%06d', ${number})`;
