import { simpleParser } from 'mailparser';
import { expect, onTestFinished, test } from 'vitest';
import { orderLetter } from '../../worker/letter.ts';
import { messageIdOf } from '../../worker/mail.ts';
import { order } from '../letter/sample.ts';
import { mailTo, message, openOffice, sent } from './office.ts';
import { play } from './script.ts';

const delivered = async (letter = message(), options = {}) => {
  const office = await openOffice(options);
  const outcome = await sent(mailTo(office.url), letter);
  expect(outcome).toMatchObject({ outcome: 'sent', handings: 1 });
  const [taken] = office.delivered;
  if (!taken) throw new Error('nothing was delivered');
  const [head = '', body = ''] = taken.raw.split(/\r\n\r\n(.*)/s);
  return { ...taken, head, body, parsed: await simpleParser(taken.raw) };
};

const namesIn = (head: string) => head.split(/\r\n(?![ \t])/).map((line) => line.split(':')[0]);

test('an order arrives as it was written: header by header, line by line, text and page', async () => {
  const letter = orderLetter(order);
  const { from, to, raw, head, parsed } = await delivered(message('12', letter));
  expect({ from, to }).toEqual({ from: 'orders@stock.example', to: ['sales@hario.example'] });
  expect(namesIn(head).sort()).toEqual(
    [
      'X-StockFlow-Letter',
      'From',
      'To',
      'Reply-To',
      'Subject',
      'Message-ID',
      'Date',
      'MIME-Version',
      'Content-Type',
    ].sort(),
  );
  expect(parsed.from?.value).toEqual([{ name: 'Fern & Kettle Ltd', address: 'orders@stock.example' }]);
  expect([parsed.to].flat()[0]?.value).toEqual([
    { name: 'Hario Europe B.V.', address: 'sales@hario.example' },
  ]);
  expect(parsed.replyTo?.value).toEqual([
    { name: 'Fern & Kettle Ltd', address: 'buying@fernandkettle.example' },
  ]);
  expect(parsed.subject).toBe('Order PO-000012 from Fern & Kettle Ltd');
  expect(parsed.messageId).toBe('<letter-12@stock.example>');
  expect(parsed.headers.get('x-stockflow-letter')).toBe('12');
  expect(Math.abs(Date.now() - (parsed.date?.getTime() ?? 0))).toBeLessThan(60_000);
  expect(parsed.text?.split('\n')).toEqual(letter.text.split('\n'));
  expect(`${parsed.html}`.split('\n')).toEqual(letter.html.split('\n'));
  expect(parsed.attachments).toEqual([]);
  expect(raw.split('\r\n').filter((line) => line.length > 78 || /[^\x20-\x7e\t]/.test(line))).toEqual([]);
});

test('names and subjects beyond ASCII arrive whole, encoded on the way', async () => {
  const name = 'شركة النخيل "للتجارة" 🍵, <x@y.example>';
  const subject = `Order PO-1 from ${'日本茶道具株式会社 🍵 '.repeat(12)}`.trim();
  const { head, parsed } = await delivered(
    message('12', {
      fromName: name,
      subject,
      to: { name, address: 'sales@hario.example' },
      text: 'أهلا 🍵\n',
    }),
  );
  expect(head).toMatch(/^[\x20-\x7e\r\n\t]*$/);
  expect(parsed.subject).toBe(subject);
  expect(parsed.from?.value).toEqual([{ name, address: 'orders@stock.example' }]);
  expect([parsed.to].flat()[0]?.value).toEqual([{ name, address: 'sales@hario.example' }]);
  expect(parsed.text).toBe('أهلا 🍵\n');
});

test('lines that mean something to SMTP are only text', async () => {
  const text = '.\n..\n.QUIT\nFrom me\n\nRSET\n \n= =20 =\nlast line, without an end';
  const { parsed } = await delivered(message('12', { text }));
  expect(parsed.text?.trimEnd().split('\n')).toEqual(text.split('\n'));
});

const smuggled = [
  '\r\nBcc: all@evil.example',
  '\nBcc: all@evil.example',
  '\r\n\r\nbody',
  '\rBcc: x@evil.example',
  '\0\u2028X: y',
];

