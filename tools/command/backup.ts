import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import {
  BackupRefused,
  backUp,
  type Contents,
  holdOrdering,
  isOfFile,
  openLocal,
  restore,
} from '../../db/local.ts';
import { migrate } from '../../db/migrate.ts';
import { fileIn, type Place, reach } from '../../db/open.ts';
import { count, defineFileCommand } from './command.ts';
import { MIGRATIONS, placeOf } from './desk.ts';

const file = z
  .string()
  .min(1)
  .transform((given) => resolve(given));

export const backupCommand = defineFileCommand({
  words: 'backup',
  about: 'Copy the database to a file while it is used, and look that the copy is whole',
  input: { file },
  options: { file: ['FILE', 'where to: a name that is not taken, in a folder that the server may write to'] },
  operand: 'file',
  notes: [
    'It holds every change that was answered before it began. Whoever can read it sees all that the companies entered.',
  ],
  async work(operator, { file }) {
    const client = await reach(withFile(placeOf(operator)));
    try {
      if (!isOfFile(client)) throw onServer();
      const contents = await backUp(client, file);
      return { json: { file, ...wire(contents) }, lines: [`${file}: ${held(contents)}.`] };
    } finally {
      client.close();
    }
  },
});

export const restoreCommand = defineFileCommand({
  words: 'restore',
  about: 'Put a backup in the place of the database, which is kept beside it. Stop the server first',
  input: { file },
  options: { file: ['FILE', 'what backup wrote'] },
  operand: 'file',
  notes: [
    'Ordering is paused afterwards in every company: what was ordered since the backup is not in it, and would be ordered',
    'again. Look at the drafts, then end the pause in the policy. Letters to suppliers that had not left then wait, too:',
    'whether they left later the backup does not know. Send each again, or mark it sent.',
  ],
  async work(operator, { file }) {
    const { url, dataDir } = placeOf(operator);
    if (url !== undefined) throw onServer();
    const { contents, former } = await restore(file, fileIn(dataDir), fit);
    return {
      json: { ...wire(contents), former },
      lines: [
        `Restored ${file}: ${held(contents)}.`,
        ...(former === null ? [] : [`What was there before is kept: ${former}`]),
        'Ordering is paused in every company: look at the drafts, then end the pause in the policy.',
        ...unknown(contents.letters),
        'Compare every figure with: npm run -s stockflow -- verify',
      ],
    };
  },
});

const unknown = (letters: number): string[] =>
  letters === 0
    ? []
    : [
        `${count(letters, 'letter')} to suppliers had not left then, and may have since: send again, or mark sent.`,
      ];

/** As this version needs it, and with nothing being ordered by itself. */
async function fit(part: string): Promise<void> {
  const client = openLocal({ file: part });
  try {
    await migrate(client, MIGRATIONS);
    await holdOrdering(client);
  } finally {
    client.close();
  }
}

/** Opening would make one. */
function withFile(place: Place): Place {
  if (place.url === undefined && !existsSync(fileIn(place.dataDir)))
    throw new BackupRefused(
      `There is no database in ${place.dataDir}. Set DATA_DIR to the folder that has it.`,
    );
  return place;
}

const onServer = () =>
  new BackupRefused(
    'DATABASE_URL names a database server: back that up, and restore it, with its own means.',
  );

const held = ({ bytes, companies, products, movements, lastAt }: Contents): string =>
  [
    `${(bytes / 1e6).toFixed(1)} MB`,
    count(companies, 'company', 'companies'),
    count(products, 'product'),
    `${count(movements, 'movement')}${lastAt === null ? '' : `, the last of ${new Date(lastAt).toISOString()}`}`,
  ].join(', ');

const wire = ({ lastAt, letters, ...contents }: Contents) => ({
  ...contents,
  last_at: lastAt === null ? null : new Date(lastAt).toISOString(),
  letters_waiting: letters,
});
