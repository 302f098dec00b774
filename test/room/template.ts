import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { connectServer } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { bundled } from './bundle.ts';
import { startServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the API runs and where its data is: see docs/edge.md. */
    room: 'file' | 'sqld' | 'workerd';
    serverTemplate: string;
    workerBuild: string;
  }
}

/** What every room off this machine starts from: a migrated server's folder, and the Worker bundled once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const client = connectServer(server.url, undefined);
  await migrate(client, 'db/migrations');
  client.close();
  await server.stop();
  project.provide('serverTemplate', server.folder);
  const build = project.config.provide.room === 'workerd' ? bundled('test/room/edge.ts') : '';
  project.provide('workerBuild', build);
  return async () => {
    await server.remove();
    rmSync(build, { recursive: true, force: true });
  };
}
