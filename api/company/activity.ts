import * as z from 'zod';
import { listActs } from '../../db/company/activity.ts';
import { late } from '../../db/kept.ts';
import { id, momentText, pageOf, paging, text } from '../input.ts';
import { owner } from '../procedure.ts';

const act = late(() =>
  z.object({
    id: id(),
    at: momentText(),
    actor: z.string().meta({ description: 'Who did it: member:5, key:9' }),
    actorName: z.string().nullable().meta({ description: 'What they are called today' }),
    kind: z.string().meta({ description: 'What kind of thing it was done to, like catalogue.product' }),
    deed: z.string().meta({ description: 'What was done, like update' }),
    subjectId: id().nullable().meta({ description: 'To which of that kind' }),
    summary: z.string().nullable().meta({ description: 'The fields that were sent, in a few words' }),
  }),
);

export const activity = owner
  .meta({
    rest: {
      method: 'GET',
      path: '/activity',
      summary: 'Who did what, newest first. What moved stock is in the history of movements',
    },
  })
  .input(
    z.lazy(() =>
      z.strictObject({
        ...paging(),
        actor: text(50).optional().meta({ description: 'Only what this one did, like member:5' }),
        kind: text(100).optional().meta({ description: 'Only what was done to this kind of thing' }),
      }),
    ),
  )
  .output(z.lazy(() => pageOf(act())))
  .query(({ ctx, input: { limit, cursor, actor, kind } }) =>
    listActs(ctx.scope, { doneBy: actor, kind }, limit, cursor),
  );
