import * as z from 'zod';
import { LINK_MINUTES } from '../../db/company/sign-in.ts';
import { Fault } from '../../db/fault.ts';
import { late } from '../../db/kept.ts';
import { email, id, momentText, nothing, role } from '../input.ts';
import { anyone, atMost, person, type RequestContext, router, viewer } from '../procedure.ts';
import { clearSession, writeSession } from '../session/cookie.ts';
import { clientGroup } from '../session/limit.ts';

const current = late(() =>
  z.object({
    company: z.object({ id: id(), name: z.string(), timeZone: z.string(), currency: z.string() }),
    member: z
      .object({ id: id(), email: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'null: an API key' }),
    role: role(),
    companies: z
      .array(z.object({ id: id(), name: z.string(), role: role() }))
      .meta({ description: 'Where the same address is a member' }),
  }),
);

const device = late(() =>
  z.object({
    id: id(),
    device: z.string().meta({ description: 'In a few words, like "Firefox on Linux"' }),
    createdAt: momentText(),
    lastSeenAt: momentText().meta({ description: 'To the hour' }),
    isCurrent: z.boolean(),
  }),
);

const ended = late(() => z.object({ ended: z.int().meta({ description: 'Devices that were signed out' }) }));

/** All but `current` are for the window alone: they deal in cookies, which no machine wants. */
export const sessionRouter = router({
  requestLink: anyone
    .input(z.lazy(() => z.strictObject({ email: email() })))
    .output(z.lazy(() => z.object({ validMinutes: z.int() })))
    .mutation(async ({ ctx, input }) => {
      const { asksByClient, asksByAddress } = ctx.signInLimits;
      atMost(ctx, asksByClient.take(clientGroup(ctx.browser.client), ctx.now));
      atMost(ctx, asksByAddress.take(input.email.toLowerCase(), ctx.now));
      await ctx.people.askForLink(input.email, ctx.browser.device);
      return { validMinutes: LINK_MINUTES };
    }),

  start: anyone
    .input(z.lazy(() => z.strictObject({ token: z.string().max(200) })))
    .output(z.lazy(current))
    .mutation(async ({ ctx, input }) => {
      // Or a foreign page could sign somebody in as somebody else, and read what they then enter.
      if (!ctx.browser.isSameOrigin) throw new Fault('cross_origin');
      atMost(ctx, ctx.signInLimits.startsByClient.take(clientGroup(ctx.browser.client), ctx.now));
      const { token, ...signedIn } = await ctx.people.start({
        link: input.token,
        device: ctx.browser.device,
        before: ctx.sessionToken,
      });
      ctx.reply.append('Set-Cookie', writeSession(token, ctx.browser));
      ctx.forgetIdentities();
      return signedIn;
    }),

  current: viewer
    .meta({ rest: { method: 'GET', path: '/session', summary: 'Who you are, and where' } })
    .input(z.lazy(nothing))
    .output(z.lazy(current))
    .query(({ ctx }) => ctx.people.current(ctx.identity)),

  switchCompany: person
    .input(z.lazy(() => z.strictObject({ companyId: id() })))
    .output(z.lazy(current))
    .mutation(async ({ ctx, input }) => {
      const switched = await ctx.people.switchCompany(ctx.session, input.companyId);
      ctx.forgetIdentities();
      return switched;
    }),

  devices: person
    .input(z.lazy(nothing))
    .output(z.lazy(() => z.object({ items: z.array(device()) })))
    .query(async ({ ctx }) => ({ items: await ctx.people.devices(ctx.session) })),

  end: person
    .input(z.lazy(nothing))
    .output(z.lazy(ended))
    .mutation(async ({ ctx }) => {
      const result = await ctx.people.end(ctx.session, ctx.session);
      signOut(ctx);
      return result;
    }),

  endAll: person
    .input(z.lazy(nothing))
    .output(z.lazy(ended))
    .mutation(async ({ ctx }) => {
      const result = await ctx.people.endAll(ctx.session);
      signOut(ctx);
      return result;
    }),

  endDevice: person
    .input(z.lazy(() => z.strictObject({ deviceId: id() })))
    .output(z.lazy(ended))
    .mutation(async ({ ctx, input }) => {
      const result = await ctx.people.end(ctx.session, input.deviceId);
      if (input.deviceId === ctx.session) signOut(ctx);
      else ctx.forgetIdentities();
      return result;
    }),
});

function signOut({ reply, browser, forgetIdentities }: RequestContext): void {
  reply.append('Set-Cookie', clearSession(browser));
  forgetIdentities();
}
