import { expect, test } from 'vitest';
import { browserIn, linkFor, newMember, signedIn, signIn } from '../person.ts';
import { openRoom } from '../room.ts';
import { watched } from '../watched.ts';

/** What a cookie is worth, where, and until when. */

const room = openRoom();
const planned = openRoom();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const email = 'ada@leaf.example';

test('a person is who they are and where, and a key is nobody', async () => {
  const company = await room.company();
  const browser = await signedIn(room, company, 'operator', 'one@leaf.example');
  const { body, headers } = await browser.rest('GET', '/session');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toEqual({
    company: { id: company.id, name: expect.any(String), time_zone: 'UTC', currency: 'EUR' },
    member: { id: expect.any(Number), email: 'one@leaf.example', name: 'one' },
    role: 'operator',
    companies: [{ id: company.id, name: body.company.name, role: 'operator' }],
  });
  expect((await company.rest('GET', '/session')).body).toEqual({
    ...body,
    member: null,
    role: 'owner',
    companies: [{ ...body.companies[0], role: 'owner' }],
  });
  const { body: warehouse } = await browser.rest('POST', '/warehouses', { name: 'Barn' });
  const { body: product } = await browser.rest('POST', '/products', {
    name: 'Tea',
    sku: 'T',
    price: 1,
    warehouse_id: warehouse.id,
    initial_quantity: 3,
  });
  const { items } = (await browser.rest('GET', `/movements?product_id=${product.product_id}`)).body;
  expect(items[0].actor).toBe(`member:${body.member.id}`);
});

test('to know a cookie again costs one read, and for ten seconds none', async () => {
  const browser = await signedIn(room, await room.company(), 'viewer');
  const { calls, fetch } = watched(room);
  const headers = { cookie: browser.cookie() ?? '' };
  for (const expected of [2, 1, 1]) {
    calls.length = 0;
    expect((await fetch('/api/company', { headers })).status).toBe(200);
    expect(calls.map(({ method }) => method)).toEqual(Array(expected).fill('execute'));
  }
});

/** What is noted after an answer is there by now: whoever writes has waited behind it. */
const noted = () => room.client.execute('update companies set name = name where id = 0');

test('a session that is used lives on, and one that is not is over after thirty days', async () => {
  const company = await room.company();
  const [used, left] = [
    await signedIn(room, company, 'viewer', 'used@leaf.example'),
    await signedIn(room, company, 'viewer', 'left@leaf.example'),
  ];
  for (let week = 0; week < 6; week++) {
    room.clock.now += 7 * DAY;
    expect((await used.rest('GET', '/company')).status).toBe(200);
    await noted();
  }
  expect((await left.rest('GET', '/company')).status).toBe(401);
  room.clock.now += 30 * DAY;
  expect((await used.rest('GET', '/company')).status).toBe(401);
});

test('when it was last seen is written once an hour at most', async () => {
  const browser = await signedIn(room, await room.company(), 'viewer');
  const { calls, fetch } = watched(room);
  const headers = { cookie: browser.cookie() ?? '' };
  for (let minute = 0; minute < 119; minute += 5) {
    room.clock.now += 5 * 60_000;
    await fetch('/api/company', { headers });
    await noted();
  }
  expect(calls.filter(({ method }) => method === 'batch')).toHaveLength(1);
});

test('devices are listed with the one that asks, and each can be signed out from another', async () => {
  const company = await room.company();
  await newMember(room, company, { email, role: 'viewer' });
  const desk = await signIn(room, company, email);
  room.clock.now += 1000;
  const phone = await signIn(room, company, email, {
    'user-agent':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1',
  });
  const stranger = await signedIn(room, company, 'owner', 'bo@leaf.example');
  const { items } = (await desk.trpc('session.devices')).body;
  expect(
    items.map(({ device, isCurrent }: { device: string; isCurrent: boolean }) => [device, isCurrent]),
  ).toEqual([
    ['Safari on iPhone', false],
    ['Firefox on Linux', true],
  ]);
  const [{ id: deviceId }] = items;
  const refused = await stranger.trpc('session.endDevice', { deviceId });
  expect([refused.status, refused.body.code]).toEqual([404, 'session_not_found']);
  expect((await phone.rest('GET', '/company')).status).toBe(200);
  expect((await desk.trpc('session.endDevice', { deviceId })).body).toEqual({ ended: 1 });
  expect((await phone.rest('GET', '/company')).status).toBe(401);
  expect((await desk.trpc('session.devices')).body.items).toHaveLength(1);
  expect((await stranger.rest('GET', '/company')).status).toBe(200);
});

