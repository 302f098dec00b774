import { Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { changesIn, type Edited, EditPanel } from '../../part/edit-panel.tsx';
import { Form, useForm } from '../../part/form.tsx';
import { say } from '../../part/toast.tsx';
import type { Role } from '../../session.tsx';
import type { Member } from './members.tsx';

type Props = { edited: Edited<Member>; close: () => void };

export function MemberPanel({ edited, close }: Props) {
  return (
    <EditPanel edited={edited} close={close} title={(member) => member?.name ?? 'Who shall come in?'}>
      {(member) => <MemberForm member={member} close={close} />}
    </EditPanel>
  );
}

export const roleWords: { role: Role; does: string }[] = [
  { role: 'viewer', does: 'sees everything, changes nothing' },
  { role: 'operator', does: 'works with stock, orders and the catalogue' },
  { role: 'owner', does: 'also sets rules, API keys and members' },
];

export const roleOf = (text: string): Role => roleWords.find(({ role }) => role === text)?.role ?? 'viewer';

function MemberForm({ member, close }: { member: Member | null; close: () => void }) {
  const form = useForm({
    email: '',
    name: member?.name ?? '',
    role: String(member?.role ?? 'operator'),
    wantsDigest: member?.wantsDigest ?? false,
  });
  const { save, isBusy } = useSaving(member, form.refuse, close);
  return (
    <Form
      form={form}
      needs="owner"
      submit={member ? 'Save' : 'Invite'}
      isBusy={isBusy}
      cancel={close}
      onSubmit={() => save(form.values)}
    >
      {member === null && (
        <TextInput
          label="E-mail"
          type="email"
          description="They get a link to sign in with, which works for seven days."
          required
          data-autofocus
          {...form.text('email')}
        />
      )}
      <TextInput label="Name" required {...form.text('name')} />
      <Radio.Group label="Role" value={form.values.role} onChange={(role) => form.set('role', role)}>
        <Stack gap="xs" mt={4}>
          {roleWords.map(({ role, does }) => (
            <Radio key={role} value={role} label={`${role}: ${does}`} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label="Gets the daily letter of what is low, on its way and late"
        {...form.flag('wantsDigest')}
      />
    </Form>
  );
}

type Given = { email: string; name: string; role: string; wantsDigest: boolean };

function useSaving(member: Member | null, refuse: (error: unknown) => void, close: () => void) {
  const queryClient = useQueryClient();
  const done = (words: string) => {
    close();
    say(words);
    void queryClient.invalidateQueries({ queryKey: trpc.company.member.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.session.current.queryKey() });
  };
  const create = useMutation(
    trpc.company.member.create.mutationOptions({
      onError: refuse,
      onSuccess: ({ email }) => done(`An invitation is on its way to ${email}.`),
    }),
  );
  const update = useMutation(
    trpc.company.member.update.mutationOptions({
      onError: refuse,
      onSuccess: ({ name }) => done(`${name} is saved.`),
    }),
  );
  return {
    isBusy: create.isPending || update.isPending,
    save({ email, name, role, wantsDigest }: Given) {
      const facts = { name, role: roleOf(role), wantsDigest };
      if (!member) return create.mutate({ email: email.trim(), ...facts });
      const { name: was, role: had, wantsDigest: wanted } = member;
      const changes = changesIn(facts, { name: was, role: had, wantsDigest: wanted });
      if (Object.keys(changes).length === 0) return close();
      return update.mutate({ memberId: member.id, ...changes });
    },
  };
}
