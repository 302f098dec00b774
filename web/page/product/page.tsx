import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { trpc } from '../../client.ts';
import { Failed } from '../../part/failed.tsx';
import { Page } from '../../part/page.tsx';
import { Waiting } from '../../part/waiting.tsx';

export default function Product() {
  const { productId } = useParams<{ productId: string }>();
  const product = useQuery(trpc.catalogue.product.get.queryOptions({ productId: Number(productId) }));
  if (product.isPending) return <Waiting what="the product" />;
  if (product.isError) return <Failed error={product.error} retry={product.refetch} />;
  return (
    <Page title={product.data.name} note={product.data.sku} above={{ href: '/catalogue', name: 'Catalogue' }}>
      {product.data.description}
    </Page>
  );
}
