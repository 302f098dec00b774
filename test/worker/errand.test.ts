import { LibsqlError } from '@libsql/client';
import { UnrecoverableError } from 'bullmq';
import { expect, test } from 'vitest';
import { scopeOf } from '../../db/company/company.ts';
import { databaseOf } from '../../db/scope.ts';
import { errand } from '../../worker/job/errand.ts';
import { around } from '../around.ts';
import { type Company, openRoom } from '../room.ts';
import { rowsOf } from './bench.ts';

const room = openRoom();
const work = { database: room.database, now: () => room.clock.now };

async function waiting({ id }: Company) {
  const row = { company: id, topic: 'order' as const, subject: id };
  await room.client.execute(`insert into due values (${id}, 'order', ${id}, ${room.clock.now}, 0)`);
  const told = async () =>
    (await rowsOf(room, `select failures, error from outbox where company_id = ${id}`))[0];
  return { row, told };
}

/** What is thrown is told apart by the queue: an UnrecoverableError it leaves alone. */
const thrownBy = (running: Promise<void>): Promise<unknown> =>
  running.then(
    () => undefined,
    (error: unknown) => error,
  );

test('what fails is counted on its row, with its words, and the queue leaves it alone', async () => {
  const { row, told } = await waiting(await room.company());
  const failing = async () => {
    throw new Error('The order cannot be read', { cause: new Error('no ink') });
  };
  const thrown = await thrownBy(errand(work, row, failing));
  expect(thrown).toBeInstanceOf(UnrecoverableError);
  expect(thrown).toMatchObject({ message: 'The order cannot be read' });
  expect(await told()).toEqual({ failures: 1, error: 'no ink' });
});

test.each(['SQLITE_BUSY', 'SERVER_ERROR'])(
  'a database that is away (%s) is not counted: the queue tries again',
  async (code) => {
    const company = await room.company();
    const { row, told } = await waiting(company);
    const away = around(room.client, () => Promise.reject(new LibsqlError('is away', code)));
    const reading = async () => {
      await scopeOf(databaseOf(away, 'company'), company.id, 'test', room.clock.now);
    };
    const thrown = await thrownBy(errand(work, row, reading));
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(UnrecoverableError);
    expect(await told()).toEqual({ failures: 0, error: null });
  },
);
