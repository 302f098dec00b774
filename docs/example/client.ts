// A till, in one page: sells what there is of a product, then asks what runs low.
// STOCKFLOW_URL=http://localhost:3000 STOCKFLOW_KEY=sf_… npx node docs/example/client.ts TEA-EG-100 2
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import type { AppRouter } from '../../api/router.ts';

const { STOCKFLOW_URL = 'http://localhost:3000', STOCKFLOW_KEY = '' } = process.env;
const [sku = '', quantity = '1'] = process.argv.slice(2);

const stockflow = createTRPCClient<AppRouter>({
  links: [
    httpBatchLink({
      url: `${STOCKFLOW_URL}/trpc`,
      headers: { authorization: `Bearer ${STOCKFLOW_KEY}` },
    }),
  ],
});

// Both questions travel in one request. The types of the answers come from the server's code.
const [company, { items }] = await Promise.all([
  stockflow.company.get.query(),
  stockflow.catalogue.product.list.query({ search: sku, isActive: true }),
]);
const product = items.find((item) => item.sku === sku);
if (!product) throw new Error(`${company.name} does not sell ${sku}`);
const places = await stockflow.ledger.inventory.list.query({ productId: product.id });
const place = places.items.toSorted((a, b) => b.onHand - a.onHand)[0];
if (!place) throw new Error(`${sku} is in no warehouse`);

try {
  const sale = await stockflow.ledger.movement.record.mutate({
    type: 'sale',
    productId: product.id,
    warehouseId: place.warehouseId,
    quantity: Number(quantity),
  });
  console.log(`Sold ${sale.quantity} × ${product.name} for ${product.price}; ${sale.onHand} left.`);
} catch (error) {
  if (!isRefusal(error, 'insufficient_stock')) throw error;
  console.log(`Not enough ${product.name}: ${error.data?.details[0]?.onHand} on hand.`);
}

const { alerts } = await stockflow.replenishment.lowStock.query({ companyId: company.id, windowDays: 30 });
for (const alert of alerts)
  console.log(`${alert.sku} in ${alert.warehouseName}: ${alert.daysUntilStockout} days left.`);

/** A refusal is known by its code; the sentence in its message is for people. */
function isRefusal(error: unknown, code: string): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError && error.data?.fault === code;
}
