import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { hold, useHeld } from '../held.ts';
import panelCss from './panel.module.css';
import { Panel } from './panel.tsx';

type Question = { title: string; text: ReactNode; yes: string; isDangerous?: boolean };
type Asked = Question & { answer: (yes: boolean) => void };

const asked = hold<Asked | undefined>(undefined);

/** For what cannot be taken back. What can is done at once, with an undo. */
export function confirm(question: Question): Promise<boolean> {
  asked.get()?.answer(false);
  return new Promise((resolve) => {
    asked.set({
      ...question,
      answer: (yes) => {
        asked.set(undefined);
        resolve(yes);
      },
    });
  });
}

export function Confirmation() {
  const question = useHeld(asked);
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
