import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Output, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { Badge } from '../../part/badge.tsx';
import type { Edited } from '../../part/edit-panel.tsx';
import { Empty } from '../../part/empty.tsx';
import { Icon } from '../../part/icon.tsx';
import { RowMenu } from '../../part/row-menu.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { useSession } from '../../session.tsx';
import { MemberPanel } from './member-panel.tsx';
import { SettingsPage } from './tabs.tsx';
import { useMemberActions } from './use-member-actions.ts';

export type Member = Output['company']['member']['get'];

/** Who works here, and what they may do. */
export default function Members() {
  const [edited, edit] = useState<Edited<Member>>(null);
  const format = useFormat();
  const { member: me } = useSession();
  const members = useInfiniteQuery(
    trpc.company.member.list.infiniteQueryOptions(
      {},
      { getNextPageParam: ({ nextCursor }) => nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const actions = useMemberActions();
  return (
    <SettingsPage
      note="Viewers look. Operators work with stock and orders. Owners also set rules, keys and members."
      actions={
        <Act needs="owner" leftSection={<Icon name="plus" size={14} />} onClick={() => edit('new')}>
          Invite somebody
        </Act>
      }
    >
      <Paged what="members" query={members} empty={nobody}>
        {(items) => (
          <Table
            label="Members"
            items={items}
            columns={columns(format, me?.id ?? null, edit, actions)}
            keyOf={({ id }) => id}
            isQuiet={({ isActive }) => !isActive}
          />
        )}
      </Paged>
      <MemberPanel edited={edited} close={() => edit(null)} />
    </SettingsPage>
  );
}

const nobody = (
  <Empty icon="person" title="Nobody yet">
    Only API keys work here. Invite yourself, and you can sign in.
  </Empty>
);

const columns = (
  format: Format,
  me: number | null,
  edit: (member: Member) => void,
  { invite, archive }: ReturnType<typeof useMemberActions>,
): Column<Member>[] => [
  {
    title: 'Name',
    cell: ({ id, name }) => (
      <>
        <strong>{name}</strong> {id === me && <span className="quiet">you</span>}
      </>
    ),
  },
  { title: 'E-mail', cell: ({ email }) => email },
  { title: 'Role', cell: ({ role }) => role },
  { title: 'State', cell: (member) => <StateOf member={member} format={format} /> },
  { title: 'Daily letter', cell: ({ wantsDigest }) => (wantsDigest ? 'yes' : 'no'), isMinor: true },
  {
    title: '',
    isFigure: true,
    cell: (member) => (
      <RowMenu
        name={member.name}
        needs="owner"
        actions={[
          { name: 'Edit', icon: 'edit', run: () => edit(member) },
          ...(member.joinedAt === null && member.isActive
            ? [{ name: 'Invite again', icon: 'mail' as const, run: () => void invite(member) }]
            : []),
          member.isActive
            ? {
                name: member.joinedAt === null ? 'Take the invitation back' : 'Take out',
                icon: 'archive',
                run: () => void archive(member),
                isDangerous: true,
              }
            : { name: 'Let in again', icon: 'undo', run: () => void archive(member) },
        ]}
      />
    ),
  },
];

function StateOf({ member, format }: { member: Member; format: Format }) {
  const { isActive, joinedAt, invitedUntil } = member;
  if (!isActive) return <Badge>out</Badge>;
  if (joinedAt !== null) return <Badge tone="good">joined</Badge>;
  if (invitedUntil === null) return <Badge tone="warn">not invited</Badge>;
  return Date.parse(invitedUntil) < Date.now() ? (
    <Badge tone="warn">invitation is over</Badge>
  ) : (
    <Badge tone="link">invited until {format.dayShort(invitedUntil)}</Badge>
  );
}
