import {
  type Client,
  type InArgs,
  type InStatement,
  LibsqlError,
  type ResultSet,
  type TransactionMode,
} from '@libsql/core/api';
import { type AnyStatement, isRead, parts } from '../client/text.ts';
import { type Server, statementOf } from './hrana.ts';
import { isBusy, patiently, reading } from './patience.ts';
import { readAlone, writeAlone } from './send.ts';
import type { Outcome, Ride } from './transaction.ts';

/** What statements need of a database, and all that a Worker has of it. */
export type Connection = Pick<Client, 'protocol' | 'execute' | 'batch'>;

/** A statement or a batch is a ride; how rides travel, each kind of client says. */
export abstract class RidingClient implements Connection {
  readonly protocol = 'http';

  async execute(given: InStatement, args?: InArgs): Promise<ResultSet> {
    const ride = [statementOf(given, args)];
    const [result] = isRead(parts(given)[0]) ? await this.read(ride) : await this.write(ride);
    if (!result) throw new LibsqlError('The server sent no result', 'UNKNOWN');
    return result;
  }

  async batch(given: AnyStatement[], mode: TransactionMode = 'deferred'): Promise<ResultSet[]> {
    const ride = given.map((one) => statementOf(one));
    const reads = mode === 'read' || (mode === 'deferred' && given.every((one) => isRead(parts(one)[0])));
    return reads ? this.read(ride) : this.write(ride);
  }

  protected abstract read(ride: Ride): Promise<ResultSet[]>;
  protected abstract write(ride: Ride): Promise<ResultSet[]>;
}

/** A request per call. What was refused for the moment is asked again; a write whose answer is lost never is. */
export class SingleClient extends RidingClient {
  readonly #server: Server;

  constructor(server: Server) {
    super();
    this.#server = server;
  }

  protected read(ride: Ride): Promise<ResultSet[]> {
    return reading(async () => resultsOf(await readAlone(this.#server, ride)));
  }

  protected write(ride: Ride): Promise<ResultSet[]> {
    return patiently(async () => resultsOf(await writeAlone(this.#server, ride)), isBusy);
  }
}

export function resultsOf(outcome: Outcome): ResultSet[] {
  if ('error' in outcome) throw outcome.error;
  return outcome.results;
}
