import { nounsOf } from './openapi/noun.ts';
import { componentsOf, type Objects, objectsOf } from './openapi/object.ts';
import {
  type Bare,
  type Operation,
  operationOf,
  type Parameter,
  proceduresOf,
  type Reply,
} from './openapi/operation.ts';
import { codesOf, faultExample, faultSchema, refusals } from './openapi/refusal.ts';
import type { Schema } from './openapi/schema.ts';
import { release } from './release.ts';
import { type Route, routesOf } from './rest.ts';
import { appRouter } from './router.ts';

export type OpenApi = {
  openapi: string;
  info: { title: string; version: string; summary: string; description: string; license: object };
  servers: { url: string; description: string }[];
  security: Record<string, string[]>[];
  tags: Tag[];
  'x-tagGroups': TagGroup[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    securitySchemes: Record<string, object>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { description: string; schema: Schema }>;
    schemas: Record<string, Schema>;
    responses: Record<string, Reply | Bare>;
  };
};
export type Tag = { name: string; description: string };
export type TagGroup = { name: string; tags: string[] };

let made: OpenApi | undefined;

/** OpenAPI 3.1 of every REST route, from the procedures themselves. Made once: the router does not change. */
export async function openApiDocument(): Promise<OpenApi> {
  made ??= documentOf(await routesOf(appRouter));
  return made;
}

function documentOf(routes: Route[]): OpenApi {
  const nouns = nounsOf(routes.map(({ id }) => id));
  const objects = objectsOf(routes);
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/', description: 'The server that this document came from' }],
    security: [{ apiKey: [] }, { session: [] }],
    tags: nouns.map(({ name, description }) => ({ name, description })),
    'x-tagGroups': [...new Set(nouns.map(({ group }) => group))].map((name) => ({
      name,
      tags: nouns.filter(({ group }) => group === name).map((noun) => noun.name),
    })),
    paths: pathsOf(routes, objects),
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: Authorization: Bearer sf_…' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-stockflow_session',
          description:
            'A person in a browser, signed in by a link. A change must come from a page of this origin: Sec-Fetch-Site or Origin says so. Without https the name has no prefix.',
        },
      },
      parameters: { IdempotencyKey: idempotencyKey, IfNoneMatch: ifNoneMatch },
      headers,
      schemas: { ...componentsOf(objects), Fault: faultSchema },
      responses: {
        NotModified: notModified,
        ...Object.fromEntries(refusals.map((refusal) => [refusal.name, refusalResponse(refusal)])),
      },
    },
  };
}

const info = {
  title: 'StockFlow',
  version: release,
  summary: 'Stock, its history and its replenishment, for companies with several warehouses',
  description: [
    'Every route is a typed procedure as well: the operation id is its path at the tRPC door, under /trpc.',
    'Names are snake_case, quantities whole units, money decimal text, times ISO 8601, days local to the company.',
    'The page at /docs says the same for people, with every code of refusal.',
  ].join(' '),
  license: { name: 'MIT', identifier: 'MIT' },
};

function pathsOf(routes: Route[], objects: Objects): OpenApi['paths'] {
  const procedures = proceduresOf(appRouter);
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    const path = `/api${route.rest.path}`;
    const operation = operationOf(route, procedures, objects);
    paths[path] = { ...paths[path], [route.rest.method.toLowerCase()]: operation };
  }
  return paths;
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same request takes effect once and is answered the same, for at least 7 days.',
  schema: { type: 'string', minLength: 16, maxLength: 255 },
  example: '5f0c2b9e-41d7-4c57-9d2e-0a6d3c1b8e44',
};

const ifNoneMatch: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag of an answer that you have: while it stands, 304 and no body',
  schema: { type: 'string' },
  example: 'W/"0.1.0-1796093567590"',
};

const notModified: Bare = {
  description: 'The answer that you have still stands',
  headers: {
    'X-Request-Id': { $ref: '#/components/headers/RequestId' },
    ETag: { $ref: '#/components/headers/ETag' },
  },
};

const headers: OpenApi['components']['headers'] = {
  RequestId: { description: 'Your own X-Request-Id, or one that was made', schema: { type: 'string' } },
  Location: { description: 'Where the new object is found', schema: { type: 'string' } },
  ETag: { description: 'Another one whenever the answer may be another', schema: { type: 'string' } },
  Replayed: {
    description: 'Present if this is the first answer again, and nothing was done',
    schema: { type: 'string', enum: ['true'] },
  },
  RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } },
};

function refusalResponse(refusal: (typeof refusals)[number]): Reply {
  const { status, description } = refusal;
  const waits = status === 429 || status === 503;
  return {
    description: `${description} (${codesOf(status).join(', ')})`,
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(waits && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
    },
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Fault' },
        example: faultExample(refusal),
      },
    },
  };
}