test('line breaks in names, subject and headers make no header and no recipient', async () => {
  const plain = namesIn((await delivered()).head);
  for (const tail of smuggled) {
    const { to, head, parsed } = await delivered(
      message('12', {
        fromName: `Fern${tail}`,
        subject: `Order${tail}`,
        to: { name: `Hario${tail}`, address: 'sales@hario.example' },
        replyTo: { name: `Buyer${tail}`, address: 'buying@fernandkettle.example' },
        headers: { 'X-StockFlow-Letter': '12', 'X-Note': `note${tail}` },
      }),
    );
    expect(to).toEqual(['sales@hario.example']);
    expect(namesIn(head).filter((name) => name !== 'X-Note')).toEqual(plain);
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.text).toBe('Fern & Kettle Ltd\nPurchase order\n');
  }
});

test('a text that ends the data by a trick of line ends is one letter', async () => {
  for (const end of ['\r\n.\r\n', '\n.\n', '\r.\r', '\n.\r\n', '\r\n.\r', '\0.\r\n']) {
    const office = await openOffice();
    const text = `one${end}MAIL FROM:<a@evil.example>\r\nRCPT TO:<b@evil.example>\r\nDATA\r\nSubject: two\r\n\r\ntwo${end}`;
    expect(await sent(mailTo(office.url), message('12', { text }))).toMatchObject({ outcome: 'sent' });
    expect(office.delivered.map(({ to }) => to)).toEqual([['sales@hario.example']]);
  }
});

test('what is not one plain address is refused before any server is asked', async () => {
  const mail = mailTo('smtp://mail.invalid');
  const wrong = [
    'a@x.example, b@y.example',
    'a@x.example;b@y.example',
    'Hario <a@x.example>',
    '<a@x.example>',
    'a@x.example\r\nRCPT TO:<b@y.example>',
    '"a b"@x.example',
    'a(comment)@x.example',
    'a@b@x.example',
    'a@[127.0.0.1]',
    'a@x..example',
    'a..b@x.example',
    'a@',
    '@x.example',
    'a',
    '',
    'a@x.example ',
    'a@x/y.example',
    'a@x%00.example',
    `${'a'.repeat(65)}@x.example`,
    `a@${'x.'.repeat(130)}example`,
  ];
  for (const address of wrong) {
    const to = await sent(mail, message('12', { to: { name: null, address } }));
    expect(to, address).toMatchObject({ outcome: 'refused', code: null, handings: 0 });
    const replyTo = await sent(mail, message('12', { replyTo: { name: null, address } }));
    expect(replyTo, address).toMatchObject({ outcome: 'refused', code: null, handings: 0 });
  }
});

test('a header that is not ours to set, or an id that is a path, is refused', async () => {
  const mail = mailTo('smtp://mail.invalid');
  const wrong = [
    message('12', { headers: { 'X-StockFlow-Letter': '12', 'X-A\r\nBcc': 'all@evil.example' } }),
    message('12', { headers: { 'X-StockFlow-Letter': '../../etc/cron' } }),
    message('12', { messageId: '<a@b>\r\nBcc: all@evil.example' }),
    message('12', { messageId: '' }),
  ];
  for (const letter of wrong)
    expect(await sent(mail, letter)).toMatchObject({ outcome: 'refused', handings: 0 });
});

test('an address of a domain beyond ASCII is written the way every server knows', async () => {
  const server = await play({});
  onTestFinished(server.close);
  await sent(mailTo(server.url), message('12', { to: { name: null, address: 'sales@Müller.example' } }));
  expect(server.heard).toContain('RCPT TO:<sales@xn--mller-kva.example>');
});

test('an address beyond ASCII goes to a server that takes such, and is refused for one that does not', async () => {
  const letter = message('12', { to: { name: null, address: 'бюро@hario.example' } });
  expect(await delivered(letter)).toMatchObject({ to: ['бюро@hario.example'], utf8: true });
  const office = await openOffice({ hideSMTPUTF8: true });
  const outcome = await sent(mailTo(office.url), letter);
  expect(outcome).toMatchObject({ outcome: 'refused', code: null, handings: 0 });
  expect(outcome).toHaveProperty('reason', expect.stringContaining('lacks SMTPUTF8'));
  expect(office.delivered).toEqual([]);
});

test('one letter has one Message-ID, whatever attempt it is', () => {
  expect(messageIdOf(12, 'orders@stock.example')).toBe('<letter-12@stock.example>');
  expect(messageIdOf('12', 'orders@Müller.example')).toBe('<letter-12@xn--mller-kva.example>');
  expect(() => messageIdOf('1\r\nX: y', 'orders@stock.example')).toThrow('no Message-ID');
  expect(() => messageIdOf(12, 'nobody')).toThrow('no Message-ID');
});
