import type { Control } from '../control.ts';

/** What makes a write there once and whole, or not at all. */
export const ofOnce: Control[] = [
  {
    protection: 'an Idempotency-Key is claimed with what it was sent with',
    change: {
      file: 'db/scope.ts',
      from: 'const once = this.#once;\n    const answer',
      to: 'const once: Once | undefined = undefined;\n    const answer',
    },
    file: 'test/idempotency.test.ts',
    test: 'of 50 duplicates at once one takes effect',
  },
  {
    protection: 'a key is good for one request',
    change: { file: 'db/scope.ts', from: 'if (fingerprint !== once.fingerprint)', to: 'if (false)' },
    file: 'test/idempotency.test.ts',
    test: 'a key is for one request',
  },
  {
    protection: 'a key is bound to its procedure',
    change: {
      file: 'api/procedure.ts',
      from: 'sha256(`${path} ${canonical(input)}`)',
      to: 'sha256(canonical(input))',
    },
    file: 'test/idempotency.test.ts',
    test: 'two procedures that are told the same are two requests',
  },
  {
    protection: 'a batch is there whole or not at all',
    change: {
      file: 'db/local/turns.ts',
      from: "if (isMarked) this.#connection.undoTo('turn');",
      to: 'if (isMarked) return () => turn.reject(error);',
    },
    file: 'test/local/write.test.ts',
    test: 'writes that wait together are committed together',
  },
  {
    protection: 'the first of a group takes nobody along, and leaves nothing',
    change: {
      file: 'db/local/turns.ts',
      from: 'else if (turn.many) this.#connection.beginAgain();',
      to: '',
    },
    file: 'test/local/write.test.ts',
    test: 'the first that is refused after a change leaves nothing',
  },
  {
    protection: 'after a busy lock the connection is replaced',
    change: { file: 'db/local/connection.ts', from: 'if (isBusy(explained)) this.close();', to: '' },
    file: 'test/local/write.test.ts',
    test: 'what a foreign lock refused takes no later write along',
  },
  {
    protection: 'a write without a key is not asked for again',
    change: { file: 'db/scope.ts', from: '!this.#once || !isLost(lost)', to: '!isLost(lost)' },
    file: 'test/server/lost.test.ts',
    test: 'a request each: without a key it is not asked for again',
  },
  {
    protection: 'one process owns the file',
    change: { file: 'db/local/lock.ts', from: "lock.exec('BEGIN EXCLUSIVE')", to: "lock.exec('BEGIN')" },
    file: 'test/local/owner.test.ts',
    test: 'a second owner is refused in one clear line',
  },
  {
    protection: 'whoever has waited too long is turned away',
    change: {
      file: 'db/local/turns.ts',
      from: 'for (const turn of this.#waiting.splice(0, late < 0 ? this.#waiting.length : late)) turn.reject(noTurn());',
      to: 'late;',
    },
    file: 'test/local/turn.test.ts',
    test: 'where more is written than can be',
  },
  {
    protection: 'a kept answer is given only while nothing was written',
    change: { file: 'db/scope.ts', from: ' && known.writes === writes', to: '' },
    file: 'test/low-stock/reuse.test.ts',
    test: 'after a change of any kind nothing stale is given',
  },
  {
    protection: 'a database that a newer version has migrated is refused',
    change: { file: 'db/migrate.ts', from: 'if (last) throw', to: 'if (false) throw' },
    file: 'test/migrate.test.ts',
    test: 'a database that a newer version has migrated is refused',
  },
  {
    protection: 'migrations stand or fall together',
    change: {
      file: 'db/migrate.ts',
      from: 'await transaction.batch(sql);',
      to: "await transaction.batch(sql); await transaction.execute('commit'); await transaction.execute('begin');",
    },
    file: 'test/migrate.test.ts',
    test: 'a migration that fails takes those before it along',
  },
];
