/** What one round of one case found: what it is called, and a figure. */
export type Figures = Record<string, number>;
export type Case = { name: string; round: (ms: number) => Promise<Figures> };
export type Bench = {
  name: string;
  about: string;
  seconds: number;
  rounds: number;
  /** What docs/performance.md promises of it. */
  bars?: Bar[];
  open: () => Promise<{ cases: Case[]; close: () => Promise<void> }>;
};
/** A promise: its figure comes from one round of all cases, so that what is divided was measured side by side. */
export type Bar = {
  what: string;
  measuredAs: string;
  unit: '' | 'ms' | 's' | 'MB';
  figure: (of: (name: string, figure: string) => number) => number;
} & Bound;
type Bound = { atLeast: number } | { atMost: number };
export type Spread = { median: number; min: number; max: number };
export type Row = { name: string; figures: Record<string, Spread> };
export type Mark = { what: string; measuredAs: string; unit: Bar['unit']; bound: Bound; found: Spread };

/** Round by round through all cases, so that a bad minute of the machine falls on all of them. */
export async function measure(
  bench: Bench,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<{ rows: Row[]; marks: Mark[] }> {
  const { cases, close } = await bench.open();
  const found: Map<string, Figures>[] = [];
  try {
    for (const { round } of cases) await round(Math.min(1000, seconds * 1000));
    for (let n = 0; n < rounds; n += 1) {
      const figures = new Map<string, Figures>();
      for (const { name, round } of cases) figures.set(name, await round(seconds * 1000));
      found.push(figures);
    }
  } finally {
    await close();
  }
  return {
    rows: cases.map(({ name }) => ({ name, figures: summed(found.map((round) => round.get(name) ?? {})) })),
    marks: (bench.bars ?? []).map((bar) => markOf(bar, found)),
  };
}

function summed(rounds: Figures[]): Row['figures'] {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(rounds.map((figures) => figures[name] ?? Number.NaN))]),
  );
}

function markOf(bar: Bar, rounds: Map<string, Figures>[]): Mark {
  const { what, measuredAs, unit } = bar;
  const found = spreadOf(
    rounds.map((round) =>
      bar.figure((name, figure) => {
        const value = round.get(name)?.[figure];
        if (value === undefined) throw new Error(`No case ${name} found ${figure}: "${what}" needs it`);
        return value;
      }),
    ),
  );
  const bound = 'atLeast' in bar ? { atLeast: bar.atLeast } : { atMost: bar.atMost };
  return { what, measuredAs, unit, bound, found };
}

function spreadOf(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), min: at(0), max: at(1) };
}

/** The median, and behind it the lowest and the highest round. */
export function tableOf(rows: Row[]): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = rows.map(({ name, figures }) => [
    name,
    ...names.map((name) => {
      const found = figures[name];
      if (!found) return '';
      const { median, min, max } = found;
      return min === max ? short(median) : `${short(median)} (${short(min)}–${short(max)})`;
    }),
  ]);
  const all = [['', ...names], ...lines];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  return all
    .map((line) =>
      line.map((cell, at) => (at ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[0] ?? 0))).join('  '),
    )
    .join('\n');
}

/** Three figures that count. */
export const short = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2);

/** So many callers at once, each the next call as soon as it has its answer. */
export async function crowd(
  callers: number,
  ms: number,
  call: (caller: number) => Promise<boolean>,
): Promise<Figures> {
  const times: number[] = [];
  let refused = 0;
  const begun = performance.now();
  const one = async (caller: number): Promise<void> => {
    while (performance.now() - begun < ms) {
      const at = performance.now();
      if (await call(caller)) times.push(performance.now() - at);
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => one(caller)));
  const seconds = (performance.now() - begun) / 1000;
  return { perSecond: times.length / seconds, ...spread(times), refused };
}

export function spread(times: number[]): { p50Ms: number; p99Ms: number; maxMs: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}
