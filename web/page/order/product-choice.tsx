import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import { Icon } from '../../part/icon.tsx';
import type { Product } from './use-lines.ts';

type Terms = Output['catalogue']['terms']['list']['items'][number];
type Props = {
  /** What the supplier delivers stands first. */
  terms: ReadonlyMap<number, Terms>;
  taken: ReadonlySet<number>;
  add: (product: Product) => void;
};

const SHOWN_MAX = 30;

/** Adds a product: one that the supplier delivers, or any that is found. */
export function ProductChoice({ terms, taken, add }: Props) {
  const [typed, type] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery(
    trpc.catalogue.product.list.queryOptions(
      search ? { search, isActive: true, limit: SHOWN_MAX } : skipToken,
      { placeholderData: keepPreviousData },
    ),
  );
  const delivered = [...terms.values()].map(({ productId, productName, productSku }) => ({
    productId,
    productName,
    sku: productSku,
  }));
  const matching = (found.data?.items ?? []).map(({ id, name, sku }) => ({
    productId: id,
    productName: name,
    sku,
  }));
  const offered = (search ? matching : delivered).filter(({ productId }) => !taken.has(productId));
  const groups = [
    { group: 'They deliver', items: offered.filter(({ productId }) => terms.has(productId)) },
    { group: 'No terms yet', items: offered.filter(({ productId }) => !terms.has(productId)) },
  ];
  return (
    <Select
      aria-label="Add a product"
      placeholder="Add a product by name or SKU"
      leftSection={<Icon name="plus" />}
      searchable
      searchValue={typed}
      onSearchChange={type}
      filter={({ options }) => options}
      nothingFoundMessage={search ? 'No such product' : 'Type a name or a SKU'}
      data={groups
        .filter(({ items }) => items.length > 0)
        .map(({ group, items }) => ({ group, items: items.slice(0, SHOWN_MAX).map(optionOf) }))}
      value={null}
      onChange={(chosen) => {
        const product = offered.find(({ productId }) => String(productId) === chosen);
        if (product) add(product);
        type('');
      }}
      style={{ flex: '1 1 16rem', maxWidth: '26rem' }}
    />
  );
}

const optionOf = ({ productId, productName, sku }: Product) => ({
  value: String(productId),
  label: `${productName} · ${sku}`,
});
