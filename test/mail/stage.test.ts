import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { mailTo, message, sent, short } from './office.ts';
import { play, type Script } from './script.ts';

/** Each failure at each stage. A letter is at most handed once, and only what was handed whole can be uncertain. */

async function outcomeOf(script: Script, letter = message()) {
  const server = await play(script);
  onTestFinished(server.close);
  const limits = Object.values(script).includes('hang') ? short : {};
  const outcome = await sent(mailTo(server.url, limits), letter);
  return { ...outcome, heard: server.heard, connections: server.sockets.length };
}

const big = message('13', { text: 'A line of text, and many more of them.\n'.repeat(120_000) });

test('a server that takes the letter: sent, with its answer', async () => {
  expect(await outcomeOf({})).toMatchObject({ outcome: 'sent', response: '250 taken', handings: 1 });
});

test('nobody listens: deferred, and the letter is not handed', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  await new Promise((resolve) => server.close(resolve));
  const outcome = await sent(mailTo(`smtp://127.0.0.1:${port}`));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
  expect(outcome).toHaveProperty(
    'reason',
    expect.stringMatching(/cannot be reached: .*ECONNREFUSED.*Check SMTP_URL/),
  );
});

test('a name that does not resolve: deferred', async () => {
  const outcome = await sent(mailTo('smtp://mail.invalid'));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
});

const before: [what: string, script: Script, reason: RegExp][] = [
  ['no greeting', { greeting: 'hang' }, /reached, but did not answer in time: Greeting never received/],
  ['accepted, then closed', { greeting: 'close' }, /closed/i],
  ['4xx for a greeting', { greeting: '421 too busy' }, /does not serve us: 421 too busy/],
  ['5xx for a greeting is a fault of the setup', { greeting: '554 go away' }, /554 go away.*check SMTP_URL/],
  ['no answer to EHLO', { EHLO: 'hang' }, /did not answer in time/],
  ['closed at EHLO', { EHLO: 'close' }, /closed/i],
  ['421 on MAIL', { MAIL: '421 shutting down' }, /did not take the letter now: 421 shutting down/],
  ['451 on MAIL', { MAIL: '451 later' }, /451 later/],
  [
    '550 on MAIL speaks of our sender, not of the letter',
    { MAIL: '550 who are you' },
    /whatever comes.*550 who/,
  ],
  ['closed at MAIL', { MAIL: 'close' }, /lost before the letter was handed over/],
  ['no answer to MAIL', { MAIL: 'hang' }, /lost before the letter was handed over: Timeout/],
  ['450 on RCPT', { RCPT: '450 greylisted' }, /450 greylisted/],
  [
    '530 on RCPT asks for a login, whoever the letter is for',
    { RCPT: '530 log in' },
    /530 log in. Check SMTP_URL/,
  ],
  ['closed at RCPT', { RCPT: 'close' }, /lost before/],
  ['no answer to DATA', { DATA: 'hang' }, /lost before/],
  ['closed at DATA', { DATA: 'close' }, /lost before/],
  ['451 on DATA', { DATA: '451 later' }, /451 later/],
];

for (const [what, script, reason] of before)
  test(`${what}: deferred, and the letter is not handed`, async () => {
    const outcome = await outcomeOf(script);
    expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0, connections: 1 });
    expect(outcome).toHaveProperty('reason', expect.stringMatching(reason));
    expect(outcome.heard).not.toContain('end');
  });

test('5xx on RCPT or DATA: refused, with the code, and the letter is not handed', async () => {
  expect(await outcomeOf({ RCPT: '550 5.1.1 no such user' })).toMatchObject({
    outcome: 'refused',
    code: 550,
    reason: 'The mail server refused the letter: 550 5.1.1 no such user',
    handings: 0,
  });
  expect(await outcomeOf({ MAIL: '552 too big' })).toMatchObject({ outcome: 'refused', code: 552 });
  expect(await outcomeOf({ DATA: '554 no' })).toMatchObject({ outcome: 'refused', code: 554, handings: 0 });
});

test('a letter above the size that the server names is refused before it is sent', async () => {
  const outcome = await outcomeOf({ EHLO: '250-script\r\n250 SIZE 100' });
  expect(outcome).toMatchObject({ outcome: 'refused', code: null, handings: 0 });
});

test('commands that are sent together are told apart by their answers', async () => {
  const EHLO = '250-script\r\n250 PIPELINING';
  const none = '554 no valid recipients';
  const outcomes = [
    await outcomeOf({ EHLO, RCPT: '550 no such user', DATA: none }),
    await outcomeOf({ EHLO, RCPT: '450 greylisted', DATA: none }),
    await outcomeOf({ EHLO, MAIL: '451 later', RCPT: '503 no sender', DATA: '503 no sender' }),
    await outcomeOf({ EHLO, DATA: 'close' }),
    await outcomeOf({ EHLO }),
  ];
  expect(outcomes).toMatchObject([
    { outcome: 'refused', code: 550, handings: 0 },
    { outcome: 'deferred', handings: 0 },
    { outcome: 'deferred', handings: 0 },
    { outcome: 'deferred', handings: 0 },
    { outcome: 'sent', handings: 1 },
  ]);
});

test('an answer after the end of the data decides: 5xx refused, 4xx deferred', async () => {
  expect(await outcomeOf({ end: '552 too big' })).toMatchObject({
    outcome: 'refused',
    code: 552,
    handings: 1,
  });
  expect(await outcomeOf({ end: '451 later' })).toMatchObject({ outcome: 'deferred', handings: 1 });
  expect(await outcomeOf({ end: '421 shutting down' })).toMatchObject({ outcome: 'deferred', handings: 1 });
});

test('the whole letter handed over and no answer seen: uncertain, and never tried again', async () => {
  for (const end of ['close', 'hang', '354 what?', 'nonsense'] as const) {
    const outcome = await outcomeOf({ end });
    expect(outcome).toMatchObject({ outcome: 'uncertain', handings: 1, connections: 1 });
    expect(outcome.heard.filter((line) => line === 'end')).toEqual(['end']);
  }
});

test('lost in the middle of the data: not taken, so deferred, though it had begun', async () => {
  expect(await outcomeOf({ part: 'close' }, big)).toMatchObject({ outcome: 'deferred', handings: 1 });
  expect(await outcomeOf({ part: 'hang' }, big)).toMatchObject({ outcome: 'deferred', handings: 1 });
});

test('5xx in the middle of the data: refused; 250 there: uncertain, for it has not got the whole', async () => {
  expect(await outcomeOf({ part: '552 enough' }, big)).toMatchObject({ outcome: 'refused', code: 552 });
  expect(await outcomeOf({ part: '250 thank you' }, big)).toMatchObject({ outcome: 'uncertain' });
});

test('a small letter whose end may have gone out counts as handed', async () => {
  expect(await outcomeOf({ part: 'close' })).toMatchObject({ outcome: 'uncertain', handings: 1 });
});
