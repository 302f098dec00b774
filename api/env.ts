import * as z from 'zod';

const whole = (max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value <= max, `must be at most ${max}`);

export const databaseUrl = z
  .string(
    'is missing: the address of the database server that API and workers share. On a file, npm start runs both',
  )
  .regex(
    /^(libsql|https?|wss?):\/\/\S+$/,
    'must be the address of a database server, like libsql://… or http://…',
  )
  // It is printed at the start.
  .refine(
    (value) => !/@|[?&]authToken=/i.test(value),
    'must have no token or password in it: set DATABASE_AUTH_TOKEN',
  );

export const publicUrl = z.url(
  'must be the address where people reach this deployment, like https://stock.example',
);

/** What both runtimes read. */
export const apiEnv = z.object({
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_AUTH_TOKEN: z.string().min(1, 'must not be empty').optional(),
  PUBLIC_URL: publicUrl.optional(),
  SKU_SCOPE: z.enum(['company', 'platform'], 'must be "company" or "platform"').default('company'),
  CORS_ORIGINS: z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine(
      (origins) => origins.every((origin) => origin === '*' || URL.canParse(origin)),
      'must be origins like https://shop.example, separated by commas',
    )
    .default([]),
  RATE_LIMIT: whole(1_000_000).default(1000),
});

export type ApiEnv = z.output<typeof apiEnv>;

export const nodeEnv = apiEnv.extend({
  PORT: whole(65_535).default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  CLIENT_IP_HEADER: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be the name of a header, like X-Forwarded-For')
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
});

export type NodeEnv = z.output<typeof nodeEnv>;

/** With a database server of its own beside it: start/edge.ts. */
export const edgeEnv = nodeEnv.extend({ DATABASE_PORT: whole(65_535).default(8080) });

export type EdgeEnv = z.output<typeof edgeEnv>;

/** The environment parsed once, or every fault in it at once. */
export function parseEnv<Shape extends z.ZodObject>(
  schema: Shape,
  env: Record<string, unknown>,
): z.output<Shape> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new EnvError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
}

export class EnvError extends Error {
  readonly faults: string[];

  constructor(faults: string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}
