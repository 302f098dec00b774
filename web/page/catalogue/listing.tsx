import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { Page } from '../../part/page.tsx';
import { SearchField } from '../../part/search-field.tsx';
import { Tabs } from '../../part/tabs.tsx';

const pages = [
  { href: '/catalogue', name: 'Products' },
  { href: '/catalogue/bundles', name: 'Bundles' },
  { href: '/catalogue/suppliers', name: 'Suppliers' },
  { href: '/catalogue/warehouses', name: 'Warehouses' },
  { href: '/catalogue/types', name: 'Types' },
  { href: '/catalogue/import', name: 'Import' },
  { href: '/catalogue/export', name: 'Export' },
];

export const CatalogueTabs = () => <Tabs label="Catalogue" pages={pages} />;

const states = [
  { value: 'active', label: 'Active' },
  { value: 'archived', label: 'Archived' },
  { value: 'all', label: 'All' },
];

export type Narrowing = ReturnType<typeof useNarrowing>;

/** What a list is narrowed to stands in the address: it can be kept, sent, and gone back to. */
export function useNarrowing() {
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const state = states.find(({ value }) => value === params.get('state'))?.value ?? 'active';
  const set = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const idIn = (name: string) => Number(params.get(name)) || null;
  const filter = {
    ...(search && { search }),
    ...(state !== 'all' && { isActive: state === 'active' }),
  };
  return { search, state, set, idIn, filter, isNarrowed: params.size > 0, reset: () => setParams({}) };
}

type Props = {
  title: string;
  note: string;
  searched: string;
  narrowing: Narrowing;
  actions: ReactNode;
  /** Further filters. */
  tools?: ReactNode;
  /** The list as a file. */
  download: ReactNode;
  children: ReactNode;
};

/** A list of the catalogue: search, what is archived or not, and what can be made. */
export function Listing({ title, note, searched, narrowing, actions, tools, download, children }: Props) {
  const { search, state, set } = narrowing;
  return (
    <Page
      title={title}
      note={note}
      actions={actions}
      tabs={<CatalogueTabs />}
      tools={
        <>
          <SearchField label={searched} value={search} onChange={(text) => set('search', text)} />
          {tools}
          <SegmentedControl
            aria-label="Which of them"
            data={states}
            value={state}
            onChange={(value) => set('state', value === 'active' ? null : value)}
          />
          {download}
        </>
      }
    >
      {children}
    </Page>
  );
}
