import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposedLetter } from './message.ts';
import { type Delivery, deferred, messageOf, notRecorded } from './outcome.ts';

/** Letters as files that any mail program opens. A letter has one file, however often it is sent. */
export function folderDelivery(folder: string): Delivery {
  return {
    async deliver(letter, { onHanding }) {
      try {
        await onHanding();
      } catch (fault) {
        return notRecorded(fault);
      }
      try {
        const path = await written(folder, letter);
        return { outcome: 'sent', response: `Written to ${path}`, path };
      } catch (fault) {
        return deferred(`The letter could not be written to ${folder}: ${messageOf(fault)}`);
      }
    },
    close: () => Promise.resolve(),
  };
}

async function written(folder: string, { id, bytes }: ComposedLetter): Promise<string> {
  await mkdir(folder, { recursive: true });
  const today = new Date().toISOString().slice(0, 10);
  // Sent again on another day, it keeps the name that it has.
  const name = (await readdir(folder)).find((name) => isOf(name, id)) ?? `${today}-${id}.eml`;
  const draft = join(folder, `.${id}-${randomUUID()}.draft`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, name));
  } catch (fault) {
    await rm(draft, { force: true });
    throw fault;
  }
  return join(folder, name);
}

function isOf(name: string, id: string): boolean {
  return /^\d{4}-\d{2}-\d{2}-/.test(name) && name.slice(11) === `${id}.eml`;
}
