import type { NodeEnv } from '../api/env.ts';
import { listCompanies } from '../db/company/company.ts';
import { firstOwner, LINK_MINUTES, showLink } from '../db/company/sign-in.ts';
import type { Database } from '../db/scope.ts';
import type { WorkerEnv } from '../worker/env.ts';

/** The first thing to do here; settings are what a command needs to find this database. */
export async function sayHowToBegin(database: Database, address: string, settings = ''): Promise<void> {
  if ((await listCompanies(database, 0, 1)).length > 0) return letInFirstOwner(database, address);
  const run = `${settings}npm run -s stockflow --`;
  console.log(
    [
      'There is no company yet. In another terminal, either of:',
      `  ${run} demo`,
      '      a company with goods and history',
      `  ${run} company create --name "Your company" --owner you@example.com`,
      '      your own, empty',
    ].join('\n'),
  );
}

/** Where nobody has ever signed in, mail may not even be set up. */
async function letInFirstOwner(database: Database, address: string): Promise<void> {
  const owner = await firstOwner(database);
  if (!owner) return;
  console.log(
    [
      `Nobody has signed in yet. This link signs ${owner.email} in, once, within ${LINK_MINUTES} minutes:`,
      `  ${await showLink(database, { ...owner, address }, Date.now())}`,
    ].join('\n'),
  );
}

/** Whoever expects mail to leave would wait for an answer. */
export function sayWhereLettersGo({
  SMTP_URL,
  DATA_DIR,
}: Pick<WorkerEnv & NodeEnv, 'SMTP_URL' | 'DATA_DIR'>): void {
  if (SMTP_URL !== undefined) return;
  console.log(`Letters are written to ${DATA_DIR}/letters: nothing is mailed until SMTP_URL is set.`);
}
