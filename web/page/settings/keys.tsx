import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Act, reasonFor } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import { confirm } from '../../part/confirm.tsx';
import { Empty } from '../../part/empty.tsx';
import { Icon } from '../../part/icon.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { complain, say } from '../../part/toast.tsx';
import { useMay } from '../../session.tsx';
import { KeyPanel } from './key-panel.tsx';
import { SettingsPage } from './tabs.tsx';

type Key = Output['company']['key']['list']['items'][number];

/** What programs sign in with. */
export default function Keys() {
  const may = useMay('owner');
  const [isOpen, open] = useState(false);
  return (
    <SettingsPage
      note="For tills, shops and other programs: each its own key, so that one can be revoked by itself"
      actions={
        <Act needs="owner" leftSection={<Icon name="plus" size={14} />} onClick={() => open(true)}>
          New key
        </Act>
      }
    >
      {may ? (
        <KeyList />
      ) : (
        <Empty icon="key" title="Owners see the keys">
          {reasonFor('owner')}
        </Empty>
      )}
      <KeyPanel isOpen={isOpen} close={() => open(false)} />
    </SettingsPage>
  );
}

function KeyList() {
  const format = useFormat();
  const queryClient = useQueryClient();
  const keys = useInfiniteQuery(
    trpc.company.key.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  const revoke = useMutation(
    trpc.company.key.revoke.mutationOptions({
      onError: complain,
      onSuccess: ({ name }) => {
        say(`${name} opens nothing any more.`);
        void queryClient.invalidateQueries({ queryKey: trpc.company.key.pathKey() });
      },
    }),
  );
  const ask = async ({ id, name, lastUsedAt }: Key) => {
    const isSure = await confirm({
      title: `Revoke ${name}?`,
      text:
        lastUsedAt === null
          ? 'It was never used. It cannot be taken back.'
          : `It was last used ${format.relative(lastUsedAt)}. What uses it is refused from now on, and it cannot be taken back.`,
      yes: 'Revoke',
      isDangerous: true,
    });
    if (isSure) revoke.mutate({ keyId: id });
  };
  return (
    <Paged what="keys" query={keys} empty={none}>
      {(items) => (
        <Table
          label="API keys"
          items={items}
          columns={columns(format, (key) => void ask(key))}
          keyOf={({ id }) => id}
          isQuiet={({ revokedAt }) => revokedAt !== null}
        />
      )}
    </Paged>
  );
}

const none = (
  <Empty icon="key" title="No keys yet">
    A till or a shop that tells StockFlow of its sales needs one. What it can do stands under /docs.
  </Empty>
);

const columns = (format: Format, revoke: (key: Key) => void): Column<Key>[] => [
  { title: 'Name', cell: ({ name }) => <strong>{name}</strong> },
  { title: 'Begins with', cell: ({ prefix }) => <span className="mono">{prefix}</span> },
  { title: 'Role', cell: ({ role }) => role },
  { title: 'Created', cell: ({ createdAt }) => format.day(createdAt), isMinor: true },
  {
    title: 'Last used',
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : format.relative(lastUsedAt)),
  },
  {
    title: '',
    isFigure: true,
    cell: (key) =>
      key.revokedAt === null ? (
        <Act
          needs="owner"
          size="compact-sm"
          variant="subtle"
          color="red"
          aria-label={`Revoke ${key.name}`}
          onClick={() => revoke(key)}
        >
          Revoke
        </Act>
      ) : (
        <Badge>revoked {format.dayShort(key.revokedAt)}</Badge>
      ),
  },
];
