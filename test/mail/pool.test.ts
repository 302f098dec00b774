import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { mailTo, message, openOffice, sent, short } from './office.ts';
import { play } from './script.ts';

const played = async (...scripts: Parameters<typeof play>) => {
  const server = await play(...scripts);
  onTestFinished(server.close);
  return server;
};

test('two letters take one connection', async () => {
  const office = await openOffice();
  const mail = mailTo(office.url);
  await sent(mail, message('1'));
  await sent(mail, message('2'));
  expect(new Set(office.delivered.map(({ session }) => session)).size).toBe(1);
  expect(office.delivered).toHaveLength(2);
});

test('a connection carries so many letters and no more', async () => {
  const office = await openOffice();
  const mail = mailTo(office.url, { lettersPerConnectionMax: 2 });
  for (let id = 1; id <= 5; id += 1) await sent(mail, message(String(id)));
  const sessions = office.delivered.map(({ session }) => session);
  expect(sessions.map((session) => sessions.indexOf(session))).toEqual([0, 0, 2, 2, 4]);
});

test('many letters at once go through a few connections, each once', async () => {
  const office = await openOffice({ onRcptTo: (_address, _session, done) => void setTimeout(done, 5) });
  const mail = mailTo(office.url, { connectionsMax: 4 });
  const ids = Array.from({ length: 40 }, (_, at) => String(at + 1));
  const outcomes = await Promise.all(ids.map((id) => sent(mail, message(id))));
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['sent']));
  expect(new Set(office.delivered.map(({ session }) => session)).size).toBe(4);
  const arrived = office.delivered.map(({ raw }) => /X-StockFlow-Letter: (\d+)/i.exec(raw)?.[1]);
  expect(arrived.sort()).toEqual(ids.sort());
});

test('an idle connection is closed in time', async () => {
  const server = await played({});
  await sent(mailTo(server.url, { idleMs: 30 }));
  await pause(100);
  expect(server.heard.at(-1)).toBe('QUIT');
});

test('an idle connection that the server closed is replaced, and the letter is handed once', async () => {
  const server = await played({});
  const mail = mailTo(server.url);
  await sent(mail, message('1'));
  server.sockets[0]?.end();
  await pause(20);
  expect(await sent(mail, message('2'))).toMatchObject({ outcome: 'sent', handings: 1 });
  server.sockets[1]?.write('421 idle too long\r\n');
  await pause(20);
  expect(await sent(mail, message('3'))).toMatchObject({ outcome: 'sent', handings: 1 });
  expect(server.sockets).toHaveLength(3);
});

test('one that dies as its next letter begins is replaced, once', async () => {
  for (const MAIL of ['close', '421 idle too long', 'hang'] as const) {
    const server = await play({}, {});
    const mail = mailTo(server.url, MAIL === 'hang' ? short : {});
    await sent(mail, message('1'));
    const [first] = server.sockets;
    first?.removeAllListeners('data');
    first?.on('data', () =>
      MAIL === 'close' ? first.destroy() : MAIL === 'hang' ? null : first.write(`${MAIL}\r\n`),
    );
    expect(await sent(mail, message('2'))).toMatchObject({ outcome: 'sent', handings: 1 });
    expect(server.heard.filter((line) => line === 'end')).toHaveLength(2);
    await mail.close();
    await server.close();
  }
});

test('a fresh connection that dies is not tried again: that is for the next attempt', async () => {
  const server = await played({ MAIL: 'close' });
  expect(await sent(mailTo(server.url))).toMatchObject({ outcome: 'deferred', handings: 0 });
  expect(server.sockets).toHaveLength(1);
});

test('a used connection that dies after the letter went out is not replaced', async () => {
  const server = await played({}, {});
  const mail = mailTo(server.url);
  await sent(mail, message('1'));
  const [first] = server.sockets;
  first?.prependListener('data', (chunk) => chunk.toString().includes('\r\n.\r\n') && first.destroy());
  expect(await sent(mail, message('2'))).toMatchObject({ outcome: 'uncertain', handings: 1 });
  expect(server.sockets).toHaveLength(1);
});

test('a refused letter does not stand in the way of the next', async () => {
  const office = await openOffice({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('no') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
  });
  const mail = mailTo(office.url);
  const refused = await sent(mail, message('1', { to: { name: null, address: 'nobody@hario.example' } }));
  expect(refused).toMatchObject({ outcome: 'refused', code: 550, handings: 0 });
  expect(await sent(mail, message('2'))).toMatchObject({ outcome: 'sent' });
  expect(office.delivered.map(({ to }) => to)).toEqual([['sales@hario.example']]);
});

test('a slow server is waited for, as long as each answer keeps to its limit', async () => {
  const slow = (done: () => void) => void setTimeout(done, 500);
  const office = await openOffice({
    onMailFrom: (_address, _session, done) => slow(done),
    onRcptTo: (_address, _session, done) => slow(done),
  });
  expect(await sent(mailTo(office.url, { commandMs: 900 }))).toMatchObject({ outcome: 'sent', handings: 1 });
});

test('after the end of the data the longer limit holds, before it the shorter one', async () => {
  const server = await played({ end: 'hang' });
  const started = performance.now();
  expect(await sent(mailTo(server.url, { commandMs: 300, replyMs: 700 }))).toMatchObject({
    outcome: 'uncertain',
  });
  expect(performance.now() - started).toBeGreaterThan(650);
});

test('when it cannot be recorded that the letter goes out, no byte of it does', async () => {
  const server = await played({});
  const fail = () => Promise.reject(new Error('the database is away'));
  const thrown = () => {
    throw new Error('the database is away');
  };
  for (const onHanding of [fail, thrown]) {
    const outcome = await mailTo(server.url).send(message(), { onHanding });
    expect(outcome).toEqual({
      outcome: 'deferred',
      reason: 'That the letter goes out could not be recorded, so it was held back: the database is away',
    });
  }
  await pause(20);
  expect(server.heard.filter((line) => /^(DATA|end|Subject)/.test(line))).toEqual(['DATA', 'DATA']);
});

test('the record is made before the first byte, and is over before the outcome is told', async () => {
  const events: string[] = [];
  const server = await played({});
  const onHanding = async () => {
    events.push('asked');
    // The connection dies while the caller still commits.
    for (const socket of server.sockets) socket.destroy();
    await pause(50);
    events.push('recorded');
  };
  const outcome = await mailTo(server.url).send(message(), { onHanding });
  events.push(outcome.outcome);
  expect(events).toEqual(['asked', 'recorded', 'deferred']);
});

test('closing waits for the letter under way, says goodbye, and takes no more', async () => {
  const begun = Promise.withResolvers<void>();
  const office = await openOffice({
    onMailFrom(_address, _session, done) {
      begun.resolve();
      setTimeout(done, 80);
    },
  });
  const mail = mailTo(office.url, { connectionsMax: 1 });
  const first = sent(mail, message('1'));
  const second = sent(mail, message('2'));
  await begun.promise;
  await mail.close();
  expect(await first).toMatchObject({ outcome: 'sent' });
  const closed = { outcome: 'deferred', reason: 'Mail is being closed down.', handings: 0 };
  expect(await second).toEqual(closed);
  expect(await sent(mail, message('3'))).toEqual(closed);
  expect(office.delivered).toHaveLength(1);
});
