import type { Route } from '../rest.ts';
import { type Schema, schemaOf, within } from './schema.ts';

/** The name of each object, by the text of its schema. */
export type Objects = Map<string, string>;

/** What is answered for one thing of a noun gets a name, so that a generated client has one type for it. */
export function objectsOf(routes: Route[]): Objects {
  const found = routes.flatMap(({ id, output }) => {
    const [verb, noun = ''] = id.split('.').reverse();
    const schema = schemaOf(output, 'output');
    const one = verb === 'list' ? schema.properties?.items?.items : verb === 'get' ? schema : undefined;
    const name = noun.replace(/^./, (letter) => letter.toUpperCase());
    return one ? [[name, JSON.stringify(one)] as const] : [];
  });
  return new Map([...new Map(found)].map(([name, text]) => [text, name]));
}

/** The schema with each named object in it told by its name. */
export function named(schema: Schema, objects: Objects): Schema {
  const name = objects.get(JSON.stringify(schema));
  return name ? { $ref: `#/components/schemas/${name}` } : within(schema, (part) => named(part, objects));
}

export const componentsOf = (objects: Objects): Record<string, Schema> =>
  Object.fromEntries(
    [...objects].map(([text, name]) => [name, within(JSON.parse(text), (part) => named(part, objects))]),
  );
