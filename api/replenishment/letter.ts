import * as z from 'zod';
import { ANSWER_DAYS, withoutTokens } from '../../db/company/link.ts';
import { Fault } from '../../db/fault.ts';
import { late } from '../../db/kept.ts';
import {
  getLetter,
  type Letter,
  letterKinds,
  letterStatuses,
  listLetters,
  markLetterSent,
  resendLetter,
} from '../../db/replenishment/letter.ts';
import { type OrderFacts, orderFacts } from '../../db/replenishment/order-facts.ts';
import type { Scope } from '../../db/scope.ts';
import { orderLetter, orderLetterOf } from '../../worker/letter.ts';
import { dayText, id, momentText, pageOf, paging } from '../input.ts';
import { operator, router, viewer } from '../procedure.ts';

const kind = late(() =>
  z.enum(letterKinds).meta({ description: 'order: to a supplier; digest and notice: to your own people' }),
);
const status = late(() =>
  z.enum(letterStatuses).meta({
    description:
      'uncertain: the server was given it and did not answer. Ask whether it arrived, then mark it as sent or send it again',
  }),
);

const subject = late(() => z.string());
const text = late(() => z.string().meta({ description: 'As it is read without HTML' }));
const html = late(() => z.string());

const letterHead = late(() =>
  z.object({
    id: id(),
    kind: kind(),
    orderId: id().nullable(),
    day: dayText().nullable().meta({ description: 'The day that a digest is about' }),
    toName: z.string().nullable(),
    toAddress: z.string(),
    subject: subject(),
    status: status(),
    attempts: z.int().meta({ description: 'Tries since it was written or sent again' }),
    createdAt: momentText(),
    sentAt: momentText().nullable(),
    channel: z
      .enum(['smtp', 'file'])
      .nullable()
      .meta({ description: 'file: no mail server is set, so it was written to a file' }),
    response: z.string().nullable().meta({ description: "The mail server's answer, or the file" }),
    error: z.string().nullable().meta({ description: 'Why it has not left, or not at the last try' }),
  }),
);

const letter = late(() => letterHead().extend({ text: text(), html: html() }));
const one = late(() => z.strictObject({ letterId: id() }));

export const letterRouter = router({
  list: viewer
    .meta({
      rest: { method: 'GET', path: '/letters', summary: 'Letters, newest first, without their text' },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          status: status().optional(),
          kind: kind().optional(),
          orderId: id().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(letterHead())))
    .query(({ ctx, input: { limit, cursor, ...filter } }) => listLetters(ctx.scope, filter, limit, cursor)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/letters/{letter_id}', summary: 'One letter, as it leaves' } })
    .input(z.lazy(one))
    .output(z.lazy(letter))
    .query(async ({ ctx, input }) => withoutLink(await getLetter(ctx.scope, input.letterId))),

  resend: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/letters/{letter_id}/resend',
        summary: "Send a letter again that failed or may not have arrived, to the supplier's present address",
      },
    })
    .input(z.lazy(one))
    .output(z.lazy(letter))
    .mutation(async ({ ctx, input }) => withoutLink(await resendLetter(ctx.scope, input.letterId))),

  markSent: operator
    .meta({
      rest: {
        method: 'POST',
        path: '/letters/{letter_id}/mark-sent',
        summary: 'It arrived, or you told the supplier otherwise: its order counts as sent today',
      },
    })
    .input(z.lazy(one))
    .output(z.lazy(letter))
    .mutation(async ({ ctx, input }) => withoutLink(await markLetterSent(ctx.scope, input.letterId))),
});

/** Whoever has the link answers for the supplier, so that no reader of letters is given it. */
function withoutLink<Read extends Pick<Letter, 'text' | 'html'>>(letter: Read): Read {
  return { ...letter, text: withoutTokens(letter.text), html: withoutTokens(letter.html) };
}

/** Where the supplier's own link will stand: it is signed when the letter is written, and only for the supplier. */
const LINK_SHOWN = 'https://link.invalid/made-when-the-letter-is-written';

export const orderPreview = viewer
  .meta({
    rest: {
      method: 'GET',
      path: '/orders/{order_id}/letter',
      summary: "An order's letter: the one there is, or as it would be written now",
    },
  })
  .input(z.lazy(() => z.strictObject({ orderId: id() })))
  .output(
    z.lazy(() =>
      z.object({
        letterId: id().nullable().meta({ description: 'null: it is not written yet' }),
        toAddress: z.string().nullable().meta({ description: 'null: the supplier has no address' }),
        subject: subject(),
        text: text(),
        html: html(),
      }),
    ),
  )
  .query(async ({ ctx: { scope }, input }) => {
    const facts = await orderFacts(scope, input.orderId);
    if (!facts) throw new Fault('order_not_found');
    if (facts.letterId === null) return asWrittenNow(scope, facts);
    const { id, ...written } = await getLetter(scope, facts.letterId);
    return { letterId: id, ...withoutLink(written) };
  });

function asWrittenNow(scope: Scope, facts: OrderFacts) {
  const today = scope.localDay(scope.now);
  const dates = { today, answerUrl: LINK_SHOWN, untilDay: today + ANSWER_DAYS };
  return { letterId: null, toAddress: facts.address, ...orderLetter(orderLetterOf(facts, dates)) };
}
