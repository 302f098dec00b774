import { LibsqlBatchError, LibsqlError, type ResultSet } from '@libsql/core/api';
import {
  and,
  type BatchAnswer,
  command,
  errorOf,
  type HranaStatement,
  inTransaction,
  not,
  ok,
  resultOf,
  type Step,
} from './hrana.ts';

/** What one caller wants done as a whole. */
export type Ride = HranaStatement[];
export type Outcome = { results: ResultSet[] } | { error: unknown };

/** Several callers in one transaction, each behind a savepoint: what refuses one takes only that one back. */
export function together(rides: Ride[]): { steps: Step[]; outcomesOf: (answer: BatchAnswer) => Outcome[] } {
  const steps = [command('BEGIN IMMEDIATE')];
  const add = (step: Step): number => steps.push(step) - 1;
  const firsts = rides.map((ride) => {
    // RAISE(ROLLBACK) or a full disk would end the transaction: then nobody after it may begin one unawares.
    const opened = add(command('SAVEPOINT ride', inTransaction));
    const last = addInTurn(steps, ride, opened);
    const released = add(command('RELEASE ride', ok(last)));
    const undone = add(command('ROLLBACK TO ride', and(ok(opened), not(ok(released)), inTransaction)));
    add(command('RELEASE ride', ok(undone)));
    return opened + 1;
  });
  const committed = addEnd(steps, and(ok(0), inTransaction));
  return {
    steps,
    outcomesOf(answer) {
      if (!answer.step_results[committed]) throw refusalOf(answer, committed);
      return rides.map((ride, index) => outcomeOf(answer, ride, firsts[index] ?? 0));
    },
  };
}

type Trip = { steps: Step[]; outcomeOf: (answer: BatchAnswer) => Outcome };

/** One caller in a transaction of its own. */
export function alone(ride: Ride, begin: string): Trip {
  const steps = [command(begin)];
  const last = addInTurn(steps, ride, 0);
  const committed = addEnd(steps, ok(last));
  return {
    steps,
    outcomeOf(answer) {
      const [refusal] = answer.step_errors;
      if (refusal) return { error: errorOf(refusal) };
      const outcome = outcomeOf(answer, ride, 1);
      if ('error' in outcome || answer.step_results[committed]) return outcome;
      return { error: refusalOf(answer, committed) };
    },
  };
}

/** One statement that is a transaction by itself. */
export const single = (ride: Ride): Trip => ({
  steps: ride.map((stmt) => ({ stmt })),
  outcomeOf(answer) {
    const [refusal] = answer.step_errors;
    return refusal ? { error: errorOf(refusal) } : outcomeOf(answer, ride, 0);
  },
});

/** Adds statements of which each runs only after the one before succeeded; answers with the last one's place. */
function addInTurn(steps: Step[], ride: Ride, after: number): number {
  let last = after;
  for (const stmt of ride) last = steps.push({ condition: ok(last), stmt }) - 1;
  return last;
}

function addEnd(steps: Step[], condition: Step['condition']): number {
  const committed = steps.push(command('COMMIT', condition)) - 1;
  steps.push(command('ROLLBACK', and(not(ok(committed)), inTransaction)));
  return committed;
}

function refusalOf(answer: BatchAnswer, committed: number): LibsqlError {
  const refusal = answer.step_errors[0] ?? answer.step_errors[committed];
  return refusal ? errorOf(refusal) : rolledBack();
}

function outcomeOf(answer: BatchAnswer, ride: Ride, first: number): Outcome {
  const results: ResultSet[] = [];
  try {
    for (const index of ride.keys()) {
      const [result, refusal] = [answer.step_results[first + index], answer.step_errors[first + index]];
      if (refusal) return { error: inBatch(errorOf(refusal), index) };
      if (!result) return { error: inBatch(rolledBack(), index) };
      results.push(resultOf(result));
    }
    return { results };
  } catch (error) {
    // A number that JavaScript cannot hold, say: the caller's own trouble, not its neighbours'.
    return { error };
  }
}

const inBatch = ({ message, code }: LibsqlError, index: number): LibsqlError =>
  new LibsqlBatchError(message.replace(`${code}: `, ''), index, code);

const rolledBack = (): LibsqlError =>
  new LibsqlError('The transaction has been rolled back', 'TRANSACTION_CLOSED');
