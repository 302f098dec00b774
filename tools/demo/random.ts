export type Random = ReturnType<typeof randomFrom>;

/** The same seed gives the same numbers, on every machine. */
export function randomFrom(seed: number) {
  const next = mulberry32(seed);
  const between = (low: number, high: number): number => low + (high - low) * next();
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    between,
    whole,
    chance: (probability: number): boolean => next() < probability,
    pick: <Item>(items: readonly Item[]): Item => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new RangeError('There is nothing to pick from');
      return item;
    },
    /** Some of the items, each at most once, in a random order. */
    some: <Item>(items: readonly Item[], count: number): Item[] =>
      items
        .map((item) => ({ item, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .slice(0, count)
        .map(({ item }) => item),
    /** How often something happens that happens `mean` times on average. */
    poisson(mean: number): number {
      const limit = Math.exp(-mean);
      let events = 0;
      for (let left = next(); left > limit; left *= next()) events += 1;
      return events;
    },
  };
}

/** A well-known small generator (public domain, Tommy Ettinger): 32 bits of state, good enough for a shop. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
