import { type Attempt, handOver, silenceMs } from './handing.ts';
import type { ComposedLetter } from './message.ts';
import { type Delivery, deferred, type Handing, messageOf, type Outcome, uncertain } from './outcome.ts';
import type { Limits, Server } from './server.ts';
import { openSession, quit, type Session, SetupFault } from './session.ts';

/** A session between two letters. */
type Parked = {
  readonly session: Session;
  readonly letters: number;
  readonly timer: NodeJS.Timeout;
  readonly onEnd: () => void;
};

export function pooledDelivery(server: Server, limits: Limits): Delivery {
  const turns = turnsOf(limits.connectionsMax);
  const parking = parkingOf(limits);
  const underWay = new Set<Promise<Outcome>>();

  async function delivered(letter: ComposedLetter, handing: Handing): Promise<Outcome> {
    if (!(await turns.take())) return deferred('Mail is being closed down.');
    try {
      const parked = parking.take();
      if (parked !== null) {
        const attempt = await attemptOver(parked.session, parked.letters);
        if (!attempt.isStale) return attempt.outcome;
      }
      return (await attemptOver(await openSession(server, limits), 0)).outcome;
    } catch (fault) {
      if (fault instanceof SetupFault) return deferred(fault.message);
      // Nothing else should end here; what does says nothing about how far the letter got.
      return uncertain(`Sending ended in a way that was not foreseen: ${messageOf(fault)}`);
    } finally {
      turns.pass();
    }

    async function attemptOver(session: Session, letters: number): Promise<Attempt> {
      const attempt = await handOver(session, letter, handing, limits);
      if (attempt.outcome.outcome === 'sent') parking.park(session, letters + 1);
      else parking.leave(session);
      return attempt;
    }
  }

  return {
    deliver(letter, handing) {
      const delivery = delivered(letter, handing).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
      return delivery;
    },
    async close() {
      turns.close();
      await Promise.all(underWay);
      await parking.close();
    },
  };
}

/** Sessions wait here for their next letter, not for long. The last one used is the likeliest to live. */
function parkingOf({ idleMs, quitMs, lettersPerConnectionMax }: Limits) {
  const parked: Parked[] = [];
  const leaving = new Set<Promise<void>>();

  function leave(session: Session): void {
    const left = quit(session, quitMs)
      .catch(() => undefined)
      .finally(() => leaving.delete(left));
    leaving.add(left);
  }

  function remove(session: Session): Parked | null {
    const at = parked.findIndex((other) => other.session === session);
    const [found = null] = at < 0 ? [] : parked.splice(at, 1);
    if (found) {
      clearTimeout(found.timer);
      session.connection.removeListener('end', found.onEnd);
    }
    return found;
  }

  return {
    leave,
    take(): Parked | null {
      const last = parked.at(-1);
      return last ? remove(last.session) : null;
    },
    park(session: Session, letters: number): void {
      if (session.connection.destroyed) return;
      if (letters >= lettersPerConnectionMax) {
        leave(session);
        return;
      }
      silenceMs(session, 0);
      const timer = setTimeout(() => remove(session) && leave(session), idleMs);
      const onEnd = () => void remove(session);
      session.connection.once('end', onEnd);
      parked.push({ session, letters, timer, onEnd });
    },
    async close(): Promise<void> {
      for (const { session } of [...parked]) if (remove(session)) leave(session);
      await Promise.all(leaving);
    },
  };
}

/** So many letters at a time; the others wait in the order they came. */
function turnsOf(max: number) {
  let free = max;
  let isClosed = false;
  const waiting: ((isMine: boolean) => void)[] = [];
  return {
    take(): Promise<boolean> {
      if (isClosed) return Promise.resolve(false);
      if (free === 0) return new Promise((resolve) => waiting.push(resolve));
      free -= 1;
      return Promise.resolve(true);
    },
    pass(): void {
      const next = waiting.shift();
      if (next) next(true);
      else free += 1;
    },
    close(): void {
      isClosed = true;
      for (const refuse of waiting.splice(0)) refuse(false);
    },
  };
}
