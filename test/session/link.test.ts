import { expect, test } from 'vitest';
import { browserIn, newMember } from '../person.ts';
import { openRoom } from '../room.ts';
import { bytesOf, PUBLIC_URL, postIn, tokenIn } from './post.ts';

/** From "send me a link" to the letter. */

const room = openRoom();
const post = postIn(room);
const MINUTE = 60_000;

const ask = (email: string, client = browserIn(room)) => client.trpc('session.requestLink', { email });

async function memberOf(email: string) {
  const company = await room.company();
  await newMember(room, company, { email, role: 'operator' });
  return company;
}

test('who asks gets a letter with a link, which the worker makes and nobody else ever knows', async () => {
  await memberOf('ada@leaf.example');
  await ask('Ada@Leaf.example');
  const [letter, ...others] = await post.deliver();
  expect(others).toEqual([]);
  expect(letter).toMatchObject({
    to: { name: 'ada', address: 'ada@leaf.example' },
    fromName: '',
    replyTo: null,
  });
  expect(letter?.subject).toBe('Your link to sign in to StockFlow');
  expect(letter?.text).toContain('asked for this link on Firefox on Linux');
  expect(letter?.text).toContain('within 15 minutes');
  const token = letter ? tokenIn(letter) : '';
  expect(letter?.html).toContain(`href="${PUBLIC_URL}/sign-in#${token}"`);
  const { status, body } = await browserIn(room).trpc('session.start', { token });
  expect([status, body.member.email]).toEqual([200, 'ada@leaf.example']);
  const bytes = await bytesOf(room);
  expect(bytes.includes('ada@leaf.example')).toBe(true);
  expect(bytes.includes(token)).toBe(false);
  expect(bytes.includes(Buffer.from(token, 'hex'))).toBe(false);
  expect(JSON.stringify(room.log)).not.toContain(token);
});

test('the answer is the same to the byte whether the address is a member’s or nobody’s, and so is what it costs', async () => {
  await memberOf('bo@leaf.example');
  const company = await memberOf('archived@leaf.example');
  await room.client.execute({
    sql: 'update members set is_active = 0 where company_id = ?',
    args: [company.id],
  });
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  for (const email of ['bo@leaf.example', 'archived@leaf.example', 'nobody@leaf.example'])
    answers.push(await ask(email));
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toEqual(
    new Set(['[200,{"validMinutes":15}]']),
  );
  const named = ({ headers }: (typeof answers)[number]) => [...headers.keys()].sort().join();
  expect(new Set(answers.map(named)).size).toBe(1);
  expect(await post.waiting()).toHaveLength(3);
  expect((await post.deliver()).map(({ to }) => to.address)).toEqual(['bo@leaf.example']);
  expect(await post.waiting()).toEqual([]);
});

test('asked twice before the letter is written, it is one letter', async () => {
  await memberOf('cy@leaf.example');
  await ask('cy@leaf.example');
  await ask('CY@leaf.example');
  expect(await post.deliver()).toHaveLength(1);
});

test('asked for again, a letter that was put aside is tried at once', async () => {
  await memberOf('hal@leaf.example');
  await ask('hal@leaf.example');
  const ofHal = "topic = 'link' and subject_id = (select id from links where email = 'hal@leaf.example')";
  const waiting = async () =>
    (await room.client.execute(`select failures, parked_at, due_at from outbox where ${ofHal}`)).rows.map(
      (row) => Array.from(row),
    );
  await room.client.execute(
    `update outbox set failures = 5, parked_at = 1, due_at = ${Number.MAX_SAFE_INTEGER} where ${ofHal}`,
  );
  await ask('hal@leaf.example');
  expect(await waiting()).toEqual([[0, null, 0]]);
  expect(await post.deliver()).toHaveLength(1);
});

test('an address may ask three times at once, then every five minutes, whether or not it is a member’s', async () => {
  await memberOf('dot@leaf.example');
  for (const email of ['dot@leaf.example', 'nobody-else@leaf.example']) {
    const statuses = [];
    for (let nth = 0; nth < 4; nth++) statuses.push((await ask(email)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await ask(email);
    expect(refused.body.code).toBe('rate_limited');
    expect(Number(refused.headers.get('retry-after'))).toBe(300);
  }
  expect((await ask('somebody@leaf.example')).status).toBe(200);
  room.clock.now += 5 * MINUTE;
  expect((await ask('dot@leaf.example')).status).toBe(200);
  expect((await ask('dot@leaf.example')).status).toBe(429);
});

test('one client may ask for thirty addresses, then for one every ten seconds', async () => {
  const hasty = openRoom();
  const statuses = [];
  for (let nth = 0; nth < 31; nth++)
    statuses.push(
      (await browserIn(hasty).trpc('session.requestLink', { email: `n${nth}@leaf.example` })).status,
    );
  expect(statuses.filter((status) => status === 200)).toHaveLength(30);
  expect(statuses.at(-1)).toBe(429);
  hasty.clock.now += 10_000;
  expect((await browserIn(hasty).trpc('session.requestLink', { email: 'late@leaf.example' })).status).toBe(
    200,
  );
});

test('whoever asks and however often, five letters go to one address in a quarter of an hour', async () => {
  await memberOf('eve@leaf.example');
  for (let nth = 0; nth < 6; nth++) {
    await room.client.execute({
      sql: "insert into links (email, device, asked_at, expires_at) values ('eve@leaf.example', 'x', ?, ?)",
      args: [room.clock.now, room.clock.now + 15 * MINUTE],
    });
    await post.deliver();
  }
  expect(post.letters.filter(({ to }) => to.address === 'eve@leaf.example')).toHaveLength(5);
});

test('a letter that cannot be sent now is written again with another link, and given up when it is too late', async () => {
  await memberOf('fay@leaf.example');
  await ask('fay@leaf.example');
  await expect(post.deliver({ outcome: 'deferred', reason: 'Not now' })).rejects.toThrow('Not now');
  expect(await post.waiting()).toHaveLength(1);
  const [second] = await post.deliver({ outcome: 'uncertain', reason: 'It hung up' });
  const [first] = post.letters.slice(-2);
  if (!first || !second) throw new Error('there were not two letters');
  expect(tokenIn(first)).not.toBe(tokenIn(second));
  const start = (token: string) => browserIn(room).trpc('session.start', { token });
  expect((await start(tokenIn(first))).body.code).toBe('link_spent');
  expect((await start(tokenIn(second))).status).toBe(200);
  room.clock.now += 5 * MINUTE;
  await ask('fay@leaf.example');
  room.clock.now += 16 * MINUTE;
  expect(await post.deliver()).toEqual([]);
  expect(await post.waiting()).toEqual([]);
});

test('the fifteen minutes begin when the letter is written', async () => {
  await memberOf('gus@leaf.example');
  await ask('gus@leaf.example');
  room.clock.now += 10 * MINUTE;
  const [letter] = await post.deliver();
  room.clock.now += 14 * MINUTE;
  const { status } = await browserIn(room).trpc('session.start', { token: letter ? tokenIn(letter) : '' });
  expect(status).toBe(200);
});

test('what was asked for is forgotten as others ask', async () => {
  const forgetful = openRoom();
  for (let nth = 0; nth < 20; nth++) {
    await browserIn(forgetful).trpc('session.requestLink', { email: `n${nth}@leaf.example` });
    forgetful.clock.now += 10 * MINUTE;
  }
  const { rows } = await forgetful.client.execute(
    "select (select count(*) from links), (select count(*) from outbox where topic = 'link')",
  );
  expect(Array.from(rows[0] ?? [])).toEqual([2, 2]);
});
