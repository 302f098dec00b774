// drizzle-kit cannot write STRICT or WITHOUT ROWID: this adds them to the tables of a migration it has just generated.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** A row found by its composite key alone needs no rowid; but rows of a kilobyte would make such a tree shallow and slow. */
const keepsRowid = ['idempotency', 'forecasts'];

for (const name of readdirSync('db/migrations').filter((name) => name.endsWith('.sql'))) {
  const file = `db/migrations/${name}`;
  const text = readFileSync(file, 'utf8');
  const strict = text.replace(/CREATE TABLE `(\w+)` \([\s\S]*?\n\);/g, (table, name) => {
    const withoutRowid = table.includes('\tPRIMARY KEY(') && !keepsRowid.includes(name);
    return table.replace(/\);$/, withoutRowid ? ') STRICT, WITHOUT ROWID;' : ') STRICT;');
  });
  if (strict !== text) writeFileSync(file, strict);
}
