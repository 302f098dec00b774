import { expect, test } from 'vitest';
import { firstOwner } from '../../db/company/sign-in.ts';
import { createCompanyCommand } from '../../tools/command/company.ts';
import type { Desk } from '../../tools/command/desk.ts';
import { createMemberCommand, memberLinkCommand } from '../../tools/command/member.ts';
import { browserIn } from '../person.ts';
import { type Json, openRoom } from '../room.ts';

/** Whoever is at the machine lets people in where mail does not. */

const room = openRoom();
const address = 'https://stock.example';
const desk: Desk = { database: room.database, applied: null, address, progress: () => undefined };

const start = (url: string) => {
  expect(url).toMatch(/^https:\/\/stock\.example\/sign-in#[0-9a-f]{64}$/);
  return browserIn(room).trpc('session.start', { token: url.split('#')[1] });
};

test('a company begins with an owner, who is let in as long as nobody ever was', async () => {
  expect(await firstOwner(room.database)).toBeNull();
  const made = await createCompanyCommand.prepare({ name: 'Tea', owner: 'Ada@tea.example' })(desk);
  const { company_id, url }: Json = made.json;
  expect(made.lines).toContain(`Sign in   ${url}`);
  expect(await firstOwner(room.database)).toEqual({ company: company_id, email: 'ada@tea.example' });
  const { status, body } = await start(url);
  expect([status, body.company.id, body.role]).toEqual([200, company_id, 'owner']);
  expect(await firstOwner(room.database)).toBeNull();
});

test('a link is shown for a member, and for nobody else', async () => {
  const { id } = await room.company();
  const of = { company: String(id), email: 'bo@tea.example' };
  await expect(memberLinkCommand.prepare(of)(desk)).rejects.toMatchObject({ code: 'member_not_found' });
  const made = await createMemberCommand.prepare({ ...of, role: 'operator' })(desk);
  const { url, member_id }: Json = made.json;
  expect((await start(url)).body.role).toBe('operator');
  const again: Json = (await memberLinkCommand.prepare(of)(desk)).json;
  expect((await start(again.url)).body.member.id).toBe(member_id);
  await room.client.execute({ sql: 'update members set is_active = 0 where id = ?', args: [member_id] });
  await expect(memberLinkCommand.prepare(of)(desk)).rejects.toMatchObject({ code: 'member_not_found' });
});
