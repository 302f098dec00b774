import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useActorName } from '../../actor.ts';
import { trpc } from '../../client.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Act } from '../../part/act.tsx';
import { confirm } from '../../part/confirm.tsx';
import { Icon } from '../../part/icon.tsx';
import { Loaded } from '../../part/loaded.tsx';
import { Card } from '../../part/page.tsx';
import { RowMenu } from '../../part/row-menu.tsx';
import { complain, say } from '../../part/toast.tsx';
import css from './on-the-road.module.css';
import { ReceivePanel } from './receive-panel.tsx';
import { type Transfer, useOnTheRoad, useSettled } from './use-transfers.ts';

type Props = {
  isShown: (transfer: Transfer) => boolean;
  /** The product that the page is about; of the others there it is said how many. */
  productId?: number;
};

/** What left one warehouse and has not come to another: it is received here, or goes back. Nothing of it, nothing to see. */
export function OnTheRoad({ isShown, productId }: Props) {
  const format = useFormat();
  const nameOf = useActorName();
  const [received, receive] = useState<Transfer | null>(null);
  const sendBack = useSendingBack();
  const onTheRoad = useOnTheRoad();
  const shown = (onTheRoad.data?.items ?? []).filter(isShown);
  return (
    <>
      {onTheRoad.error !== null && !onTheRoad.data && (
        <Card title="On the road">
          <Loaded what="what is on the road" rows={1} isInline query={onTheRoad}>
            {() => null}
          </Loaded>
        </Card>
      )}
      {shown.length > 0 && (
        <Card title="On the road" note="Sent from one of your warehouses to another, and not there yet">
          <ul className={css.list}>
            {shown.map((transfer) => (
              <li key={transfer.id}>
                <strong>
                  {transfer.fromWarehouseName} <Icon name="next" size={13} />
                  <span className={css.hidden}>to</span> {transfer.toWarehouseName}
                </strong>
                <Act
                  needs="operator"
                  variant="default"
                  size="compact-sm"
                  leftSection={<Icon name="arrive" size={14} />}
                  onClick={() => receive(transfer)}
                >
                  Receive
                </Act>
                <RowMenu
                  name={`what left ${transfer.fromWarehouseName}`}
                  needs="operator"
                  actions={[
                    {
                      name: `It goes back to ${transfer.fromWarehouseName}`,
                      icon: 'undo',
                      run: () => void sendBack(transfer),
                    },
                  ]}
                />
                <div className={css.facts}>
                  <p>{loadOf(transfer, format, productId)}</p>
                  <p className="quiet">
                    since {format.moment(transfer.occurredAt)} · {nameOf(transfer.actor)}
                    {transfer.reference && ` · ${transfer.reference}`}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <ReceivePanel transfer={received} close={() => receive(null)} />
    </>
  );
}

const NAMED_MAX = 3;

/** "24 × Earl Grey, 12 × Assam and 4 more products" */
function loadOf({ lines }: Transfer, format: Format, about: number | undefined): string {
  const moving = lines.filter(({ inTransit }) => inTransit > 0);
  const told =
    about === undefined ? moving.slice(0, NAMED_MAX) : moving.filter(({ productId }) => productId === about);
  const named = told
    .map(({ inTransit, productName }) => `${format.units(inTransit)} × ${productName}`)
    .join(', ');
  const rest = moving.length - told.length;
  return rest > 0 ? `${named} and ${counted(rest, 'more product', 'more products')}` : named;
}

function useSendingBack() {
  const settled = useSettled();
  const cancel = useMutation(
    trpc.ledger.transfer.cancel.mutationOptions({
      onSuccess: ({ fromWarehouseName }) => say(`It is back in ${fromWarehouseName}.`),
      onError: complain,
      onSettled: settled,
    }),
  );
  return async ({ id: transferId, fromWarehouseName, toWarehouseName }: Transfer) => {
    const isSure = await confirm({
      title: `Back to ${fromWarehouseName}?`,
      text: `What has not come to ${toWarehouseName} is in the stock of ${fromWarehouseName} again. What was lost on the way is scrapped there afterwards.`,
      yes: 'It goes back',
    });
    if (isSure) cancel.mutate({ transferId });
  };
}
