import { LibsqlError } from '@libsql/core/api';
import { type BatchAnswer, pipeline, type Server } from './hrana.ts';
import { isBusy } from './patience.ts';
import { alone, type Outcome, type Ride, single, together } from './transaction.ts';

const readTrip = (ride: Ride): ReturnType<typeof alone> =>
  ride.length === 1 ? single(ride) : alone(ride, 'BEGIN TRANSACTION READONLY');

export async function readAlone(server: Server, ride: Ride): Promise<Outcome> {
  const trip = readTrip(ride);
  const [answer] = await pipeline(server, [trip.steps]);
  return outcomeOf(trip, answer);
}

/** One after the other on one connection, each as if it had come by itself. */
export async function readAll(server: Server, rides: Ride[]): Promise<Outcome[]> {
  const trips = rides.map(readTrip);
  const answers = await pipeline(
    server,
    trips.map(({ steps }) => steps),
  );
  return trips.map((trip, index) => outcomeOf(trip, answers[index]));
}

/** 'split': one of them spoiled it for all. Nothing was applied, and each may try by itself. */
export async function writeAll(server: Server, rides: Ride[]): Promise<Outcome[] | 'split'> {
  const [only] = rides;
  if (only && rides.length === 1) return [await writeAlone(server, only)];
  const { steps, outcomesOf } = together(rides);
  const [answer] = await pipeline(server, [steps]);
  if (answer instanceof LibsqlError && !isBusy(answer)) return 'split';
  try {
    if (answer && !(answer instanceof LibsqlError)) return outcomesOf(answer);
    throw answer;
  } catch (error) {
    if (error instanceof LibsqlError && SPOILED.test(error.code)) return 'split';
    throw error;
  }
}

/** A constraint that is checked at the end, or a refusal that ends the whole transaction. */
const SPOILED = /^(SQLITE_CONSTRAINT|TRANSACTION_CLOSED)/;

export async function writeAlone(server: Server, ride: Ride): Promise<Outcome> {
  const trip = alone(ride, 'BEGIN IMMEDIATE');
  const [answer] = await pipeline(server, [trip.steps]);
  const outcome = outcomeOf(trip, answer);
  if ('error' in outcome && isBusy(outcome.error)) throw outcome.error;
  return outcome;
}

function outcomeOf(trip: ReturnType<typeof alone>, answer: BatchAnswer | LibsqlError | undefined): Outcome {
  if (answer === undefined || answer instanceof LibsqlError) return { error: answer };
  return trip.outcomeOf(answer);
}