test('signing out ends it here; signing out everywhere ends all, in every company, and the links on their way', async () => {
  const [company, other] = [await room.company(), await room.company()];
  for (const one of [company, other])
    await newMember(room, one, { email: 'many@leaf.example', role: 'viewer' });
  const browsers = [
    await signIn(room, company, 'many@leaf.example'),
    await signIn(room, company, 'many@leaf.example'),
    await signIn(room, other, 'many@leaf.example'),
  ];
  const [first, ...others] = browsers;
  const statuses = () => Promise.all(browsers.map(async (one) => (await one.rest('GET', '/company')).status));
  const kept = first?.cookie() ?? '';
  expect((await first?.trpc('session.end'))?.body).toEqual({ ended: 1 });
  expect(first?.cookie()).toBeUndefined();
  expect((await room.fetch('/api/company', { headers: { cookie: kept } })).status).toBe(401);
  expect(await statuses()).toEqual([401, 200, 200]);
  const link = await linkFor(room, company, 'many@leaf.example');
  expect((await others[0]?.trpc('session.endAll'))?.body).toEqual({ ended: 2 });
  expect(await statuses()).toEqual([401, 401, 401]);
  expect((await browserIn(room).trpc('session.start', { token: link })).status).toBe(401);
});

test('twenty devices are kept; the oldest makes room', async () => {
  const company = await room.company();
  const first = await signedIn(room, company, 'viewer', 'lots@leaf.example');
  for (let nth = 0; nth < 20; nth++) {
    room.clock.now += 1000;
    await signIn(room, company, 'lots@leaf.example');
  }
  room.clock.now += 10_000;
  expect((await first.rest('GET', '/company')).status).toBe(401);
});

test('who is archived is signed out at once, and not signed in again by coming back', async () => {
  const company = await room.company();
  const member = await newMember(room, company, { email, role: 'owner' });
  const browser = await signIn(room, company, email);
  await signedIn(room, company, 'owner', 'bo@leaf.example');
  expect((await browser.rest('GET', '/company')).status).toBe(200);
  await company.rest('DELETE', `/members/${member}`);
  expect((await browser.rest('GET', '/company')).status).toBe(401);
  await company.rest('PATCH', `/members/${member}`, { is_active: true });
  expect((await browser.rest('GET', '/company')).status).toBe(401);
});

test('another role counts at once', async () => {
  const company = await room.company();
  const member = await newMember(room, company, { email, role: 'operator' });
  const browser = await signIn(room, company, email);
  expect((await browser.rest('POST', '/warehouses', { name: 'Barn' })).status).toBe(201);
  await company.rest('PATCH', `/members/${member}`, { role: 'viewer' });
  expect((await browser.rest('POST', '/warehouses', { name: 'Shed' })).status).toBe(403);
  expect((await browser.trpc('session.current')).body.role).toBe('viewer');
});

