import type { AnyRouter } from '@trpc/server';
import { isFaultCode } from '../../db/fault.ts';
import { operator, owner, viewer } from '../procedure.ts';
import type { Route } from '../rest.ts';
import { answerExample, type Example, fieldExample, requestExample } from './example.ts';
import { nounOf, subjectOf } from './noun.ts';
import { named, type Objects } from './object.ts';
import { refusals } from './refusal.ts';
import { type Schema, schemaOf } from './schema.ts';

export type Ref = { $ref: string };
export type Role = 'viewer' | 'operator' | 'owner';
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
  description?: string;
  example?: unknown;
};
export type Media = { 'application/json': { schema: Schema; example?: Example } };
export type Reply = { description: string; headers?: Record<string, Ref>; content: Media };
/** An answer that has nothing to say but that there is none. */
export type Bare = Omit<Reply, 'content'>;
export type Operation = {
  /** Where the procedure is at the tRPC door. */
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  'x-role': Role;
  'x-procedure': 'query' | 'mutation';
  parameters: (Parameter | Ref)[];
  requestBody?: { required: boolean; content: Media };
  responses: Record<string, Reply | Ref>;
};

export function operationOf(route: Route, procedures: Procedures, objects: Objects): Operation {
  const { rest, id } = route;
  const input = route.input && schemaOf(route.input, 'input');
  const role = roleOf(id, procedures);
  const kind = route.type === 'mutation' ? 'mutation' : 'query';
  return {
    operationId: id,
    summary: rest.summary,
    description: `${needs[role]} The same at the tRPC door: the ${kind} \`${id}\`.`,
    tags: [nounOf(id).name],
    'x-role': role,
    'x-procedure': kind,
    parameters: [
      ...(input ? parametersOf(route, input) : []),
      ...(kind === 'mutation' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      ...(route.tagFor ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
    ],
    ...(input && hasBody(route) && { requestBody: bodyOf(route, input) }),
    responses: {
      [rest.status ?? 200]: replyOf(route, objects),
      ...(route.tagFor && { 304: { $ref: '#/components/responses/NotModified' } }),
      ...refusalsOf(route, role, input),
    },
  };
}

export const isRef = (value: object): value is Ref => '$ref' in value;

/** Those of its own: what all mutations share is only referred to. */
export const ownParameters = ({ parameters }: Operation): Parameter[] =>
  parameters.flatMap((parameter) => ('name' in parameter ? [parameter] : []));

const needs: Record<Role, string> = {
  viewer: 'For every role.',
  operator: 'For operators and owners.',
  owner: 'For owners.',
};

const hasBody = ({ rest }: Route): boolean => rest.method !== 'GET' && rest.method !== 'DELETE';

function parametersOf(route: Route, input: Schema): Parameter[] {
  const subject = subjectOf(route.id);
  return Object.entries(input.properties ?? {})
    .filter(([name]) => route.pathNames.includes(name) || !hasBody(route))
    .map(([name, { description, ...schema }]) => {
      const inPath = route.pathNames.includes(name);
      const example = fieldExample(name, schema, subject, requestExample) ?? undefined;
      return {
        name,
        in: inPath ? 'path' : 'query',
        required: inPath || (input.required ?? []).includes(name),
        ...(description && { description }),
        schema,
        ...(name !== 'cursor' && { example }),
      };
    });
}

function bodyOf({ id, rest, pathNames }: Route, input: Schema): Operation['requestBody'] {
  const inBody = (name: string) => !pathNames.includes(name);
  const schema: Schema = {
    ...input,
    properties: Object.fromEntries(Object.entries(input.properties ?? {}).filter(([name]) => inBody(name))),
    required: (input.required ?? []).filter(inBody),
  };
  const isChange = rest.method === 'PATCH';
  return {
    required: isChange || (schema.required ?? []).length > 0,
    content: {
      'application/json': { schema, example: requestExample(schema, subjectOf(id), isChange) },
    },
  };
}

function replyOf({ id, rest, type, output, tagFor }: Route, objects: Objects): Reply {
  const schema = schemaOf(output, 'output');
  const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
  return {
    description: rest.status === 201 ? 'Created' : 'OK',
    headers: {
      'X-Request-Id': header('RequestId'),
      ...(rest.location && { Location: header('Location') }),
      ...(tagFor && { ETag: header('ETag') }),
      ...(type === 'mutation' && { 'Idempotency-Replayed': header('Replayed') }),
    },
    content: {
      'application/json': { schema: named(schema, objects), example: answerExample(schema, subjectOf(id)) },
    },
  };
}

/** Only what this operation can answer: a list finds nothing missing, a query meets no conflict. */
function refusalsOf(route: Route, role: Role, input: Schema | undefined): Record<string, Ref> {
  const isMutation = route.type === 'mutation';
  const names = [...route.pathNames, ...(isMutation ? requiredNames(input ?? {}) : [])];
  const possible: Record<number, boolean> = {
    400: input !== undefined,
    403: role !== 'viewer',
    404: names.some(canBeMissing),
    409: isMutation,
    413: hasBody(route),
    415: hasBody(route),
    422: isMutation,
  };
  return Object.fromEntries(
    refusals
      .filter(({ status }) => possible[status] ?? true)
      .map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}

const canBeMissing = (name: string): boolean =>
  /_id$/.test(name) && isFaultCode(name.replace(/^(from|to)_|_id$/g, '').concat('_not_found'));

/** At any depth: what a line must name can be missing too. */
const requiredNames = ({ required = [], properties = {}, items }: Schema): string[] => [
  ...required,
  ...Object.values(properties).flatMap(requiredNames),
  ...(items ? requiredNames(items) : []),
];

/** What is looked at of a built procedure. */
type Procedures = Record<string, { _def: { middlewares: unknown[] } }>;

export const proceduresOf = (router: AnyRouter): Procedures => router._def.procedures;

const guards = { viewer, operator, owner };

/** Read from the guard itself, so that the documented role is the one that is asked for. */
function roleOf(id: string, procedures: Procedures): Role {
  const middlewares = procedures[id]?._def.middlewares ?? [];
  const isGuardedBy = (role: Role) => middlewares.includes(guards[role]._def.middlewares.at(-1));
  const role = (['viewer', 'operator', 'owner'] as const).find(isGuardedBy);
  if (!role) throw new Error(`${id}: no role guards it`);
  return role;
}
