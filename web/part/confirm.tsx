import { Button } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import panelCss from './panel.module.css';
import { Panel } from './panel.tsx';

type Question = { title: string; text: ReactNode; yes: string; isDangerous?: boolean };
type Asked = Question & { answer: (yes: boolean) => void };

let asked: Asked | undefined;
const watchers = new Set<() => void>();

function change(next: Asked | undefined): void {
  asked = next;
  for (const changed of watchers) changed();
}

/** For what cannot be taken back. What can is done at once, with an undo. */
export function confirm(question: Question): Promise<boolean> {
  asked?.answer(false);
  return new Promise((resolve) => {
    change({
      ...question,
      answer: (yes) => {
        change(undefined);
        resolve(yes);
      },
    });
  });
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

export function Confirmation() {
  const question = useSyncExternalStore(watch, () => asked);
  return (
    <Panel
      title={question?.title ?? ''}
      isOpen={question !== undefined}
      close={() => question?.answer(false)}
    >
      <div className={panelCss.body}>{question?.text}</div>
      <div className={panelCss.foot}>
        <Button variant="default" onClick={() => question?.answer(false)}>
          Cancel
        </Button>
        <Button
          data-autofocus
          color={question?.isDangerous ? 'red' : 'teal'}
          onClick={() => question?.answer(true)}
        >
          {question?.yes}
        </Button>
      </div>
    </Panel>
  );
}
