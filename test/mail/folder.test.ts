import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { openMail } from '../../worker/mail.ts';
import { message, newFolder, sent } from './office.ts';

const from = { name: 'StockFlow', address: 'orders@stock.example' };

test('without a server, a letter is a whole mail in a file that is named after its day and id', async () => {
  const folder = join(newFolder(), 'mail');
  const outcome = await sent(openMail({ folder, from }), message('12', { text: 'Grüße\n' }));
  const path = join(folder, `${new Date().toISOString().slice(0, 10)}-12.eml`);
  expect(outcome).toEqual({ outcome: 'sent', response: `Written to ${path}`, path, handings: 1 });
  const parsed = await simpleParser(readFileSync(path));
  expect(parsed).toMatchObject({
    subject: 'Order PO-000012 from Fern & Kettle Ltd',
    messageId: '<letter-12@stock.example>',
    text: 'Grüße\n',
  });
});

test('sent twice it is one file with the newer letter, also on another day', async () => {
  const folder = newFolder();
  const mail = openMail({ folder, from });
  await sent(mail, message('12', { text: 'first\n' }));
  const [name = ''] = readdirSync(folder);
  renameSync(join(folder, name), join(folder, '2026-01-02-12.eml'));
  await Promise.all([
    sent(mail, message('12', { text: 'second\n' })),
    sent(mail, message('2')),
    sent(mail, message('112')),
  ]);
  expect(readdirSync(folder).filter((name) => name.endsWith('-12.eml'))).toEqual(['2026-01-02-12.eml']);
  expect(readdirSync(folder)).toHaveLength(3);
  expect(readFileSync(join(folder, '2026-01-02-12.eml'), 'utf8')).toContain('second');
});

test('a folder that cannot be written: deferred, with the reason, and nothing is left behind', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  const outcome = await sent(openMail({ folder: join(folder, 'file'), from }));
  expect(outcome).toMatchObject({ outcome: 'deferred' });
  expect(outcome).toHaveProperty('reason', expect.stringContaining('could not be written'));
  expect(readdirSync(folder)).toEqual(['file']);
});

test('when it cannot be recorded that the letter goes out, no file is written', async () => {
  const folder = newFolder();
  const onHanding = () => Promise.reject(new Error('the database is away'));
  expect(await openMail({ folder, from }).send(message(), { onHanding })).toMatchObject({
    outcome: 'deferred',
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a file has one kind of line end, and no NUL', async () => {
  const outcome = await sent(
    openMail({ folder: newFolder(), from }),
    message('12', { text: 'a\rb\nc\r\nd\0\n' }),
  );
  const raw = outcome.outcome === 'sent' && outcome.path ? readFileSync(outcome.path, 'utf8') : '';
  expect(raw).toContain('a\r\nb\r\nc\r\nd\r\n');
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
});
