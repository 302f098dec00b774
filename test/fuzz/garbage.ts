import fc from 'fast-check';

/** JSON that no value stands for: it goes into the request as it is. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function toJson(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(toJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const pairs = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${toJson(inner)}`);
  return `{${pairs.join()}}`;
}

const DEPTH = 100_000;
const MANY = 1_000_000;

const numbers = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 2 ** 63, 1e21, 5e-324, Number.MAX_VALUE];
const json = ['1e400', '-1e400', '1E1', '0.1e1', '123456789012345678901234567890'];
const texts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u0007',
  '\u0085',
  '\u202e',
  '\ufeff',
  'ﷺ'.repeat(100),
  '👩‍👩‍👧‍👦'.repeat(40),
  'İSTANBUL',
  "'; drop table products; --",
  '%',
  '$1',
  'null',
  '1e3',
  '01',
  '1.0',
  '٣',
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999+23:59',
  '2026-01-01T00:00:00.123456789123456789Z',
  '999999999999999',
  '999999999999999.999999999999999',
  '0.-999999999999999.1.1',
  'Europe/Nowhere',
  'a@b@c.example',
];
const shapes: unknown[] = [null, true, [], {}, [[]], [null], { length: 1 }, { toString: 'x' }];

const enormous: unknown[] = [
  'x'.repeat(MANY),
  '\u0000'.repeat(MANY / 10),
  '1'.repeat(MANY / 2),
  new Raw('['.repeat(DEPTH) + ']'.repeat(DEPTH)),
  new Raw(`${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`),
];

/** What JSON can carry of anything. */
function harmless(value: unknown): unknown {
  const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner));
  return JSON.parse(text ?? 'null');
}

/** Any code point but half a pair; the library's own first makes a table of all of them. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(0x10ffff - 0x800)
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800));

export const garbage: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom(...numbers, ...texts, ...shapes), weight: 6 },
  { arbitrary: fc.constantFrom(...json.map((text) => new Raw(text))), weight: 2 },
  { arbitrary: fc.string({ unit: anyCharacter, maxLength: 300 }), weight: 2 },
  { arbitrary: fc.anything({ maxDepth: 2, withNullPrototype: true }).map(harmless), weight: 2 },
  { arbitrary: fc.constantFrom(...enormous), weight: 1 },
);

/** Names that objects have from birth, and names that are nobody's. */
export const strangeName: fc.Arbitrary<string> = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'companyId',
  'company_id',
  'ID',
  '',
  'a.b',
  'on_hand',
  '\u0000',
);
