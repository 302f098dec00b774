import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { type Output, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import { Empty } from '../../part/empty.tsx';
import { Page } from '../../part/page.tsx';
import { SearchField } from '../../part/search-field.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';

type Product = Output['catalogue']['product']['list']['items'][number];

export default function Catalogue() {
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const format = useFormat();
  const products = useInfiniteQuery(
    trpc.catalogue.product.list.infiniteQueryOptions(search ? { search } : {}, {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Page
      title="Catalogue"
      note="What you sell"
      tools={
        <SearchField
          label="Search by name or SKU"
          value={search}
          onChange={(text) => setParams(text ? { search: text } : {}, { replace: true })}
        />
      }
    >
      <Paged what="products" query={products} empty={<Nothing search={search} />}>
        {(items) => <Table label="Products" items={items} columns={columns(format)} keyOf={({ id }) => id} />}
      </Paged>
    </Page>
  );
}

const columns = (format: Format): Column<Product>[] => [
  { title: 'Product', cell: ({ id, name }) => <Link href={`/products/${id}`}>{name}</Link> },
  { title: 'SKU', cell: ({ sku }) => <span className="mono">{sku}</span> },
  { title: 'Type', cell: ({ productType }) => productType, isMinor: true },
  { title: 'Price', cell: ({ price }) => format.money(price), isFigure: true },
  { title: 'State', cell: ({ isActive }) => !isActive && <Badge>Archived</Badge> },
];

const Nothing = ({ search }: { search: string }) =>
  search ? (
    <Empty icon="search" title="Nothing found">
      No product has “{search}” in its name or SKU. Try fewer letters.
    </Empty>
  ) : (
    <Empty icon="catalogue" title="No products yet">
      Create the first one, or import a list.
    </Empty>
  );
