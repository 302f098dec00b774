import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../client.ts';

export type Chosen = { id: number; name: string; sku: string };
type Props = {
  label: string;
  value: Chosen | null;
  onChange: (product: Chosen) => void;
  error?: string | undefined;
  /** Named by what stands around it: only those who cannot see that are told. */
  isLabelHidden?: boolean;
  /** Chosen elsewhere already. */
  without?: number[];
};

const SHOWN_MAX = 20;
const TYPING_MS = 200;

/** One of many thousand products, found by a part of its name or SKU. */
export function ProductChoice({ label, value, onChange, error, isLabelHidden = false, without = [] }: Props) {
  const [typed, type] = useState(value ? nameOf(value) : '');
  const [search] = useDebouncedValue(value && typed === nameOf(value) ? '' : typed.trim(), TYPING_MS);
  const found = useQuery(
    trpc.catalogue.product.list.queryOptions(
      { isActive: true, limit: SHOWN_MAX, ...(search && { search }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const items = (found.data?.items ?? []).filter(({ id }) => id === value?.id || !without.includes(id));
  const known: Chosen[] =
    value === null || items.some(({ id }) => id === value.id) ? items : [value, ...items];
  return (
    <Select
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      error={error}
      placeholder="Name or SKU"
      searchable
      // What matches is for the server to say.
      filter={({ options }) => options}
      data={known.map((product) => ({ value: String(product.id), label: nameOf(product) }))}
      value={value === null ? null : String(value.id)}
      searchValue={typed}
      onSearchChange={type}
      onChange={(chosen) => {
        const product = known.find(({ id }) => String(id) === chosen);
        if (product) onChange(product);
      }}
      nothingFoundMessage={found.isFetching ? 'Searching…' : 'No product has that in its name or SKU'}
    />
  );
}

const nameOf = ({ name, sku }: Chosen): string => `${name} · ${sku}`;