test('who is a member of two companies goes from one to the other, and to no third', async () => {
  const [a, b, c, closed] = [
    await room.company(),
    await room.company(),
    await room.company(),
    await room.company(),
  ];
  await newMember(room, a, { email, role: 'owner' });
  await newMember(room, b, { email, role: 'viewer' });
  await newMember(room, closed, { email, role: 'viewer' });
  await newMember(room, c, { email: 'somebody-else@leaf.example', role: 'owner' });
  await room.client.execute({ sql: 'update companies set is_active = 0 where id = ?', args: [closed.id] });
  const browser = await signIn(room, a, email);
  const mine = (await browser.trpc('session.current')).body.companies;
  expect(mine).toContainEqual(expect.objectContaining({ id: b.id, role: 'viewer' }));
  expect(mine.map(({ id }: { id: number }) => id)).not.toContain(c.id);
  for (const { id } of [c, closed, { id: 987_654_321 }]) {
    const refused = await browser.trpc('session.switchCompany', { companyId: id });
    expect([refused.status, refused.body.code]).toEqual([404, 'company_not_found']);
    expect((await browser.rest('GET', '/company')).body.id).toBe(a.id);
  }
  const { body } = await browser.trpc('session.switchCompany', { companyId: b.id });
  expect([body.company.id, body.role]).toEqual([b.id, 'viewer']);
  expect((await browser.rest('GET', '/company')).body.id).toBe(b.id);
  expect((await browser.rest('POST', '/warehouses', { name: 'Barn' })).status).toBe(403);
});

test.each(['devices', 'end', 'endAll', 'endDevice', 'switchCompany'])(
  'session.%s is for people: nobody and no key may',
  async (name) => {
    const company = await room.company();
    const input = { endDevice: { deviceId: 1 }, switchCompany: { companyId: company.id } }[name] ?? {};
    const nobody = await browserIn(room).trpc(`session.${name}`, input);
    expect([nobody.status, nobody.body.code]).toEqual([401, 'unauthenticated']);
    const key = { authorization: `Bearer ${company.key}` };
    const machine = await browserIn(room).trpc(`session.${name}`, input, key);
    expect([machine.status, machine.body.code]).toEqual([403, 'people_only']);
  },
);

test('nothing about people is looked for through all of them', async () => {
  const company = await planned.company();
  const other = await planned.company();
  for (const one of [company, other])
    await newMember(planned, one, { email: 'fast@leaf.example', role: 'viewer' });
  const token = await linkFor(planned, company, 'fast@leaf.example');
  const { calls, fetch } = watched(planned);
  const browser = browserIn({ fetch });
  await browser.trpc('session.requestLink', { email: 'fast@leaf.example' });
  await browser.trpc('session.start', { token });
  for (const procedure of ['session.current', 'session.devices'])
    await browser.trpc(procedure, {}, { 'stockflow-company': String(other.id) });
  await browser.trpc('session.switchCompany', { companyId: other.id });
  await browser.trpc('session.endAll');
  const walks: string[] = [];
  for (const { sql, args } of calls.flatMap(({ statements }) => statements)) {
    const { rows } = await planned.client.execute({ sql: `explain query plan ${sql}`, args });
    const steps = rows.map((row) => String(row.detail));
    walks.push(
      ...steps.filter((step) => /^SCAN (?!CONSTANT|\(subquery)/.test(step)).map((step) => `${step}: ${sql}`),
    );
  }
  expect(calls.length).toBeGreaterThan(6);
  expect(walks).toEqual([]);
});

test('whatever is sent to the window’s procedures, the answer is one of ours', async () => {
  const browser = await signedIn(room, await room.company(), 'viewer', 'odd@leaf.example');
  const headers = {
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
    cookie: browser.cookie() ?? '',
  };
  const bodies = [
    '',
    'null',
    '[]',
    '7',
    '{"token":{}}',
    '{"email":"x"}',
    '{"deviceId":-1}',
    '{"companyId":1e99}',
    '{',
  ];
  for (const name of ['requestLink', 'start', 'switchCompany', 'endDevice'])
    for (const body of bodies) {
      const answer = await room.fetch(`/trpc/session.${name}`, { method: 'POST', headers, body });
      const { error } = await answer.json();
      expect([name, body, answer.status, error?.data.fault]).toEqual([name, body, 400, 'invalid_input']);
    }
  expect((await browser.trpc('session.devices')).body.items).toHaveLength(1);
});
