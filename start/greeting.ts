import { listCompanies } from '../db/company/company.ts';
import type { Database } from '../db/scope.ts';

/** To whom there is nothing to show yet; settings are what a command needs to find this database. */
export async function sayHowToBegin(database: Database, settings = ''): Promise<void> {
  if ((await listCompanies(database, 0, 1)).length > 0) return;
  const run = `${settings}npm run -s stockflow --`;
  console.log(
    [
      'There is no company yet. In another terminal, either of:',
      `  ${run} demo                                 a company with goods and history`,
      `  ${run} company create --name "Your company"  your own, empty`,
    ].join('\n'),
  );
}
