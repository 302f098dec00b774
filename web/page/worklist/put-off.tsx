import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Dots } from '../../part/dots.tsx';
import { Icon } from '../../part/icon.tsx';
import { Panel } from '../../part/panel.tsx';
import { complain, say } from '../../part/toast.tsx';
import { useMay } from '../../session.tsx';
import type { Alert } from './alert.ts';
import css from './put-off.module.css';
import { useAlertChange } from './use-alerts.ts';

const DAY_MS = 86_400_000;

/** What a person decides about a shortage. Each takes effect at once, and can be taken back. */
export function useDecisions() {
  const { refresh, change } = useAlertChange();
  const onError = (error: unknown) => {
    complain(error);
    void refresh();
  };
  const settled = { onError, onSuccess: () => void refresh() };
  const acknowledging = useMutation(trpc.replenishment.shortage.acknowledge.mutationOptions(settled));
  const snoozing = useMutation(trpc.replenishment.shortage.snooze.mutationOptions(settled));
  const reopening = useMutation(trpc.replenishment.shortage.reopen.mutationOptions(settled));
  const reopen = ({ shortage }: Alert) => {
    if (!shortage) return;
    change(shortage.id, { episodeStatus: shortage.orders.length > 0 ? 'ordered' : 'open' });
    reopening.mutate({ shortageId: shortage.id });
  };
  return {
    reopen,
    acknowledge(alert: Alert) {
      if (!alert.shortage) return;
      change(alert.shortage.id, { episodeStatus: 'acknowledged' });
      acknowledging.mutate({ shortageId: alert.shortage.id });
      say(`${alert.productName} is yours: nothing is ordered by itself.`, () => reopen(alert));
    },
    snooze(alert: Alert, days: number) {
      if (!alert.shortage) return;
      const until = new Date(Date.now() + days * DAY_MS).toISOString();
      change(alert.shortage.id, {
        episodeStatus: 'snoozed',
        shortage: { ...alert.shortage, snoozedUntil: until },
      });
      snoozing.mutate({ shortageId: alert.shortage.id, until });
      say(`${alert.productName} is put off for ${days === 1 ? 'a day' : `${days} days`}.`, () =>
        reopen(alert),
      );
    },
  };
}

export type Decisions = ReturnType<typeof useDecisions>;

type Props = { alert: Alert; acknowledge: () => void; reopen: () => void; askHowLong: () => void };

/** The three dots of a row. */
export function RowMenu({ alert, acknowledge, reopen, askHowLong }: Props) {
  const may = useMay('operator');
  if (!may || !alert.shortage) return null;
  const isAside = alert.episodeStatus === 'acknowledged' || alert.episodeStatus === 'snoozed';
  return (
    <Dots label={`Decide about ${alert.productName} in ${alert.warehouseName}`} width={230} size={22}>
      {isAside ? (
        <Menu.Item leftSection={<Icon name="undo" />} onClick={reopen}>
          Take the decision back
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<Icon name="check" />} rightSection={<kbd>a</kbd>} onClick={acknowledge}>
          I take care of it
        </Menu.Item>
      )}
      <Menu.Item leftSection={<Icon name="snooze" />} rightSection={<kbd>s</kbd>} onClick={askHowLong}>
        Put off…
      </Menu.Item>
    </Dots>
  );
}

const spans: [days: number, name: string][] = [
  [1, 'Tomorrow'],
  [3, 'In three days'],
  [7, 'In a week'],
  [14, 'In two weeks'],
  [30, 'In a month'],
];

/** Until when; nothing is ordered by itself before. */
export function SnoozePanel({
  alert,
  close,
  decisions,
}: {
  alert: Alert | null;
  close: () => void;
  decisions: Decisions;
}) {
  const format = useFormat();
  const [kept, setKept] = useState(alert);
  if (alert && alert !== kept) setKept(alert);
  return (
    <Panel title={`Put ${kept?.productName ?? ''} off`} isOpen={alert !== null} close={close}>
      <p className="quiet">
        Until then it stands aside, and nothing is ordered by itself. When should it come back?
      </p>
      <div className={css.spans}>
        {spans.map(([days, name]) => (
          <Button
            key={days}
            variant="default"
            justify="space-between"
            data-autofocus={days === 7 || undefined}
            rightSection={
              <span className="quiet">
                {format.weekday(new Date(Date.now() + days * DAY_MS).toISOString())}
              </span>
            }
            onClick={() => {
              close();
              if (alert) decisions.snooze(alert, days);
            }}
          >
            {name}
          </Button>
        ))}
      </div>
    </Panel>
  );
}
