import { type $ZodType, toJSONSchema } from 'zod/v4/core';
import { snake } from './casing.ts';
import { type Route, routesOf } from './rest.ts';
import { appRouter } from './router.ts';

/** The parts of JSON Schema that are looked at here. */
export type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  [keyword: string]: unknown;
};

type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
  description?: string;
};
export type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { description: string; content?: { 'application/json': { schema: Schema } } }>;
};
export type OpenApi = { openapi: string; paths: Record<string, Record<string, Operation>> } & Record<
  string,
  unknown
>;

let made: OpenApi | undefined;

/** OpenAPI 3.1 of every REST route, from the procedures themselves. Made once: the router does not change. */
export function openApiDocument(): OpenApi {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'StockFlow',
      version: '0.1.0',
      summary: 'Stock, its history and its replenishment, for companies with several warehouses',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server' }],
    security: [{ apiKey: [] }],
    tags: [...new Set(routesOf(appRouter).map(tagOf))].map((name) => ({
      name,
      description: `Procedures of ${name}`,
    })),
    paths: pathsOf(routesOf(appRouter)),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: sf_…' } },
      schemas: { Fault: faultSchema },
    },
  };
  return made;
}

const tagOf = ({ id }: Route): string => id.split('.').slice(0, -1).join('.');

function pathsOf(routes: Route[]): OpenApi['paths'] {
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    const path = `/api${route.rest.path}`;
    paths[path] = { ...paths[path], [route.rest.method.toLowerCase()]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: Route): Operation {
  const { rest, pathNames } = route;
  const input = route.input ? schemaOf(route.input, 'input') : {};
  const fields = Object.entries(input.properties ?? {});
  const hasBody = rest.method !== 'GET' && rest.method !== 'DELETE';
  const isRequired = (name: string) => (input.required ?? []).includes(name);
  const parameters = fields
    .filter(([name]) => pathNames.includes(name) || !hasBody)
    .map(([name, schema]): Parameter => {
      const inPath = pathNames.includes(name);
      return { name, in: inPath ? 'path' : 'query', required: inPath || isRequired(name), schema };
    });
  const body: Schema = {
    ...input,
    properties: Object.fromEntries(fields.filter(([name]) => !pathNames.includes(name))),
    required: input.required?.filter((name) => !pathNames.includes(name)),
  };
  return {
    operationId: route.id,
    summary: rest.summary,
    tags: [tagOf(route)],
    parameters: route.type === 'mutation' ? [...parameters, idempotencyKey] : parameters,
    ...(hasBody &&
      route.input && { requestBody: { required: (body.required ?? []).length > 0, content: json(body) } }),
    responses: responsesOf(route),
  };
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same request answers the same and takes effect once, for at least 7 days.',
  schema: { type: 'string', minLength: 16, maxLength: 255 },
};

const refusals = {
  400: 'Something in the request cannot be used: details name each field',
  401: 'No valid API key',
  403: 'The role of this key is not enough',
  404: 'There is no such thing in your company',
  409: 'Refused by the state of things: see code',
  422: 'The Idempotency-Key was used for another request',
  429: 'Too many requests: wait for Retry-After',
};

function responsesOf({ rest, type, output }: Route): Operation['responses'] {
  const fault = json({ $ref: '#/components/schemas/Fault' });
  const refused = Object.entries(refusals)
    .filter(([status]) => type === 'mutation' || (status !== '409' && status !== '422'))
    .map(([status, description]) => [status, { description, content: fault }]);
  return {
    [rest.status ?? 200]: { description: rest.summary, content: json(schemaOf(output, 'output')) },
    ...Object.fromEntries(refused),
  };
}

const json = (schema: Schema) => ({ 'application/json': { schema } });

/** One name per field in both directions: the REST door converts along these same schemas. */
function schemaOf(schema: $ZodType, io: 'input' | 'output'): Schema {
  const text = JSON.stringify({
    ...toJSONSchema(schema, { io, unrepresentable: 'any' }),
    $schema: undefined,
  });
  return snakeSchema(JSON.parse(text));
}

const snakeSchema = (schema: Schema): Schema => ({
  ...schema,
  ...(schema.properties && {
    properties: Object.fromEntries(
      Object.entries(schema.properties).map(([name, field]) => [snake(name), snakeSchema(field)]),
    ),
  }),
  ...(schema.required && { required: schema.required.map(snake) }),
  ...(schema.items && { items: snakeSchema(schema.items) }),
  ...(schema.anyOf && { anyOf: schema.anyOf.map(snakeSchema) }),
});

const faultSchema: Schema = {
  type: 'object',
  required: ['error', 'code', 'details', 'request_id'],
  properties: {
    error: { type: 'string', description: 'What is wrong and what to do, for people' },
    code: { type: 'string', description: 'The same for programs' },
    details: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string' },
          message: { type: 'string' },
          code: { type: 'string' },
          on_hand: { type: 'integer' },
        },
      },
    },
    request_id: { type: 'string' },
  },
};
