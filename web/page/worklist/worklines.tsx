import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Rows } from '../../part/rows.tsx';
import { useShortcuts } from '../../part/shortcut.tsx';
import { useMay } from '../../session.tsx';
import { type Alert, keyOf } from './alert.ts';
import { OrderButton, stepOf, useDrafting } from './order-button.tsx';
import { RowMenu, SnoozePanel, useDecisions } from './put-off.tsx';
import { Row } from './row.tsx';
import { SendPanel } from './send.tsx';

const ROW_HEIGHT = 92;

/** The rows, and the keys that walk through them and act. */
export function Worklines({ alerts, readOn }: { alerts: Alert[]; readOn: () => void }) {
  const [chosenKey, choose] = useState<string | null>(null);
  const [moves, setMoves] = useState(0);
  const [sending, send] = useState<number | null>(null);
  const [snoozed, askHowLong] = useState<Alert | null>(null);
  const decisions = useDecisions();
  const drafting = useDrafting();
  const at = alerts.findIndex((alert) => keyOf(alert) === chosenKey);
  const go = (index: number) => {
    const next = alerts[Math.max(0, Math.min(index, alerts.length - 1))];
    if (next) choose(keyOf(next));
    setMoves(moves + 1);
  };
  useRowKeys(alerts[at], { go, at, decisions, drafting, send, askHowLong });
  const means = useLatest({ decisions, drafting });
  const chooseRow = useCallback((alert: Alert) => choose(keyOf(alert)), []);
  return (
    <>
      <Rows
        label="What runs low, soonest to run out first"
        items={alerts}
        keyOf={keyOf}
        heightGuess={ROW_HEIGHT}
        chosen={moves > 0 && at >= 0 ? at : null}
        onEnd={readOn}
        row={(alert) => (
          <Line
            alert={alert}
            isChosen={keyOf(alert) === chosenKey}
            takesFocus={moves > 0 && keyOf(alert) === chosenKey}
            isDrafting={drafting.isPending && drafting.variables.alert === alert}
            choose={chooseRow}
            means={means}
            send={send}
            askHowLong={askHowLong}
          />
        )}
      />
      <SendPanel orderId={sending} close={() => send(null)} />
      <SnoozePanel alert={snoozed} close={() => askHowLong(null)} decisions={decisions} />
    </>
  );
}

type LineProps = {
  alert: Alert;
  isChosen: boolean;
  takesFocus: boolean;
  isDrafting: boolean;
  choose: (alert: Alert) => void;
  means: { current: Pick<Means, 'decisions' | 'drafting'> };
  send: (orderId: number) => void;
  askHowLong: (alert: Alert) => void;
};

/** Drawn anew only when something about it has changed: while one scrolls, the rows in sight stay as they are. */
const Line = memo(function Line(props: LineProps) {
  const { alert, isChosen, takesFocus, isDrafting, choose, means, send, askHowLong } = props;
  return (
    <Row alert={alert} isChosen={isChosen} takesFocus={takesFocus} choose={() => choose(alert)}>
      <OrderButton
        alert={alert}
        send={send}
        isDrafting={isDrafting}
        draft={(step) => means.current.drafting.mutate({ alert, ...step })}
      />
      <RowMenu
        alert={alert}
        acknowledge={() => means.current.decisions.acknowledge(alert)}
        reopen={() => means.current.decisions.reopen(alert)}
        askHowLong={() => askHowLong(alert)}
      />
    </Row>
  );
});

/** The same object each time, with what was given last. */
function useLatest<Given>(given: Given): { current: Given } {
  const latest = useRef(given);
  useEffect(() => {
    latest.current = given;
  });
  return latest;
}

type Means = {
  at: number;
  go: (index: number) => void;
  decisions: ReturnType<typeof useDecisions>;
  drafting: ReturnType<typeof useDrafting>;
  send: (orderId: number) => void;
  askHowLong: (alert: Alert) => void;
};

function useRowKeys(
  chosen: Alert | undefined,
  { at, go, decisions, drafting, send, askHowLong }: Means,
): void {
  const [, visit] = useLocation();
  const may = useMay('operator');
  const order = () => {
    const step = chosen && stepOf(chosen);
    if (step?.does === 'look') visit(`/orders/${step.orderId}`);
    else if (step?.does === 'find') visit(`/products/${chosen?.productId}#suppliers`);
    else if (step?.does === 'send' && may) send(step.orderId);
    else if (step?.does === 'draft' && may && chosen) drafting.mutate({ alert: chosen, ...step });
  };
  const decide = [
    { keys: 'a', does: 'I take care of it', run: () => chosen && decisions.acknowledge(chosen) },
    { keys: 's', does: 'Put off…', run: () => chosen?.shortage && askHowLong(chosen) },
    { keys: 'u', does: 'Take the decision back', run: () => chosen && decisions.reopen(chosen) },
  ];
  useShortcuts('Worklist', [
    { keys: 'j', does: 'Next', run: () => go(at + 1) },
    { keys: 'k', does: 'Previous', run: () => go(at - 1) },
    {
      keys: 'Enter',
      does: 'Open the product',
      run: () => chosen && visit(`/products/${chosen.productId}?warehouse=${chosen.warehouseId}`),
    },
    { keys: 'o', does: 'Draft, send or open its order', run: order },
    ...(may ? decide : []),
  ]);
}
