import * as z from 'zod';
import { createMember, getMember, listMembers, updateMember } from '../../db/company/member.ts';
import { atLeastOne, email, id, isActive, momentText, name, pageOf, paging, role, text } from '../input.ts';
import { owner, router, viewer } from '../procedure.ts';

const wantsDigest = z
  .boolean()
  .meta({ description: 'Gets the daily letter about what is low, on its way and late' });

const member = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role,
  wantsDigest,
  isActive,
  createdAt: momentText,
});
const one = z.strictObject({ memberId: id });

export const memberRouter = router({
  create: owner
    .meta({
      rest: {
        method: 'POST',
        path: '/members',
        status: 201,
        summary: 'Add a member',
        location: '/members/{id}',
      },
    })
    .input(z.strictObject({ email, name, role, wantsDigest: wantsDigest.default(false) }))
    .output(member)
    .mutation(({ ctx, input }) => createMember(ctx.scope, input)),

  get: viewer
    .meta({ rest: { method: 'GET', path: '/members/{member_id}', summary: 'One member' } })
    .input(one)
    .output(member)
    .query(({ ctx, input }) => getMember(ctx.scope, input.memberId)),

  list: viewer
    .meta({ rest: { method: 'GET', path: '/members', summary: 'Members of the company' } })
    .input(
      z.strictObject({
        ...paging,
        search: text(100).optional().meta({ description: 'A part of the name or of the address' }),
        isActive: isActive.optional(),
      }),
    )
    .output(pageOf(member))
    .query(({ ctx, input }) => listMembers(ctx.scope, input)),

  update: owner
    .meta({ rest: { method: 'PATCH', path: '/members/{member_id}', summary: 'Change a member' } })
    .input(
      atLeastOne(
        z.strictObject({
          memberId: id,
          name: name.optional(),
          role: role.optional(),
          wantsDigest: wantsDigest.optional(),
          isActive: isActive.optional(),
        }),
        'memberId',
      ),
    )
    .output(member)
    .mutation(({ ctx, input: { memberId, ...change } }) => updateMember(ctx.scope, memberId, change)),

  archive: owner
    .meta({ rest: { method: 'DELETE', path: '/members/{member_id}', summary: 'Archive a member' } })
    .input(one)
    .output(member)
    .mutation(({ ctx, input }) => updateMember(ctx.scope, input.memberId, { isActive: false })),
});
