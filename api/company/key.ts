import * as z from 'zod';
import { createKey, listKeys, revokeKey } from '../../db/company/key.ts';
import { late } from '../../db/kept.ts';
import { id, momentText, name, pageOf, paging, role } from '../input.ts';
import { owner, router } from '../procedure.ts';

const key = late(() =>
  z.object({
    id: id(),
    name: z.string(),
    role: role(),
    prefix: z.string().meta({ description: 'The first letters of the secret, to tell keys apart' }),
    createdAt: momentText(),
    lastUsedAt: momentText().nullable().meta({ description: 'To the hour' }),
    revokedAt: momentText().nullable(),
  }),
);

const newKey = late(() =>
  key().extend({
    apiKey: z.string().nullable().meta({
      description: 'Shown this once. A replayed answer has null here: revoke that key and create another.',
    }),
  }),
);

export const keyRouter = router({
  create: owner
    .meta({ rest: { method: 'POST', path: '/keys', status: 201, summary: 'Create an API key' } })
    .input(z.lazy(() => z.strictObject({ name: name(), role: role() })))
    .output(z.lazy(newKey))
    .mutation(({ ctx, input }) => createKey(ctx.scope, input)),

  list: owner
    .meta({
      rest: { method: 'GET', path: '/keys', summary: 'API keys of the company, without their secrets' },
    })
    .input(z.lazy(() => z.strictObject(paging())))
    .output(z.lazy(() => pageOf(key())))
    .query(({ ctx, input }) => listKeys(ctx.scope, input)),

  revoke: owner
    .meta({ rest: { method: 'DELETE', path: '/keys/{key_id}', summary: 'Revoke an API key' } })
    .input(z.lazy(() => z.strictObject({ keyId: id() })))
    .output(z.lazy(key))
    .mutation(async ({ ctx, input }) => {
      const revoked = await revokeKey(ctx.scope, input.keyId);
      ctx.forgetIdentities();
      return revoked;
    }),
});
