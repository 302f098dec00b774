import * as z from 'zod';

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

/** What the worker reads beside the database's own. */
export const workerEnv = z.object({
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must be the address of a Redis server, like redis://localhost:6379')
    .optional(),
  SMTP_URL: z
    .string()
    .regex(
      /^smtps?:\/\/\S+$/,
      'must be the address of a mail server, like smtp://user:password@mail.example:587',
    )
    .optional(),
  MAIL_FROM: z.email('must be an e-mail address').default('stockflow@localhost.localdomain'),
  WORKER_PORT: whole(0, 65_535).default(3001),
  WORKER_HOST: z.string().min(1).default('127.0.0.1'),
  WORKER_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  WORKER_CONCURRENCY: whole(1, 64).default(4),
});

export type WorkerEnv = z.output<typeof workerEnv>;
