import { count, defineCommand } from './command.ts';

export const migrateCommand = defineCommand({
  words: 'migrate',
  about: 'Bring the database up to date, as every command and npm start do by themselves',
  input: {},
  options: {},
  async work({ applied }) {
    return { json: { applied: applied ?? 0 }, lines: [sentence(applied)] };
  },
});

function sentence(applied: number | null): string {
  if (applied === null)
    return 'A running server has this database and brought it up to date when it started. After an update, restart it.';
  return applied === 0
    ? 'The database is up to date.'
    : `${count(applied, 'migration')} applied. The database is up to date.`;
}
