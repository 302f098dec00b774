import { expect, test } from 'vitest';
import { serverOf } from '../../worker/mail/server.ts';

const of = (url: string) => serverOf(url, undefined);

test('ports and TLS follow from the URL', () => {
  expect(of('smtp://mail.example.com')).toMatchObject({ port: 587, isSecure: false, requireTls: false });
  expect(of('smtps://mail.example.com')).toMatchObject({ port: 465, isSecure: true });
  expect(of('smtp://[::1]:2525?tls=required')).toMatchObject({ host: '::1', port: 2525, requireTls: true });
});

test('a password leaves this machine only over TLS, unless one says otherwise', () => {
  expect(of('smtp://a:b@mail.example.com').requireTls).toBe(true);
  expect(of('smtp://a:b@mail.example.com?tls=optional').requireTls).toBe(false);
  expect(of('smtp://a:b@localhost').requireTls).toBe(false);
  expect(of('smtp://a:b@127.0.0.1?tls=required').requireTls).toBe(true);
  expect(of('smtp://a:b@127.0.0.1.evil.example').requireTls).toBe(true);
});
