import { stays } from './record.ts';
import { check, type Rule, raised, texts, unique, values } from './rule.ts';
import { insert, NOW, statement } from './seed.ts';

/** Ways in, devices that are signed in, and what was done. */

const use = (link: number, at: number) => statement(`update links set used_at = ${at} where id = ${link}`);
const archived = insert('members', { id: 12, email: 'gone@here.example', is_active: 0 });
const invitation = (member: number) =>
  insert('links', { company_id: 1, member_id: member, invited_by: 'member:11' });

const linkRules: Rule[] = [
  check('link_email_lower', 'links', texts('email', 3, 254), [
    ...texts('email', 2, 255),
    { email: 'New@here.example' },
  ]),
  check(
    'link_names_both',
    'links',
    [{ company_id: 1, member_id: 11 }, {}],
    [{ company_id: 1 }, { member_id: 11 }],
  ),
  check(
    'link_invites_a_member',
    'links',
    [{ company_id: 1, member_id: 11, invited_by: 'key:11' }],
    [{ invited_by: 'key:11' }],
  ),
  check(
    'link_device_length',
    'links',
    [...texts('device', 1, 100), { device: null }],
    texts('device', 0, 101),
  ),
  check('link_hash_shape', 'links', [...texts('hash', 64), { hash: null }], texts('hash', 63, 65)),
  unique('link_hash', 'links', [{ hash: 'd'.repeat(64) }], [{ hash: 'c'.repeat(64) }], ['hash'], 'internal'),
  unique(
    'link_asked_once',
    'links',
    [
      { email: 'asking@here.example', hash: 'd'.repeat(64) },
      { email: 'asking@here.example', company_id: 1, member_id: 11 },
    ],
    [{ email: 'asking@here.example' }],
    ['email'],
    'internal',
  ),
  raised(
    'link_is_used_once',
    'link_spent',
    [[use(11, NOW)], [use(11, NOW + 1000)]],
    [[use(11, NOW), use(11, NOW)], [use(11, NOW + 1001)], [use(12, NOW)]],
  ),
  raised(
    'invitation_is_allowed',
    'member_is_archived',
    [[invitation(11)], [archived, insert('links', { company_id: 1, member_id: 12 })]],
    [[archived, invitation(12)]],
  ),
];

const actRules: Rule[] = [
  check(
    'act_summary_length',
    'acts',
    [...texts('summary', 1, 300), { summary: null }],
    texts('summary', 0, 301),
  ),
  ...stays('acts', "actor = 'nobody'", { id: 11 }, 'acts_are_added'),
];

export const sessionRules: Rule[] = [
  ...linkRules,
  check('session_device_length', 'sessions', texts('device', 1, 100), texts('device', 0, 101)),
  check('session_hash_shape', 'sessions', texts('hash', 64), texts('hash', 63, 65)),
  unique(
    'session_hash',
    'sessions',
    values('hash', 'd'.repeat(64)),
    values('hash', 'b'.repeat(64)),
    ['hash'],
    'internal',
  ),
  ...actRules,
];
