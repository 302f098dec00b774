import { browserIn, newMember, signedIn } from '../person.ts';
import { openRoom } from '../room.ts';
import type { Provocation } from './provoked.ts';

/** Refusals that only people meet, who come with a cookie. */

const room = openRoom();

export const session: Record<
  'cross_origin' | 'link_spent' | 'member_is_archived' | 'people_only' | 'session_not_found',
  Provocation
> = {
  cross_origin: {
    status: 403,
    by: async () => {
      const browser = await signedIn(room, await room.company(), 'owner');
      return browser.rest('POST', '/warehouses', { name: 'North' }, { 'sec-fetch-site': 'cross-site' });
    },
  },
  link_spent: {
    status: 401,
    by: () => browserIn(room).trpc('session.start', { token: 'f'.repeat(64) }),
  },
  member_is_archived: {
    status: 409,
    by: async () => {
      const company = await room.company();
      const member = await newMember(room, company, { email: 'gone@shop.example', role: 'viewer' });
      await company.rest('DELETE', `/members/${member}`);
      return company.rest('POST', `/members/${member}/invite`);
    },
  },
  people_only: {
    status: 403,
    by: async () => {
      const { key } = await room.company();
      return browserIn(room).trpc('session.devices', {}, { authorization: `Bearer ${key}` });
    },
  },
  session_not_found: {
    status: 404,
    by: async () => {
      const browser = await signedIn(room, await room.company(), 'viewer');
      return browser.trpc('session.endDevice', { deviceId: 987_654_321 });
    },
  },
};
