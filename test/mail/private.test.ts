import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openMail } from '../../worker/mail.ts';
import { mailTo, newFolder, openOffice, sent, short } from './office.ts';
import { play } from './script.ts';

/** A certificate for localhost that nobody knows but us. */
function certificate(): { key: string; cert: string } | null {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        ...subject,
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const own = certificate();
const withCertificate = test.skipIf(own === null);
if (own === null) console.info('TLS is not tested here: openssl is not installed');
const secured = { ...own, disabledCommands: [] };

const onAuth: NonNullable<Parameters<typeof openOffice>[0]>['onAuth'] = (
  { username, password },
  _session,
  done,
) =>
  username === 'shop' && password === 'p@ss/word' ? done(null, { user: username }) : done(new Error('wrong'));

withCertificate('TLS is taken where it is offered, and a letter goes through it', async () => {
  const office = await openOffice(secured);
  const mail = mailTo(`smtp://localhost:${office.port}`, {}, own?.cert);
  expect(await sent(mail)).toMatchObject({ outcome: 'sent', handings: 1 });
  expect(await sent(mail)).toMatchObject({ outcome: 'sent', handings: 1 });
  expect(new Set(office.delivered.map(({ session }) => session)).size).toBe(1);
});

withCertificate('smtps speaks TLS from the first byte', async () => {
  const office = await openOffice({ ...secured, secure: true });
  const mail = mailTo(`smtps://localhost:${office.port}`, {}, own?.cert);
  expect(await sent(mail)).toMatchObject({ outcome: 'sent', handings: 1 });
});

withCertificate('a certificate that nobody vouches for: deferred, with or without smtps', async () => {
  for (const secure of [true, false]) {
    const office = await openOffice({ ...secured, secure });
    const outcome = await sent(mailTo(`${secure ? 'smtps' : 'smtp'}://localhost:${office.port}`));
    expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
    expect(outcome).toHaveProperty(
      'reason',
      expect.stringMatching(/self-signed certificate.*Check SMTP_URL/),
    );
    expect(office.delivered).toEqual([]);
  }
});

withCertificate('a certificate for another name: deferred', async () => {
  const office = await openOffice({ ...secured, secure: true });
  const outcome = await sent(mailTo(`smtps://127.0.0.1:${office.port}`, {}, own?.cert));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
});

test('an authority that is no certificate: deferred', async () => {
  const office = await openOffice({ secure: true, disabledCommands: [] });
  const ca = '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----';
  const outcome = await sent(mailTo(`smtps://localhost:${office.port}`, {}, ca));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
});

test('smtps to a server that speaks plainly: deferred', async () => {
  const office = await openOffice();
  const outcome = await sent(mailTo(`smtps://localhost:${office.port}`));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
});

test('a handshake that never ends: deferred in time', async () => {
  const server = await play({ greeting: 'hang' });
  onTestFinished(server.close);
  const outcome = await sent(mailTo(server.url.replace('smtp:', 'smtps:'), { connectMs: 100 }));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
  expect(outcome).toHaveProperty('reason', expect.stringContaining('no connection within 0.1 s'));
});

test('tls=required does without a server that offers none', async () => {
  const office = await openOffice();
  const outcome = await sent(mailTo(`${office.url}?tls=required`));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
  expect(outcome).toHaveProperty(
    'reason',
    expect.stringContaining('does not offer a private connection (TLS)'),
  );
  expect(office.delivered).toEqual([]);
});

test('a password opens the door on this machine, a wrong one is a fault of the setup', async () => {
  const office = await openOffice({ onAuth, authOptional: false, allowInsecureAuth: true });
  const at = `127.0.0.1:${office.port}`;
  expect(await sent(mailTo(`smtp://shop:p%40ss%2Fword@${at}`))).toMatchObject({ outcome: 'sent' });
  expect(office.delivered[0]?.user).toBe('shop');
  const outcome = await sent(mailTo(`smtp://shop:hush-hush@${at}`));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
  expect(outcome).toHaveProperty(
    'reason',
    expect.stringMatching(/user and password of SMTP_URL: 535.*check SMTP_URL/),
  );
  expect(JSON.stringify(outcome)).not.toContain('hush');
});

test('a login that the server asks for and nobody gave: deferred', async () => {
  const office = await openOffice({ onAuth, authOptional: false, allowInsecureAuth: true });
  const outcome = await sent(mailTo(office.url));
  expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
  expect(outcome).toHaveProperty('reason', expect.stringMatching(/530.*Check SMTP_URL/));
});

test('a login that is cut off, put off or never answered: deferred, and only 5xx asks for a change', async () => {
  for (const AUTH of ['close', 'hang', '454 try later', '535 no'] as const) {
    const server = await play({ EHLO: '250-script\r\n250 AUTH PLAIN', AUTH });
    const outcome = await sent(
      mailTo(server.url.replace('//', '//shop:secret@'), AUTH === 'hang' ? short : {}),
    );
    expect(outcome).toMatchObject({ outcome: 'deferred', handings: 0 });
    const advice = expect.stringContaining('put right: check SMTP_URL');
    expect(outcome).toHaveProperty(
      'reason',
      AUTH === '535 no' ? advice : expect.not.stringContaining('put right'),
    );
    await server.close();
  }
});

test('a URL that cannot be used stops the start with a sentence that keeps the password to itself', () => {
  const wrong: [url: string, sentence: RegExp][] = [
    ['http://mail.example.com', /must look like smtps:/],
    ['mail.example.com:587', /must look like smtps:/],
    ['smtp://', /must look like smtps:/],
    ['smtp://mail.example.com?tls=no', /"required" or "optional"/],
    ['smtp://mail.example.com?pool=1', /unknown option: pool/],
    ['smtp://shop@mail.example.com', /not both/],
    ['smtp://shop:hush%2@mail.example.com', /written %25/],
  ];
  const from = { name: 'StockFlow', address: 'orders@stock.example' };
  for (const [smtpUrl, sentence] of wrong) {
    expect(() => openMail({ smtpUrl, folder: newFolder(), from }), smtpUrl).toThrow(sentence);
    expect(() => openMail({ smtpUrl, folder: newFolder(), from }), smtpUrl).not.toThrow(/hush/);
  }
  for (const address of ['StockFlow <a@b.example>', 'bюро@stock.example', ''])
    expect(() => openMail({ folder: newFolder(), from: { name: '', address } })).toThrow('sent from');
});
