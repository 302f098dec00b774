import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../client.ts';

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
  return <Choice {...props} options={warehouses.data?.items ?? []} />;
}

export function SupplierChoice(props: Props) {
  const suppliers = useQuery(
    trpc.catalogue.supplier.list.queryOptions({ isActive: true, limit: LISTED_MAX }, { staleTime: KEPT_MS }),
  );
  return <Choice {...props} options={suppliers.data?.items ?? []} />;
}

const NONE = '';

function Choice({
  label,
  all,
  value,
  onChange,
  error,
  options,
}: Props & { options: { id: number; name: string }[] }) {
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
      nothingFoundMessage="None of that name"
    />
  );
}
