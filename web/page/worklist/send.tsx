import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { type Output, trpc } from '../../client.ts';
import { counted, type Format, useFormat } from '../../format.ts';
import { Loaded } from '../../part/loaded.tsx';
import panelCss from '../../part/panel.module.css';
import { Panel } from '../../part/panel.tsx';
import { complain, say } from '../../part/toast.tsx';
import css from './send.module.css';
import { useAlertChange } from './use-alerts.ts';

type Order = Output['replenishment']['order']['get'];

/** What will be ordered, before it goes out: a letter cannot be called back. */
export function SendPanel({ orderId, close }: { orderId: number | null; close: () => void }) {
  const [kept, setKept] = useState(orderId);
  if (orderId !== null && orderId !== kept) setKept(orderId);
  return (
    <Panel title="Send this order?" isOpen={orderId !== null} close={close} size="lg">
      {kept !== null && <Draft orderId={kept} close={close} />}
    </Panel>
  );
}

function Draft({ orderId, close }: { orderId: number; close: () => void }) {
  const order = useQuery(trpc.replenishment.order.get.queryOptions({ orderId }));
  const format = useFormat();
  const { refresh } = useAlertChange();
  const approve = useMutation(
    trpc.replenishment.order.approve.mutationOptions({
      onSuccess: ({ number, supplier }) => {
        say(`${number} goes out to ${supplier.name}.`);
        close();
        void refresh();
      },
      onError: complain,
    }),
  );
  return (
    <Loaded what="the order" rows={3} isInline query={order}>
      {(found) => (
        <>
          <Facts order={found} format={format} />
          <Lines lines={found.lines} format={format} />
          <div className={panelCss.foot}>
            <Button component={Link} href={`/orders/${orderId}`} variant="default" onClick={close}>
              Change or read the letter
            </Button>
            {found.supplier.contactEmail && (
              <Button data-autofocus loading={approve.isPending} onClick={() => approve.mutate({ orderId })}>
                Send to {found.supplier.name}
              </Button>
            )}
          </div>
        </>
      )}
    </Loaded>
  );
}

function Facts({ order, format }: { order: Order; format: Format }) {
  const { number, supplier, warehouse, lines, totalCost, leadDays } = order;
  return (
    <p className="quiet">
      {number} to <strong>{supplier.name}</strong> for {warehouse.name}: {counted(lines.length, 'product')}
      {totalCost && `, ${format.money(totalCost)}`}
      {leadDays !== null && `, expected within ${counted(leadDays, 'day')}`}.{' '}
      {supplier.contactEmail
        ? `The letter goes to ${supplier.contactEmail} at once.`
        : 'The supplier has no e-mail address: open the order to write it down, or to say that you sent it otherwise.'}
    </p>
  );
}

function Lines({ lines, format }: { lines: Order['lines']; format: Format }) {
  return (
    <table className={css.lines}>
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col">Units</th>
          <th scope="col">Each</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ productId, productName, sku, quantity, packSize, unitCost }) => (
          <tr key={productId}>
            <td>
              {productName} <span className="quiet">{sku}</span>
            </td>
            <td>
              {format.units(quantity)}
              {packSize > 1 && (
                <span className="quiet">
                  {' '}
                  ({format.units(quantity / packSize)} × {packSize})
                </span>
              )}
            </td>
            <td>{unitCost && format.money(unitCost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
