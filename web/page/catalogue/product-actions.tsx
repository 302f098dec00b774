import { useState } from 'react';
import { client } from '../../client.ts';
import type { Edited } from '../../part/edit-panel.tsx';
import { type Bundle, BundlePanel } from './bundle-panel.tsx';
import { useArchiving } from './change.ts';
import { type Product, ProductPanel } from './product-panel.tsx';
import { ThingActions } from './thing-actions.tsx';

/** On the page of a product: edit it, archive it, take it back. */
export function ProductActions({ product }: { product: Product }) {
  const [edited, edit] = useState<Edited<Product>>(null);
  const archive = useArchiving((productId, isActive) =>
    client.catalogue.product.update.mutate({ productId, isActive }),
  );
  return (
    <>
      <ThingActions
        isActive={product.isActive}
        edit={() => edit(product)}
        archive={() => void archive(product)}
      />
      <ProductPanel edited={edited} close={() => edit(null)} />
    </>
  );
}

/** The same of a bundle. */
export function BundleActions({ bundle }: { bundle: Bundle }) {
  const [edited, edit] = useState<Edited<Bundle>>(null);
  const archive = useArchiving((bundleId, isActive) =>
    client.catalogue.bundle.update.mutate({ bundleId, isActive }),
  );
  return (
    <>
      <ThingActions
        isActive={bundle.isActive}
        edit={() => edit(bundle)}
        archive={() => void archive(bundle)}
      />
      <BundlePanel edited={edited} close={() => edit(null)} />
    </>
  );
}
