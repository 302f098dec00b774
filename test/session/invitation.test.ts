import { expect, test } from 'vitest';
import { browserIn, signedIn, signIn } from '../person.ts';
import { openRoom } from '../room.ts';
import { postIn, tokenIn } from './post.ts';

const room = openRoom();
const post = postIn(room);
const DAY = 86_400_000;
const start = (token: string) => browserIn(room).trpc('session.start', { token });

async function invited(email: string, role = 'operator') {
  const company = await room.company();
  const owner = await signedIn(room, company, 'owner', `boss-of-${email}`);
  const { status, body: member } = await owner.rest('POST', '/members', { name: 'Ivy', email, role });
  expect(status).toBe(201);
  const [letter] = await post.deliver();
  if (!letter) throw new Error('nobody was invited');
  return { company, owner, member, letter };
}

test('whom an owner adds gets an invitation; signing in accepts it', async () => {
  const { company, owner, member, letter } = await invited('ivy@leaf.example');
  expect(member).toMatchObject({
    joined_at: null,
    invited_until: new Date(room.clock.now + 7 * DAY).toISOString(),
  });
  expect(letter.subject).toMatch(/^boss-of-ivy invites you to Company \d+$/);
  expect(letter).toMatchObject({
    to: { address: 'ivy@leaf.example' },
    fromName: /\d/.exec(letter.fromName)?.input,
  });
  expect(letter.text).toContain('within 7 days');
  room.clock.now += 6 * DAY;
  const { status, body } = await start(tokenIn(letter));
  expect([status, body.company.id, body.role]).toEqual([200, company.id, 'operator']);
  const { body: now } = await owner.rest('GET', `/members/${member.id}`);
  expect(now).toMatchObject({ joined_at: new Date(room.clock.now).toISOString(), invited_until: null });
  expect((await start(tokenIn(letter))).body.code).toBe('link_spent');
});

test('whoever comes in by another link has accepted, and the invitation is over', async () => {
  const { company, owner, member, letter } = await invited('jo@leaf.example');
  await signIn(room, company, 'jo@leaf.example');
  expect((await owner.rest('GET', `/members/${member.id}`)).body).toMatchObject({
    joined_at: expect.any(String),
    invited_until: null,
  });
  expect((await start(tokenIn(letter))).body.code).toBe('link_spent');
});

test('an invitation is over after seven days, and another one makes it void at once', async () => {
  const { owner, member, letter } = await invited('kim@leaf.example');
  await owner.rest('POST', `/members/${member.id}/invite`);
  const [again] = await post.deliver();
  if (!again) throw new Error('nobody was invited again');
  expect((await start(tokenIn(letter))).body.code).toBe('link_spent');
  room.clock.now += 7 * DAY + 1;
  expect((await start(tokenIn(again))).body.code).toBe('link_spent');
});

test('whoever is archived is invited no more, and whoever comes back needs another invitation', async () => {
  const { owner, member, letter } = await invited('lee@leaf.example');
  await owner.rest('DELETE', `/members/${member.id}`);
  expect((await start(tokenIn(letter))).body.code).toBe('link_spent');
  const refused = await owner.rest('POST', `/members/${member.id}/invite`);
  expect([refused.status, refused.body.code]).toEqual([409, 'member_is_archived']);
  await owner.rest('PATCH', `/members/${member.id}`, { is_active: true });
  expect((await start(tokenIn(letter))).body.code).toBe('link_spent');
  expect((await owner.rest('POST', `/members/${member.id}/invite`)).status).toBe(200);
  expect(await post.deliver()).toHaveLength(1);
});

test('nobody is told of what an owner did not want to be told', async () => {
  const company = await room.company();
  const { status } = await company.rest('POST', '/members', {
    name: 'Mo',
    email: 'mo@leaf.example',
    role: 'viewer',
    sends_invitation: false,
  });
  expect([status, await post.deliver()]).toEqual([201, []]);
});
