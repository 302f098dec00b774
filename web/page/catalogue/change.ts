import { useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { complain, say } from '../../part/toast.tsx';

/** After something of the catalogue changed: what shows it is read again. */
export function useRefresh(): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const queryKey of [
      trpc.catalogue.pathKey(),
      trpc.ledger.inventory.pathKey(),
      trpc.replenishment.pathKey(),
    ])
      void queryClient.invalidateQueries({ queryKey });
  };
}

type Item = { id: number; name: string; isActive: boolean };

/** Archives or takes back at once, with an undo. */
export function useArchiving(set: (id: number, isActive: boolean) => Promise<unknown>) {
  const refresh = useRefresh();
  return async ({ id, name, isActive }: Item): Promise<void> => {
    try {
      await set(id, !isActive);
      refresh();
      say(isActive ? `${name} is archived.` : `${name} is active again.`, async () => {
        await set(id, isActive).catch(complain);
        refresh();
      });
    } catch (error) {
      complain(error);
    }
  };
}
