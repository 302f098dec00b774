import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { inject } from 'vitest';
import { connectServer } from '../../db/connect.ts';
import { openLocal } from '../../db/local.ts';
import { share } from '../../db/share.ts';
import { type Server, startServer } from './server.ts';

/** A migrated, empty database; what it lies on goes with it. */
export type Lent = { client: Client; remove: () => Promise<void> };

export function lendFile(): Lent {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-room-'));
  const file = join(folder, 'stockflow.db');
  copyFileSync(inject('template'), file);
  const client = openLocal({ file });
  return {
    client,
    async remove() {
      client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function lendServer(): Lent & { server: Promise<Server> } {
  const server = startServer({ like: inject('serverTemplate') });
  return { server, client: clientOf(server), remove: async () => (await server).remove() };
}

const connectAs = inject('room') === 'workerd' ? connectServer : share;

/** A client of a server that may still be starting. Closing it takes the server away, as it takes a file away. */
function clientOf(server: Promise<Server>): Client {
  // As the programs connect: on Node callers share requests.
  const connect = async () => connectAs((await server).url, undefined);
  let connected = connect();
  let gone = Promise.resolve();
  const own: Record<string, unknown> = {
    close() {
      gone = server.then(({ kill }) => kill());
    },
    reconnect() {
      connected = Promise.all([server, gone]).then(([{ restart }]) => restart().then(connect));
    },
  };
  connected.catch(() => undefined);
  return new Proxy(connectServer('http://not.there.yet', undefined), {
    get(target, name) {
      const member: unknown = own[String(name)] ?? Reflect.get(target, name);
      if (typeof member !== 'function' || Object.hasOwn(own, name)) return member;
      return async (...given: unknown[]) => {
        const client = await connected;
        const method: unknown = Reflect.get(client, name);
        return typeof method === 'function' ? Reflect.apply(method, client, given) : method;
      };
    },
  });
}
