import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What is known to be unsafe below these versions stays out, also where no registry answers `npm audit`. */

const floors: [name: string, floor: string, why: string][] = [
  ['hono', '4.13.5', 'CVE-2026-84363 to 84365; before 4.12.16 its bodyLimit let chunked bodies through'],
  ['@hono/node-server', '2.0.10', 'serveStatic could be led out of its folder'],
  ['@trpc/server', '11.8.0', 'CVE-2025-68130, prototype pollution'],
  ['drizzle-orm', '0.45.2', 'CVE-2026-39356, injection through identifiers'],
  ['nodemailer', '9.1.0', 'CVE-2025-14874 and line breaks in headers and envelopes'],
  ['ioredis', '6.0.0', 'uncontrolled recursion'],
];

const { packages }: { packages: Record<string, { version?: string }> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);

/** Every copy there is, also those that other packages brought along. */
const installed = (name: string): string[] =>
  Object.entries(packages).flatMap(([path, { version }]) =>
    path.endsWith(`node_modules/${name}`) && version ? [version] : [],
  );

const isBelow = (version: string, floor: string): boolean => {
  const [one, other] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = (one ?? []).findIndex((part, index) => part !== other?.[index]);
  return at >= 0 && Number(one?.[at]) < Number(other?.[at]);
};

test.each(floors)('%s is %s or later', (name, floor) => {
  expect(installed(name).length).toBeGreaterThan(0);
  expect(installed(name).filter((version) => isBelow(version, floor))).toEqual([]);
});

test.each([
  ['4.13.4', '4.13.5', true],
  ['4.9.9', '4.13.5', true],
  ['3.99.99', '4.0.0', true],
  ['4.13.5', '4.13.5', false],
  ['4.14.0', '4.13.5', false],
  ['10.0.0-beta.1', '9.1.0', false],
])('%s is below %s: %s', (version, floor, below) => {
  expect(isBelow(version, floor)).toBe(below);
});
