import { check, guarded, type Rule, raised, texts, tries, unique, values } from './rule.ts';
import { type Attempt, insert, NOW, type Row, statement, TODAY } from './seed.ts';

const letter = (changed: Row, verb?: string): Attempt => [insert('letters', changed, verb)];
const digest: Row = { kind: 'digest', order_id: null, day: TODAY };
const theirs: Row = { ...digest, to_address: 'owner@here.example' };

const ids = { sent: 34, queued: 51, sending: 52, failed: 53, uncertain: 54 } as const;
type Status = keyof typeof ids;
const isStatus = (name: string): name is Status => Object.hasOwn(ids, name);
const statuses = Object.keys(ids).filter(isStatus);

const ways: Record<Status, Status[]> = {
  queued: ['sending', 'sent', 'failed'],
  sending: ['queued', 'sent', 'failed', 'uncertain'],
  uncertain: ['queued', 'sent'],
  failed: ['queued', 'sent'],
  sent: [],
};

const move = (from: Status, to: string, verb = 'update'): Attempt[] =>
  tries(
    `${verb} letters set status = '${to}', sent_at = ${to === 'sent' ? NOW : 'null'} where id = ${ids[from]}`,
  );
const setSent = (assignment: string, verb = 'update'): Attempt[] =>
  tries(`${verb} letters set ${assignment} where id = 34`);
const setQueued = (assignment: string, verb = 'update'): Attempt[] =>
  tries(`${verb} letters set ${assignment} where id = 51`);

const moveOrder = (id: number, status: string, sets = ''): Attempt[number] =>
  statement(`update orders set status = '${status}' ${sets} where id = ${id}`);
const failed = (id: number): Attempt[number] =>
  statement(`update letters set status = 'failed' where id = ${id}`);
const again = (id: number): Attempt => [statement(`update letters set status = 'queued' where id = ${id}`)];

const checks: Rule[] = [
  check(
    'letter_kind_known',
    'letters',
    [{ kind: 'order' }, digest, { kind: 'notice' }],
    values('kind', 'reminder', ''),
  ),
  {
    ...check('letter_status_known', 'letters', values('status', 'queued'), []),
    // A new letter in another status is refused before its name is looked at, and so is a step to one that there is not.
    refused: [letter({ status: 'lost' }), ...move('queued', 'lost')],
    message: 'letter_moved_on',
    code: 'letter_moved_on',
  },
  check(
    'letter_channel_known',
    'letters',
    values('channel', null, 'smtp', 'file'),
    values('channel', 'fax', ''),
  ),
  check(
    'letter_of_its_kind',
    'letters',
    [{ kind: 'order' }, { kind: 'notice' }, digest],
    [
      { order_id: null },
      { day: TODAY },
      { kind: 'notice', order_id: null },
      { kind: 'digest' },
      { ...digest, day: null },
      { ...digest, order_id: 32 },
    ],
  ),
  {
    ...check('letter_sent_says_how', 'letters', [{ sent_at: null }], [{ sent_at: NOW }]),
    refused: [
      letter({ sent_at: NOW }),
      ...tries("update letters set status = 'sent' where id = 52"),
      ...tries(`update letters set status = 'failed', sent_at = ${NOW} where id = 52`),
    ],
  },
  check('letter_address_length', 'letters', texts('to_address', 3, 254), texts('to_address', 2, 255)),
  check('letter_subject_length', 'letters', texts('subject', 1, 998), texts('subject', 0, 999)),
];

const rules: Rule[] = [
  {
    rule: 'letter_of_order',
    accepted: [letter({}), letter({ kind: 'notice', order_id: 34 })],
    refused: [letter({ order_id: 34 }), [...letter({}), ...letter({})]],
    message: 'history_is_append_only',
    code: 'internal',
  },
  {
    rule: 'digest_of_day',
    accepted: [letter(digest), letter({ ...theirs, day: TODAY + 1 }), letter({ ...theirs, company_id: 2 })],
    refused: [letter(theirs)],
    message: 'history_is_append_only',
    code: 'internal',
  },
  guarded(
    'letter_is_queued',
    'history_is_append_only',
    [letter({ id: 99 }, 'insert or replace')],
    [
      letter({ id: 34 }),
      letter({ id: 34 }, 'insert or replace'),
      letter({ id: 34 }, 'insert or ignore'),
      letter({ order_id: 34 }, 'insert or replace'),
      letter({ order_id: 51 }, 'insert or ignore'),
      letter(theirs, 'insert or replace'),
      letter(theirs, 'insert or ignore'),
    ],
  ),
  raised(
    'letter_is_queued',
    'letter_moved_on',
    [letter({ status: 'queued' })],
    [
      ...values('status', 'sending', 'failed', 'uncertain').map((changed) => letter(changed)),
      letter({ status: 'sent', sent_at: NOW }),
    ],
  ),
  guarded(
    'letters_do_not_change',
    'history_is_append_only',
    [
      ...setQueued("to_address = 'new@supplier.example', attempts = 2, error = 'Busy'"),
      ...setSent('subject = subject, text = text, to_address = to_address'),
    ],
    [
      ...[
        "text = 'Send more'",
        "html = ''",
        "subject = 'Other'",
        'created_at = 0',
        "kind = 'notice'",
      ].flatMap((assignment) => [...setQueued(assignment), ...setSent(assignment, 'update or ignore')]),
      ...['order_id = 32', 'day = 1', 'company_id = 2', 'id = 99', 'rowid = 99'].flatMap((assignment) => [
        ...setQueued(assignment),
        ...setSent(assignment),
      ]),
      ...setQueued('rowid = 34', 'update or replace'),
      ...setSent("to_address = 'other@supplier.example'"),
      ...setSent("to_name = 'Other'"),
      ...setSent('sent_at = sent_at - 1'),
      ...setSent("response = '250 OK'"),
      ...setSent("channel = 'file'"),
    ],
  ),
  guarded(
    'letters_stay',
    'history_is_append_only',
    [],
    tries('delete from letters where id = 51', 'delete from letters'),
  ),
  raised(
    'letter_moves_forward',
    'letter_moved_on',
    statuses.flatMap((from) => ways[from].flatMap((to) => move(from, to))),
    statuses.flatMap((from) =>
      statuses
        .filter((to) => to !== from && !ways[from].includes(to))
        .flatMap((to) => [...move(from, to), ...move(from, to, 'update or ignore')]),
    ),
  ),
  raised(
    'letter_follows_its_order',
    'letter_moved_on',
    [
      [...again(53)],
      [...again(54)],
      [...letter({ id: 98, kind: 'notice', order_id: 37 }), failed(98), ...again(98)],
    ],
    [
      [moveOrder(53, 'cancelled'), ...again(53)],
      [moveOrder(51, 'cancelled'), ...again(51)],
      [moveOrder(54, 'sent', ', sent_at = 1, sent_day = 1'), ...again(54)],
    ],
  ),
];

const waiting: Rule[] = [
  check(
    'outbox_topic_known',
    'outbox',
    values('topic', 'order', 'letter', 'link'),
    values('topic', 'digest', ''),
  ),
  unique(
    'outbox_once',
    'outbox',
    [{ subject_id: 51 }, { topic: 'letter' }],
    [{ topic: 'letter', subject_id: 51 }],
    ['topic', 'subject_id'],
    'internal',
  ),
];

export const letterRules: Rule[] = [...checks, ...rules, ...waiting];
