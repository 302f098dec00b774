import { Button, Textarea } from '@mantine/core';
import { Act } from '../../part/act.tsx';
import css from './draft.module.css';
import { LineEditor } from './line-editor.tsx';
import { Section } from './section.tsx';
import type { Draft } from './use-draft.ts';

/** What a draft says, to be changed: nothing is kept before it is saved. */
export function DraftCard({ draft }: { draft: Draft }) {
  const { lines, note, setNote, isChanged, isBusy, reset, save } = draft;
  return (
    <Section title="What to order" note="Change quantities and costs, leave lines out, add others.">
      <div className={css.matter}>
        <LineEditor lines={lines} />
        <Textarea
          label="Note to the supplier"
          description="Stands in the letter"
          autosize
          minRows={1}
          maxRows={8}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {isChanged && (
          <div className={css.bar} role="status">
            <p>
              {lines.missing
                ? `Say how many of ${lines.missing.productName}.`
                : 'Not saved yet. Once it is, the order waits for you to send it.'}
            </p>
            <Button variant="default" onClick={reset}>
              Undo the changes
            </Button>
            <Act
              needs="operator"
              isBusy={isBusy}
              disabled={lines.missing !== undefined}
              onClick={() => void save()}
            >
              Save
            </Act>
          </div>
        )}
      </div>
    </Section>
  );
}
