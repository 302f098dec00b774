import { describe, expect, test } from 'vitest';
import { deviceOf } from '../../api/session/device.ts';
import { clientGroup } from '../../api/session/limit.ts';
import { clientOf } from '../../start/serve.ts';
import { FIREFOX } from '../person.ts';

describe('a device is told in a few words', () => {
  test.each([
    [FIREFOX, 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
      'Chrome on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'Safari on Mac',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) CriOS/140.0 Mobile Safari/604',
      'Chrome on iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['curl/8.9.1', 'curl'],
    ['', 'An unknown device'],
    ['<script>alert(1)</script>', 'An unknown device'],
  ])('%s', (userAgent, device) => {
    expect(deviceOf(userAgent)).toBe(device);
  });
});

test('one network of IPv6 is one client', () => {
  expect(clientGroup('2001:db8:1:2:aaaa::1')).toBe(clientGroup('2001:db8:1:2:bbbb::2'));
  expect(clientGroup('2001:db8:1:2::1')).not.toBe(clientGroup('2001:db8:1:3::1'));
  expect(clientGroup('2001:db8::aaaa:0:0:1')).toBe('2001:db8:0:0');
  expect(clientGroup('2001:db8::1')).toBe('2001:db8:0:0');
  expect(clientGroup('192.0.2.1')).toBe('192.0.2.1');
  expect(clientGroup('::ffff:192.0.2.1')).not.toBe(clientGroup('::ffff:192.0.2.2'));
});

test('the client is who connects, or the last whom the proxy names', () => {
  const incoming = { socket: { remoteAddress: '10.0.0.7' } };
  const request = new Request('http://stockflow/', { headers: { 'x-forwarded-for': '6.6.6.6, 192.0.2.9' } });
  expect(clientOf(request, incoming, undefined)).toBe('10.0.0.7');
  expect(clientOf(request, incoming, 'X-Forwarded-For')).toBe('192.0.2.9');
  expect(clientOf(request, incoming, 'CF-Connecting-IP')).toBe('10.0.0.7');
});
