import { beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '../../api/openapi.ts';
import { type Route, routesIn } from '../contract/document.ts';
import { dumpOf } from '../dump.ts';
import type { Answer, Company, Json } from '../room.ts';
import { openRoom } from '../room.ts';
import { furnish, type World } from '../tenancy/world.ts';

/** Nobody sets what is not theirs to set: a field that a procedure does not name is refused, wherever it stands. */

const room = openRoom();
let company: Company;
let world: World;
beforeAll(async () => {
  company = await room.company();
  world = await furnish(room, company, 'ordinary');
});

/** What a row has and a caller may not choose. */
const forged: Record<string, unknown> = {
  company_id: 2,
  id: 1,
  actor: 'member:1',
  on_hand: 1_000_000,
  status: 'received',
  // As JSON can name it, and a literal cannot.
  ...JSON.parse('{"__proto__": {"on_hand": 1}}'),
};

const document = await openApiDocument();
const withBody = routesIn(document).flatMap((route) => (route.body ? [[route.id, route] as const] : []));

/** The document's own example, with ids that there are. */
function exampleOf(route: Route): Json {
  const { post, patch, put } = document.paths[route.path] ?? {};
  const found = [post, patch, put].find((operation) => operation?.operationId === route.id);
  return JSON.parse(JSON.stringify(found?.requestBody?.content['application/json'].example ?? {}));
}

/** Every object in it, with the fields that the document names there. */
function objectsIn(
  value: Json,
  schema: Json,
  at: string[] = [],
): { at: string[]; known: string[]; object: Json }[] {
  if (Array.isArray(value))
    return value.flatMap((one, index) => objectsIn(one, schema?.items, [...at, String(index)]));
  if (typeof value !== 'object' || value === null) return [];
  const known = Object.keys(schema?.properties ?? {});
  const inner = Object.entries(value).flatMap(([name, one]) =>
    objectsIn(one, schema?.properties?.[name], [...at, name]),
  );
  return [{ at, known, object: value }, ...inner];
}

test.each(withBody)('%s takes no field that it does not name', async (_, route) => {
  const before = await rows();
  const path = route.path.replace('/api', '').replace(/\{(\w+)_id\}/g, (_name, noun: string) => idOf(noun));
  const places = objectsIn(exampleOf(route), route.body).length;
  for (let place = 0; place < places; place++)
    for (const [name, value] of Object.entries(forged)) {
      const body = exampleOf(route);
      const found = objectsIn(body, route.body)[place];
      if (!found || found.known.includes(name)) continue;
      Object.defineProperty(found.object, name, { value, enumerable: true });
      const answer = await company.rest(route.method, path, body);
      const field = [...found.at, name].join('.');
      expect([field, refusedFields(answer)]).toEqual([field, expect.arrayContaining([field])]);
    }
  expect(await rows()).toEqual(before);
});

/** An import refuses a line and takes the others. */
function refusedFields({ status, body }: Answer): string[] {
  const lines = status === 200 && body.refused === body.results?.length ? body.results : [];
  const refused = status === 400 && body.code === 'invalid_input' ? body.details : lines;
  return refused.flatMap(({ field, message, line, details = [{ field, message }] }: Json) =>
    details
      .filter((one: Json) => one.message === 'is not a known field')
      .map((one: Json) => (line === undefined ? one.field : `lines.${line}.${one.field}`)),
  );
}

/** All but who tried what: an import is noted, whatever came of it. */
const rows = () => dumpOf(room.client, { without: ['acts'] });

const idOf = (noun: string): string =>
  String(
    Reflect.get(
      world,
      noun.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    ),
  );

test('what was answered is no input: an object that was read cannot be written back with its ids and figures', async () => {
  const { body: product } = await company.rest('GET', `/products/${world.product}`);
  const refused = await company.rest('PATCH', `/products/${world.product}`, {
    ...product,
    name: 'Taken over',
  });
  expect(refused.status).toBe(400);
  expect((await company.rest('GET', `/products/${world.product}`)).body).toEqual(product);
});
