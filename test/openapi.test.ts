import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { type $ZodType, safeParse } from 'zod/v4/core';
import { inward } from '../api/casing.ts';
import { addressOf } from '../api/docs/curl.ts';
import { entriesOf } from '../api/docs/operation.ts';
import { isRef, ownParameters } from '../api/openapi/operation.ts';
import { faultCodes, refusals, statusOf } from '../api/openapi/refusal.ts';
import { openApiDocument } from '../api/openapi.ts';
import { type Route, routesOf } from '../api/rest.ts';
import { appRouter } from '../api/router.ts';
import { sentences } from '../db/fault.ts';
import { openRoom } from './room.ts';

const room = openRoom();
const document = await openApiDocument();
const entries = entriesOf(document);
const routes = await routesOf(appRouter);
const routeOf = (id: string): Route => {
  const route = routes.find((route) => route.id === id);
  if (!route) throw new Error(`no route ${id}`);
  return route;
};
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test('the document passes the recommended rules without a warning', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const lint = async (source: object) => {
    const problems = await lintFromString({
      source: JSON.stringify(source),
      absoluteRef: 'openapi.json',
      config,
    });
    return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`);
  };
  expect(await lint(document)).toEqual([]);
  expect(await lint({ ...document, components: {} })).not.toEqual([]);
});

/** They deal in cookies, which only a browser has. */
const forTheWindow = ['requestLink', 'start', 'switchCompany', 'devices', 'end', 'endAll', 'endDevice'].map(
  (name) => `session.${name}`,
);

test('every procedure but those of the window has a REST route, and every route is documented once', () => {
  const ids = Object.keys(appRouter._def.procedures);
  expect(routes.map(({ id }) => id)).toEqual(ids.filter((id) => !forTheWindow.includes(id)));
  expect(ids).toEqual(expect.arrayContaining(forTheWindow));
  const documented = entries.map(({ method, path, operation }) => [operation.operationId, method, path]);
  const mounted = routes.map(({ id, rest }) => [id, rest.method.toLowerCase(), `/api${rest.path}`]);
  expect(documented.toSorted()).toEqual(mounted.toSorted());
  expect(new Set(mounted.map(([, method, path]) => `${method} ${path}`)).size).toBe(routes.length);
});

test.each(entries)('$method $path is mounted and asks for a key', async ({ method, path, operation }) => {
  const answer = await room.fetch(addressOf(path, operation), { method: method.toUpperCase() });
  expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'unauthenticated' }]);
});

test('what is served is made of the procedures as they are now', async () => {
  const answer = await room.fetch('/openapi.json');
  expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
  for (const { operation } of entries) {
    const body = operation.requestBody?.content['application/json'].schema.properties ?? {};
    const named = [...ownParameters(operation).map(({ name }) => name), ...Object.keys(body)];
    const { input } = routeOf(operation.operationId);
    expect(named.toSorted(), operation.operationId).toEqual(fieldsOf(input).map(snake).toSorted());
  }
});

const fieldsOf = (schema: $ZodType | undefined): string[] => {
  const shape = schema && 'shape' in schema._zod.def ? schema._zod.def.shape : {};
  return Object.keys(shape ?? {});
};

test('each operation tells the role that it needs', async () => {
  const company = await room.company();
  const ranks = ['viewer', 'operator', 'owner'] as const;
  const keys = { viewer: await company.keyFor('viewer'), operator: await company.keyFor('operator') };
  for (const { method, path, operation } of entries) {
    const address = addressOf(path, operation).replace('/api', '');
    for (const role of ['viewer', 'operator'] as const) {
      const { status } = await company.as(keys[role])(method.toUpperCase(), address);
      const isEnough = ranks.indexOf(role) >= ranks.indexOf(operation['x-role']);
      expect(status === 403, `${role} at ${operation.operationId}`).toBe(!isEnough);
    }
  }
});

test('a query is documented without the refusals that only a mutation meets', () => {
  for (const { method, operation } of entries) {
    const statuses = Object.keys(operation.responses);
    expect(statuses).toEqual(expect.arrayContaining(['401', '429', '500', '503']));
    if (method === 'get') expect(statuses).not.toEqual(expect.arrayContaining(['409']));
    if (method === 'get') expect(statuses).not.toEqual(expect.arrayContaining(['422']));
    if (method !== 'get') expect(statuses).toEqual(expect.arrayContaining(['409', '422']));
  }
});

test('every heading is described, and every code has a status that is documented', () => {
  const used = entries.flatMap(({ operation }) => operation.tags);
  expect(document.tags.map(({ name }) => name).toSorted()).toEqual([...new Set(used)].toSorted());
  expect(document.tags.filter(({ description }) => description.length < 10)).toEqual([]);
  const documented = new Set(refusals.map(({ status }) => status));
  expect(faultCodes.filter((code) => !documented.has(statusOf(code)))).toEqual([]);
});

test('every example of an answer is one that the procedure could give', () => {
  for (const { operation } of entries) {
    const [reply] = Object.values(operation.responses);
    if (!reply || isRef(reply)) throw new Error(operation.operationId);
    const { output } = routeOf(operation.operationId);
    const answer = inward(output, false)(reply.content['application/json'].example);
    expect(safeParse(output, answer).error?.issues, operation.operationId).toBeUndefined();
  }
});

test('the page tells each operation with a call that its procedure takes', async () => {
  const page = await pageText();
  for (const { method, path, operation } of entries) {
    const id = operation.operationId;
    const article = page.split(`<article class="operation" id="${id}"`)[1]?.split('</article>')[0] ?? '';
    expect(unescaped(article.replaceAll('<wbr>', '')), id).toContain(`<code>${path}</code>`);
    expect(unescaped(article), id).toContain(operation.summary);
    expect(article, id).toContain(`<code>${id}</code>`);
    expect(article, id).toContain(`>${operation['x-role']}</a>`);
    const call = callIn(unescaped(article));
    expect(call.method, id).toBe(method.toUpperCase());
    const { input } = routeOf(id);
    if (!input) continue;
    const names = path.split('/').flatMap((part, at) => (part.startsWith('{') ? [[part, at] as const] : []));
    const inPath = names.map(([name, at]) => [name.slice(1, -1), call.url.pathname.split('/')[at]]);
    const text = { ...Object.fromEntries(inPath), ...Object.fromEntries(call.url.searchParams) };
    const given = Object.assign({}, inward(input, true)(text), inward(input, false)(call.body));
    expect(safeParse(input, given).error?.issues, id).toBeUndefined();
  }
});

/** The curl line of an operation, read as a shell would. */
function callIn(article: string): { method: string; url: URL; body: unknown } {
  const [, verb, address] = /curl (?:-X (\w+) )?"\$STOCKFLOW_URL([^"]+)"/.exec(article) ?? [];
  const body = /-d '([\s\S]*?)'<\/code>/.exec(article)?.[1]?.replaceAll(`'\\''`, "'");
  return {
    method: verb ?? 'GET',
    url: new URL(address ?? '', 'http://stockflow'),
    body: body ? JSON.parse(body) : {},
  };
}

const pageText = async (): Promise<string> => (await room.fetch('/docs')).text();

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

test('the page tells each code of refusal with its status and its sentence', async () => {
  const rows = unescaped(await pageText()).split('<tr');
  for (const code of faultCodes) {
    const row = rows.find((row) => row.includes(`<th scope="row"><code>${code}</code>`)) ?? '';
    expect(row).toContain(`<td>${statusOf(code)}</td>`);
    expect(row).toContain(sentences[code]);
  }
});

test('the page needs no script and fetches nothing, and each link in it leads somewhere', async () => {
  const answer = await room.fetch('/docs');
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  const page = await answer.text();
  expect(page).not.toMatch(/<script|<iframe|<img|@import|url\(|\bon\w+="|javascript:/i);
  const targets = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target = '']) => target);
  expect(targets.filter((target) => !/^(#|data:,$|\/openapi\.json$)/.test(target))).toEqual([]);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(targets.filter((target) => target.startsWith('#') && !ids.includes(target.slice(1)))).toEqual([]);
  expect(page).toBe(await pageText());
});
