import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** The style guide, as a test: what breaks it breaks the build, not a review. */

const kept = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
}).split('\n');
const files = kept.filter((file) => /\.(ts|tsx|mjs|sql|css)$/.test(file) && !isGenerated(file));
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const text = (file: string): string => readFileSync(file, 'utf8');

function isGenerated(file: string): boolean {
  return /^db\/migrations\/\d{4}_schema/.test(file);
}

test('there is something to check', () => {
  expect(sources.length).toBeGreaterThan(50);
});

test('what a run has written is not kept', () => {
  expect(kept.filter((file) => /\.(db(-\w+|\.lock.*|\.pid)?|log|eml)$/.test(file))).toEqual([]);
});

test('files stay under 300 lines', () => {
  const long = files.filter((file) => text(file).split('\n').length > 301);
  expect(long).toEqual([]);
});

test('folders say what lives in them', () => {
  const attics = files.filter((file) =>
    /(^|\/)(utils?|helpers?|lib|common|services?|misc|shared)\//.test(file),
  );
  expect(attics).toEqual([]);
});

test('comments are short', () => {
  const long = files.flatMap((file) => {
    const block = file.endsWith('.sql')
      ? /(^[ \t]*--.*\n?)+/gm
      : /^[ \t]*\/\*\*?[\s\S]*?\*\/|(^[ \t]*\/\/.*\n?)+/gm;
    const blocks = text(file).match(block) ?? [];
    return blocks.filter((block) => block.trim().split('\n').length > 5).map((block) => `${file}: ${block}`);
  });
  expect(long).toEqual([]);
});

test('nothing silences a check or puts work off', () => {
  const silencers = new RegExp(
    [
      'as a',
      'ny\\b|: a',
      'ny\\b|@ts-(ig',
      'nore|ex',
      'pect-error)|TO',
      'DO|FIX',
      'ME|\\.on',
      'ly\\(|\\.sk',
      'ip\\(',
    ].join(''),
  );
  const found = sources.flatMap((file) =>
    text(file)
      .split('\n')
      .filter((line) => silencers.test(line) && !/export type Json = /.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

/** Room by room: what it may import. Packages by name, our own folders by their first part. */
const mayImport: [room: RegExp, allowed: RegExp][] = [
  [/^worker\/forecast\//, /^worker\/forecast\/|^$/],
  [/^worker\/letter(\/|\.ts$)/, /^worker\/letter\/|^hono\/html$/],
  [/^db\/local/, /^db\/|^node:|^(drizzle-orm|@libsql\/client|@libsql\/core|libsql|zod)(\/|$)/],
  [/^db\//, /^db\/|^(drizzle-orm|@libsql\/client|@libsql\/core|zod)(\/|$)/],
  [/^api\//, /^(api|db)\/|^worker\/(forecast|letter)(\/|\.ts$)|^(hono|@trpc\/server|zod)(\/|$)/],
  [
    /^web\//,
    /^web\/|^api\/router\.ts$|^worker\/forecast\/|^(@fontsource-variable\/inter|@mantine\/(core|hooks)|@tanstack\/react-(query|virtual)|@trpc\/(client|server|tanstack-react-query)|react|react-dom|uplot|wouter)(\/|$)/,
  ],
  [/^chaos\//, /^(chaos|db|test|tools)\/|^node:|^@libsql\/client$/],
  [
    /^tools\//,
    /^(tools|db)\/|^worker\/(forecast\/|job\/recompute\.ts)|^api\/(input|env|router)\.ts$|^node:|^(@trpc\/(client|server)|zod)(\/|$)/,
  ],
  [/^start\//, /^(start|api|db|worker|tools)\/|^node:|^(@hono\/node-server|@libsql\/client)/],
  [
    /^worker\//,
    /^(worker|db)\/|^node:|^(@bull-board|@electric-sql\/[\w-]+|bullmq|ioredis|nodemailer|hono|@hono\/node-server|zod)(\/|$)/,
  ],
];

const importsOf = (
  file: string,
  statement = /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?'([^']+)'/gm,
): string[] =>
  [...text(file).matchAll(statement)].map(([, target = '']) =>
    target.startsWith('.') ? normalize(join(dirname(file), target)) : target,
  );

/** Types are erased before anything runs. */
const loadedBy = (file: string): string[] =>
  importsOf(file, /^(?:import|export)\s(?!type\s)(?:[^'"]*?\sfrom\s)?'([^']+)'/gm);

test('imports go one way', () => {
  const wrong = sources.flatMap((file) => {
    const room = mayImport.find(([room]) => room.test(file));
    return room
      ? importsOf(file)
          .filter((target) => !room[1].test(target))
          .map((target) => `${file} → ${target}`)
      : [];
  });
  expect(wrong).toEqual([]);
});

test('of the API, the window loads nothing: it knows the type of its router', () => {
  const loaded = sources
    .filter((file) => file.startsWith('web/'))
    .flatMap((file) => loadedBy(file).map((target) => `${file} → ${target}`))
    .filter((line) => /→ (api\/|@trpc\/server)/.test(line));
  expect(loaded).toEqual([]);
});

test('nothing that the edge loads needs Node', () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const target of loadedBy(file)) if (/^(api|db|worker)\//.test(target)) visit(target);
  };
  visit('api/edge.ts');
  expect(seen.size).toBeGreaterThan(30);
  const needsNode = [...seen].filter((file) =>
    loadedBy(file).some((target) => /^(node:|bullmq|ioredis|libsql$)/.test(target)),
  );
  expect(needsNode).toEqual([]);
});

test('decisions are dated', () => {
  const pages = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'docs/decisions'],
    {
      encoding: 'utf8',
    },
  );
  for (const page of pages.split('\n').filter(Boolean))
    expect(basename(page)).toMatch(/^\d{4}-\d{2}-\d{2}-[a-z-]+\.md$/);
});

test('the lockfile serves every platform and names no registry', () => {
  const { packages }: { packages: Record<string, { resolved?: string; optionalDependencies?: object }> } =
    JSON.parse(text('package-lock.json'));
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !names.has(name)),
  );
  expect(missing).toEqual([]);
  expect(Object.values(packages).filter(({ resolved }) => resolved)).toEqual([]);
});
