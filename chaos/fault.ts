import { setTimeout as pause } from 'node:timers/promises';
import type { Trouble } from '../test/server/way.ts';
import type { Random } from '../tools/demo/random.ts';
import type { ShopClient } from './client.ts';
import { deleteQueue, type Place } from './place.ts';
import type { Mood } from './post.ts';
import type { Program } from './program.ts';
import type { Timeline } from './timeline.ts';

type Stage = { place: Place; clients: ShopClient[] };

/** Something bad that begins and ends. */
type Kind = {
  name: string;
  /** What it befalls: one thing at a time each. */
  target: string;
  weight: number;
  ms: [low: number, high: number];
  begin: (stage: Stage) => Promise<void> | void;
  end: (stage: Stage) => Promise<void> | void;
};

export type Fault = { at: number; forMs: number; kind: Kind };

const QUIET_AT_FIRST_MS = 1500;
const EVERY_MS: [number, number] = [150, 1300];
/** How long what was hit has to itself afterwards, so that there is something to hit again. */
const REST_MS = 1500;
const OVERTIME_MS = 5000;
const FROZEN_MS: [number, number] = [500, 9000];
/** Longer than a claim or a lock lasts: whoever wakes up finds others at its work. */
const FROZEN_LONG_MS: [number, number] = [62_000, 75_000];

/** What befalls whom, when and for how long: from the seed alone. */
export function drawFaults(random: Random, kinds: Kind[], ms: number): Fault[] {
  const bag = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  const faults: Fault[] = [];
  const freeFrom = new Map<string, number>();
  for (let at = QUIET_AT_FIRST_MS; at < ms; at += random.between(...EVERY_MS)) {
    const kind = random.pick(bag);
    const forMs = random.between(...kind.ms);
    if ((freeFrom.get(kind.target) ?? 0) > at || at + forMs > ms + OVERTIME_MS) continue;
    faults.push({ at, forMs, kind });
    freeFrom.set(kind.target, at + forMs + REST_MS);
  }
  return faults;
}

/** Each at its time, until the last one is over. */
export async function inflict(faults: Fault[], stage: Stage, { say, elapsedMs }: Timeline): Promise<void> {
  const begun = elapsedMs();
  await Promise.all(
    faults.map(async ({ at, forMs, kind }) => {
      await pause(Math.max(0, at - (elapsedMs() - begun)));
      say(`${kind.name}, for ${(forMs / 1000).toFixed(1)} s`);
      await kind.begin(stage);
      await pause(forMs);
      await kind.end(stage);
    }),
  );
}

/** What can happen in this place. `isLong`: there is time for what takes more than a minute. */
export function kindsOf(place: Place, isLong: boolean): Kind[] {
  const { programs, ways, server, redis, disk } = place;
  return [
    ...programs.flatMap((program) => programKinds(program, isLong)),
    ...(ways.database ? wayKinds('database', ways.database, 2) : []),
    ...(ways.redis ? wayKinds('Redis', ways.redis, 1) : []),
    ...wayKinds('mail', ways.mail, 1),
    ...wayKinds('API', ways.api, 2),
    ...(server ? [serverKind(server)] : []),
    ...(redis ? redisKinds(redis) : []),
    ...moodKinds,
    ...(place.kinds.database === 'file' && !redis ? [queueKind(programs)] : []),
    ...(disk.fill ? [diskKind(disk.fill, disk.free)] : []),
    clientKind,
  ];
}

const programKinds = (program: Program, isLong: boolean): Kind[] => [
  {
    name: `${program.name} killed`,
    target: program.name,
    weight: 4,
    ms: [0, 1500],
    begin: () => program.kill(),
    end: () => program.start(),
  },
  {
    name: `${program.name} told to stop`,
    target: program.name,
    weight: 1,
    ms: [0, 500],
    async begin() {
      await program.stop({ isInPeace: false });
    },
    end: () => program.start(),
  },
  {
    name: `${program.name} frozen`,
    target: program.name,
    weight: 1,
    ms: isLong && program.name.startsWith('worker') ? FROZEN_LONG_MS : FROZEN_MS,
    begin: () => program.freeze(),
    end: () => program.thaw(),
  },
];

const troubles: [Trouble | 'cut', [number, number]][] = [
  ['refused', [200, 4000]],
  ['answer lost', [200, 2500]],
  ['silence', [200, 6000]],
  ['torn', [200, 2500]],
  ['slow', [500, 6000]],
  ['cut', [0, 0]],
];

const wayKinds = (name: string, way: Place['ways']['api'], weight: number): Kind[] =>
  troubles.map(([trouble, ms]) => ({
    name: trouble === 'cut' ? `way to ${name} cut` : `way to ${name}: ${trouble}`,
    target: `way to ${name}`,
    weight,
    ms,
    begin() {
      if (trouble === 'cut' || trouble === 'refused') way.cut();
      if (trouble !== 'cut') way.trouble = trouble;
    },
    end() {
      way.trouble = 'none';
    },
  }));

const serverKind = (server: NonNullable<Place['server']>): Kind => ({
  name: 'database server killed',
  target: 'database',
  weight: 4,
  ms: [0, 3000],
  begin: () => server.kill(),
  end: () => untilUp(server),
});

/** On a full disk it may not start. */
export async function untilUp({ restart, kill }: NonNullable<Place['server']>): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await restart();
    } catch (error) {
      if (tries === 20) throw error;
      await kill();
      await pause(500);
    }
}

function redisKinds(redis: NonNullable<Place['redis']>): Kind[] {
  const killed = (name: string, weight: number, forget: boolean): Kind => ({
    name,
    target: 'Redis',
    weight,
    ms: [0, 4000],
    begin: () => redis.kill(),
    end: () => {
      if (forget) redis.forget();
      return redis.start();
    },
  });
  return [
    killed('Redis killed, back with what it kept', 2, false),
    killed('Redis killed, back empty', 2, true),
    { name: 'Redis emptied', target: 'Redis', weight: 2, ms: [0, 0], begin: () => redis.flush(), end() {} },
  ];
}

const moods: [Mood, [number, number], number][] = [
  ['later', [500, 4000], 1],
  ['never', [200, 1500], 1],
  ['hangs', [500, 5000], 1],
  ['busy', [500, 4000], 1],
  ['drops after data', [500, 3000], 2],
];

const moodKinds: Kind[] = moods.map(([mood, ms, weight]) => ({
  name: `mail server: ${mood}`,
  target: 'mail server',
  weight,
  ms,
  begin({ place }) {
    place.post.mood = mood;
  },
  end({ place }) {
    place.post.mood = 'well';
  },
}));

const queueKind = (programs: Program[]): Kind => ({
  name: 'all killed, and the queue deleted',
  target: programs[0]?.name ?? '',
  weight: 2,
  ms: [0, 500],
  async begin({ place }) {
    await Promise.all(programs.map((program) => program.kill()));
    deleteQueue(place);
  },
  end() {
    for (const program of programs) program.start();
  },
});

const diskKind = (fill: () => void, free: () => void): Kind => ({
  name: 'disk full',
  target: 'disk',
  weight: 2,
  ms: [300, 4000],
  begin: fill,
  end: free,
});

const clientKind: Kind = {
  name: 'a client dies and comes back with its book',
  target: 'client',
  weight: 3,
  ms: [0, 0],
  begin({ clients }) {
    clients.push(...clients.splice(0, 1));
    clients[0]?.die();
  },
  end() {},
};
