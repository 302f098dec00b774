import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeEnv } from '../../api/env.ts';
import { showLink } from '../../db/company/sign-in.ts';
import { own } from '../../db/open.ts';
import { databaseOf } from '../../db/scope.ts';
import { openTerminal } from '../../tools/command/terminal.ts';
import { type Demo, makeDemo, OWNER } from '../../tools/demo/demo.ts';
import { liveDay } from '../../tools/demo/live.ts';
import type { WorkerEnv } from '../../worker/env.ts';
import { startWorker } from '../../worker/run.ts';
import { migrated } from '../database.ts';
import type { Running } from '../process.ts';
import { serveApi } from '../serve.ts';

/** Whoever tries the demo may come back from lunch. */
const LINK_MINUTES = 24 * 60;

const terminal = openTerminal(process.stdout, process.stderr);

export async function start(env: NodeEnv & WorkerEnv): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'stockflow-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const client = await own({ url: undefined, authToken: undefined, dataDir: folder });
  await migrated(client);
  const database = databaseOf(client, env.SKU_SCOPE);
  const { progress, say, complain } = terminal;
  const log = ({ level, event, error }: { level: string; event: string; error?: string }) => {
    if (level === 'error') complain(`${event}: ${error}`);
  };
  const demo = await makeDemo(database, { seed: 1, now: Date.now(), progress, collectingSeconds: 0 });
  say(opened(demo, folder));
  const address = `http://localhost:${env.PORT}`;
  const api = await serveApi(env, database, log);
  const publicUrl = env.PUBLIC_URL ?? address;
  progress('The worker starts');
  const worker = await startWorker({
    database,
    env: { ...env, DATA_DIR: folder },
    publicUrl,
    log,
  });
  await liveDay({ address, apiKey: demo.apiKey, say });
  const owner = { company: demo.companyId, email: OWNER.email, address: publicUrl, minutes: LINK_MINUTES };
  const signInLink = await showLink(database, owner, Date.now());
  say(stillServing(demo, { address, worker: worker.address, signInLink }));
  return {
    async stop() {
      await worker.stop();
      await api.close();
      client.close();
    },
  };
}

const opened = ({ counts }: Demo, folder: string): string =>
  [
    'A shop for you: Fern & Kettle Ltd, in a folder that goes when you stop the demo',
    `  ${folder}`,
    `  ${counts.products} products in ${counts.warehouses} warehouses, ${counts.suppliers} suppliers, ${counts.movements.toLocaleString('en')} movements in 120 days`,
    '',
  ].join('\n');

type Addresses = { address: string; worker: string; signInLink: string };

const stillServing = ({ companyId, apiKey }: Demo, { address, worker, signInLink }: Addresses): string =>
  [
    '',
    'It keeps serving. Open this first: it signs you in as Maya, the owner, once.',
    `  ${signInLink}`,
    'And beside it:',
    `  ${address}/docs          every route, with its fields and an example`,
    `  ${worker}/queues        the worker's jobs; /healthz and /metrics beside it`,
    'Ask it yourself:',
    `  curl -s '${address}/api/companies/${companyId}/alerts/low-stock?limit=3' -H 'Authorization: Bearer ${apiKey}'`,
    `  curl -s '${address}/api/orders?limit=3' -H 'Authorization: Bearer ${apiKey}'`,
    "Open a letter's .eml file and follow its link to answer as the supplier. Ctrl-C stops it all and removes the folder.",
  ].join('\n');
