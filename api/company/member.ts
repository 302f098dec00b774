import * as z from 'zod';
import {
  createMember,
  getMember,
  inviteMember,
  listMembers,
  type Member,
  type MemberChange,
  updateMember,
} from '../../db/company/member.ts';
import { late } from '../../db/kept.ts';
import type { Scope } from '../../db/scope.ts';
import { atLeastOne, email, id, isActive, momentText, name, pageOf, paging, role, text } from '../input.ts';
import { owner, router, viewer } from '../procedure.ts';

const wantsDigest = late(() =>
  z.boolean().meta({ description: 'Gets the daily letter about what is low, on its way and late' }),
);

const member = late(() =>
  z.object({
    id: id(),
    email: z.string(),
    name: z.string(),
    role: role(),
    wantsDigest: wantsDigest(),
    isActive: isActive(),
    createdAt: momentText(),
    joinedAt: momentText().nullable().meta({ description: 'When they first signed in; null: not yet' }),
    invitedUntil: momentText()
      .nullable()
      .meta({ description: 'Until when their invitation can be accepted; null: none is open' }),
  }),
);
const one = late(() => z.strictObject({ memberId: id() }));

export const memberRouter = router({
  create: owner
    .meta({
      rest: {
        method: 'POST',
        path: '/members',
        status: 201,
        summary: 'Add a member, and invite them',
        location: '/members/{id}',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          email: email(),
          name: name(),
          role: role(),
          wantsDigest: wantsDigest().default(false),
          sendsInvitation: z
            .boolean()
            .default(true)
            .meta({ description: 'Mails them a link to sign in with, which works for seven days' }),
        }),
      ),
    )
    .output(z.lazy(member))
    .mutation(({ ctx, input }) => createMember(ctx.scope, input)),

  invite: owner
    .meta({
      rest: {
        method: 'POST',
        path: '/members/{member_id}/invite',
        summary: 'Invite a member again: an earlier link counts no more',
      },
    })
    .input(z.lazy(one))
    .output(z.lazy(member))
    .mutation(({ ctx, input }) => inviteMember(ctx.scope, input.memberId)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/members/{member_id}', summary: 'One member' } })
    .input(z.lazy(one))
    .output(z.lazy(member))
    .query(({ ctx, input }) => getMember(ctx.scope, input.memberId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/members', summary: 'Members of the company' } })
    .input(
      z.lazy(() =>
        z.strictObject({
          ...paging(),
          search: text(100).optional().meta({ description: 'A part of the name or of the address' }),
          isActive: isActive().optional(),
        }),
      ),
    )
    .output(z.lazy(() => pageOf(member())))
    .query(({ ctx, input }) => listMembers(ctx.scope, input)),

  update: owner
    .meta({ rest: { method: 'PATCH', path: '/members/{member_id}', summary: 'Change a member' } })
    .input(
      z.lazy(() =>
        atLeastOne(
          z.strictObject({
            memberId: id(),
            name: name().optional(),
            role: role().optional(),
            wantsDigest: wantsDigest().optional(),
            isActive: isActive().optional(),
          }),
          'memberId',
        ),
      ),
    )
    .output(z.lazy(member))
    .mutation(({ ctx, input: { memberId, ...change } }) => changed(ctx, memberId, change)),

  archive: owner
    .meta({ rest: { method: 'DELETE', path: '/members/{member_id}', summary: 'Archive a member' } })
    .input(z.lazy(one))
    .output(z.lazy(member))
    .mutation(({ ctx, input }) => changed(ctx, input.memberId, { isActive: false })),
});

/** What they may do from now on counts at once. */
async function changed(
  { scope, forgetIdentities }: { scope: Scope; forgetIdentities: () => void },
  memberId: number,
  change: MemberChange,
): Promise<Member> {
  const member = await updateMember(scope, memberId, change);
  forgetIdentities();
  return member;
}
