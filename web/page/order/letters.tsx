import { Button } from '@mantine/core';
import { type Format, useFormat } from '../../format.ts';
import { Badge, type Tone } from '../../part/badge.tsx';
import { type Asked, Loaded } from '../../part/loaded.tsx';
import { Card } from '../../part/page.tsx';
import css from './letter.module.css';
import type { Letter } from './standing.ts';
import { hasLetter, type Order } from './state.ts';

type Props = { order: Order; letters: Asked<{ items: Letter[] }>; read: () => void };

/** The letter to the supplier, and what was written to your own people about it. */
export function Letters({ order, letters, read }: Props) {
  const canRead = hasLetter(order);
  return (
    <Card title="Letter">
      {order.letter === null ? (
        <p className="quiet">{notWritten(order)}</p>
      ) : (
        <Loaded what="its letters" rows={1} isInline query={letters}>
          {({ items }) => <List order={order} letters={items} />}
        </Loaded>
      )}
      {canRead && (
        <Button className={css.read ?? ''} variant="default" onClick={read}>
          {order.letter ? 'Read the letter' : 'Preview the letter'}
        </Button>
      )}
    </Card>
  );
}

function List({ order, letters }: { order: Order; letters: Letter[] }) {
  const format = useFormat();
  // Those who deliver come before one's own people.
  const ordered = letters.toSorted(
    (one, other) => Number(other.kind === 'order') - Number(one.kind === 'order'),
  );
  return (
    <ul className={css.list}>
      {ordered.map((letter) => (
        <One key={letter.id} order={order} letter={letter} format={format} />
      ))}
    </ul>
  );
}

function notWritten({ status }: Order): string {
  if (status === 'draft') return 'Not written yet. You can read it as it would go out.';
  return status === 'approved' ? 'Not written yet.' : 'None: it was not sent by StockFlow.';
}

const states: Record<Letter['status'], { name: string; tone: Tone }> = {
  queued: { name: 'Waits', tone: 'accent' },
  sending: { name: 'Going out', tone: 'accent' },
  sent: { name: 'Sent', tone: 'good' },
  failed: { name: 'Refused', tone: 'danger' },
  uncertain: { name: 'Unsure', tone: 'danger' },
};

/** An order that ended, or was sent otherwise, takes back a letter that had not left; without a mail server none leaves. */
const stateIn = ({ status }: Order, letter: Letter): { name: string; tone: Tone } =>
  letter.kind === 'order' && letter.status === 'failed' && status !== 'approved'
    ? { name: 'Taken back', tone: 'plain' }
    : letter.channel === 'file'
      ? { name: 'In a file', tone: 'warn' }
      : states[letter.status];

function One({ order, letter, format }: { order: Order; letter: Letter; format: Format }) {
  const { kind, toAddress, toName, sentAt, createdAt, channel } = letter;
  const { name, tone } = stateIn(order, letter);
  return (
    <li>
      <Badge tone={tone}>{name}</Badge>
      <p>{kind === 'order' ? toAddress : `Notice to ${toName ?? toAddress}`}</p>
      <p className="quiet">
        {sentAt && channel !== 'file'
          ? `Sent ${format.moment(sentAt)}`
          : `Written ${format.moment(createdAt)}`}
      </p>
    </li>
  );
}
