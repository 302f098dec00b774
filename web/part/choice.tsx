import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { trpc } from '../client.ts';
import type { Asked } from './loaded.tsx';

type Props = {
  label: string;
  /** What stands for none of them: "All warehouses". Left out, one has to be chosen. */
  all?: string;
  value: number | null;
  onChange: (id: number | null) => void;
  error?: string | undefined;
};

const LISTED_MAX = 1000;
const KEPT_MS = 60_000;

export function WarehouseChoice(props: Props) {
  const warehouses = useQuery(
    trpc.catalogue.warehouse.list.queryOptions({ isActive: true, limit: LISTED_MAX }, { staleTime: KEPT_MS }),
  );
  return <Choice {...props} listed={warehouses} createdAt="/catalogue/warehouses" />;
}

export function SupplierChoice(props: Props) {
  const suppliers = useQuery(
    trpc.catalogue.supplier.list.queryOptions({ isActive: true, limit: LISTED_MAX }, { staleTime: KEPT_MS }),
  );
  return <Choice {...props} listed={suppliers} createdAt="/catalogue/suppliers" />;
}

const NONE = '';

const whyMissing = ({ error }: Pick<Asked<unknown>, 'error'>): string =>
  error ? 'The list could not be loaded. It is tried again by itself.' : 'The list is on its way.';

function nothingFound(listed: Asked<{ items: unknown[] }>, createdAt: string): ReactNode {
  if (!listed.data) return whyMissing(listed);
  if (listed.data.items.length > 0) return 'None of that name';
  return (
    <>
      There is none yet. <Link href={createdAt}>Create one in the catalogue</Link>
    </>
  );
}

function Choice({
  label,
  all,
  value,
  onChange,
  error,
  listed,
  createdAt,
}: Props & { listed: Asked<{ items: { id: number; name: string }[] }>; createdAt: string }) {
  const options = listed.data?.items ?? [];
  const named = options.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <Select
      // In a form it has a label to read; among filters, what it says by itself is enough.
      {...(all === undefined ? { label } : { 'aria-label': label })}
      error={error}
      placeholder={all ?? 'Choose one'}
      searchable={options.length > 8}
      data={all === undefined ? named : [{ value: NONE, label: all }, ...named]}
      value={value === null ? (all === undefined ? null : NONE) : String(value)}
      onChange={(chosen) => onChange(chosen ? Number(chosen) : null)}
      nothingFoundMessage={nothingFound(listed, createdAt)}
      onDropdownOpen={() => listed.error && listed.refetch()}
    />
  );
}
