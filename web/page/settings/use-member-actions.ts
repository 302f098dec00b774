import { useQueryClient } from '@tanstack/react-query';
import { client, trpc } from '../../client.ts';
import { confirm } from '../../part/confirm.tsx';
import { complain, say } from '../../part/toast.tsx';
import type { Member } from './members.tsx';

/** What an owner does with a member beside editing. */
export function useMemberActions() {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.company.member.pathKey() });
  return {
    async invite({ id: memberId, email }: Member): Promise<void> {
      try {
        await client.company.member.invite.mutate({ memberId });
        await refresh();
        say(`A new invitation is on its way to ${email}. An earlier link counts no more.`);
      } catch (error) {
        complain(error);
      }
    },
    async archive({ id: memberId, name, isActive, joinedAt }: Member): Promise<void> {
      const isSure =
        !isActive ||
        joinedAt === null ||
        (await confirm({
          title: `Take ${name} out?`,
          text: 'They are signed out everywhere at once. What they did stays told, and they can be let in again.',
          yes: 'Take out',
          isDangerous: true,
        }));
      if (!isSure) return;
      try {
        await client.company.member.update.mutate({ memberId, isActive: !isActive });
        await refresh();
        say(isActive ? `${name} cannot come in any more.` : `${name} can sign in again.`);
      } catch (error) {
        complain(error);
      }
    },
  };
}
