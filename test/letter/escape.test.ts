import { assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import {
  digestLetter,
  invitationLetter,
  type Letter,
  noticeLetter,
  orderLetter,
  signInLetter,
} from '../../worker/letter.ts';
import { anyCharacter } from '../fuzz/garbage.ts';
import { digest, invitation, notice, order, signIn } from './sample.ts';

/** Every name, note, code and reason is somebody's text; links, days, costs and codes of money are not. */
const kept = /Day$|^day$|[uU]rl$|unitCost|currency|action|state/;

const hostile = (text: string) => ({
  order: orderLetter(filled(order, text)),
  digest: digestLetter(filled(digest, text)),
  notice: noticeLetter(filled(notice, text)),
  signIn: signInLetter(filled(signIn, text)),
  invitation: invitationLetter(filled(invitation, text)),
});

function filled<Data>(data: Data, text: string): Data {
  return JSON.parse(
    JSON.stringify(data, (key, value) => (typeof value === 'string' && !kept.test(key) ? text : value)),
  );
}

/** The page's skeleton: every tag with its attributes' names. */
const skeleton = ({ html }: Letter): string =>
  (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, '=')).join('\n');

const attacks = constantFrom(
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--',
  '</table></style></title><h1>',
  '&lt;b&gt;',
  '\u202Egnirts',
  '\ud800',
);

test('text of any kind stays text: it adds no tag and no attribute', () => {
  const skeletons = (text: string) => {
    const { order, digest, notice, signIn, invitation } = hostile(text);
    return [order, digest, notice, signIn, invitation].map(skeleton);
  };
  const plain = skeletons('plain');
  const check = (text: string): void => {
    expect(skeletons(text)).toEqual(plain);
  };
  // Own lines are for notes and addresses: a line break there is a <br> that belongs.
  const oneLine = (text: string) => `x${text.replace(/[\r\n\u2028\u2029]/g, ' ')}x`;
  assert(property(attacks, (text) => check(oneLine(text))));
  assert(property(string({ unit: anyCharacter, maxLength: 40 }), (text) => check(oneLine(text))));
});

test('a subject is one line of whole characters, whatever a name holds', () => {
  for (const letter of Object.values(hostile('Fern\r\nBcc: all@example.com\u2028\0\ud800')))
    expect(letter.subject).not.toMatch(/[\p{Cc}\u2028\p{Cs}]/u);
});

test('nothing is fetched and nothing runs', () => {
  for (const { html } of Object.values(hostile('plain'))) {
    expect(html).not.toMatch(/<(script|img|link|iframe|object|form|input|base)|url\(|@import|src=|\son\w+=/i);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('name="color-scheme" content="light dark"');
  }
});

test('a link that does not lead to the web is refused', () => {
  for (const url of ['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'https://a b', '']) {
    expect(() => digestLetter({ ...digest, appUrl: url })).toThrow('is not a web address');
    expect(() => noticeLetter({ ...notice, appUrl: url })).toThrow('is not a web address');
    expect(() => signInLetter({ ...signIn, url })).toThrow('is not a web address');
    expect(() => invitationLetter({ ...invitation, url })).toThrow('is not a web address');
    if (url) expect(() => orderLetter({ ...order, answerUrl: url })).toThrow('is not a web address');
  }
});

test('a link keeps its ampersands in both versions', () => {
  const { text, html } = orderLetter(order);
  expect(text).toContain('?letter=12&part=1\n');
  expect(html).toContain(
    'href="https://stock.fernandkettle.example/answer/9f2c4e7ab1d05836c7e2?letter=12&amp;part=1"',
  );
});
