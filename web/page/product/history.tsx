import { ActionIcon, Tooltip } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useActorName } from '../../actor.ts';
import { type Output, trpc } from '../../client.ts';
import { type Format, useFormat } from '../../format.ts';
import { confirm } from '../../part/confirm.tsx';
import { Icon } from '../../part/icon.tsx';
import { Card } from '../../part/page.tsx';
import { type Column, Paged, Table } from '../../part/table.tsx';
import { complain, say } from '../../part/toast.tsx';
import { useMay } from '../../session.tsx';
import css from './history.module.css';
import type { Shelf } from './page.tsx';

type Movement = Output['ledger']['movement']['list']['items'][number];

export const movementNames: Record<Movement['type'], string> = {
  initial: 'Opening',
  sale: 'Sale',
  return: 'Return',
  receipt: 'Receipt',
  adjustment: 'Adjustment',
  scrap: 'Scrap',
  count: 'Count',
  transfer_in: 'From a transfer',
  transfer_out: 'Transfer',
};

/** Every movement, newest first, with the stock after it. */
export function History({ productId, shelves }: { productId: number; shelves: Shelf[] }) {
  const format = useFormat();
  const nameOf = useActorName();
  const may = useMay('operator');
  const takeBack = useTakingBack();
  const movements = useInfiniteQuery(
    trpc.ledger.movement.list.infiniteQueryOptions(
      { productId, limit: 25 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  return (
    <Card
      title="History"
      note="What moved, in the order it was recorded, latest first. Nothing here can be changed; a mistake is taken back by a reversal."
    >
      <Paged what="movements" query={movements} empty={<p className="quiet">Nothing has moved yet.</p>}>
        {(items) => {
          const reversed = new Set(items.map(({ reversesId }) => reversesId));
          const placeOf = (id: number) =>
            shelves.find(({ warehouseId }) => warehouseId === id)?.warehouseName ?? '';
          return (
            <Table
              label="Movements"
              items={items}
              keyOf={({ id }) => id}
              isQuiet={({ id }) => reversed.has(id)}
              columns={[
                ...columns(format, placeOf, nameOf),
                ...(may
                  ? [undo((movement) => canReverse(movement) && !reversed.has(movement.id), takeBack)]
                  : []),
              ]}
            />
          );
        }}
      </Paged>
    </Card>
  );
}

const columns = (
  format: Format,
  placeOf: (warehouseId: number) => string,
  nameOf: (actor: string) => string,
): Column<Movement>[] => [
  {
    title: 'What',
    cell: ({ type, reason, reference, reversesId }) => (
      <>
        {reversesId === null ? movementNames[type] : `${movementNames[type]} taken back`}{' '}
        <span className={css.note}>{[reference, reason].filter(Boolean).join(' · ')}</span>
      </>
    ),
  },
  { title: 'Where', cell: ({ warehouseId }) => placeOf(warehouseId) },
  {
    title: 'Change',
    isFigure: true,
    cell: ({ change }) => <span className={change > 0 ? css.plus : undefined}>{format.change(change)}</span>,
  },
  { title: 'Stock after', isFigure: true, cell: ({ onHand }) => format.units(onHand) },
  {
    title: 'When',
    cell: ({ occurredAt, actor }) => (
      <span className={css.when}>
        {format.moment(occurredAt)}
        <span className={css.note}> {nameOf(actor)}</span>
      </span>
    ),
  },
];

const reversible: Movement['type'][] = ['sale', 'return', 'receipt', 'adjustment', 'scrap'];
const canReverse = ({ type, bundleSaleId, reversesId }: Movement): boolean =>
  reversible.includes(type) && bundleSaleId === null && reversesId === null;

const undo = (
  may: (movement: Movement) => boolean,
  takeBack: (movement: Movement) => void,
): Column<Movement> => ({
  title: '',
  cell: (movement) =>
    may(movement) && (
      <Tooltip label="Take it back">
        <ActionIcon aria-label={`Take back movement ${movement.id}`} onClick={() => takeBack(movement)}>
          <Icon name="undo" />
        </ActionIcon>
      </Tooltip>
    ),
});

/** What was recorded wrongly is not changed: an equal movement the other way stands beside it. */
function useTakingBack(): (movement: Movement) => Promise<void> {
  const queryClient = useQueryClient();
  const format = useFormat();
  const reverse = useMutation(
    trpc.ledger.movement.reverse.mutationOptions({
      onError: complain,
      onSuccess: ({ onHand }) => {
        say(`Taken back. ${format.units(onHand)} on hand.`);
        void queryClient.invalidateQueries({ queryKey: trpc.ledger.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
      },
    }),
  );
  return async ({ id, type, change }) => {
    const isSure = await confirm({
      title: 'Take this back?',
      text: `A reversal of ${format.change(-change)} is recorded beside this ${movementNames[type].toLowerCase()}. Both stay in the history.`,
      yes: 'Take it back',
    });
    if (isSure) reverse.mutate({ movementId: id, reason: null });
  };
}
