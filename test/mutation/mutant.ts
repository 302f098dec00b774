import type { Change } from '../control/change.ts';

export type Mutant = {
  change: Exclude<Change, { drop: string }>;
  /** The file and line, or the trigger. */
  where: string;
  kind: string;
};

/** What tells each from the others for as long as its place says the same; the n-th that reads alike has a number. */
export function named<Of extends Mutant>(mutants: Of[]): (Of & { name: string })[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const { change, where, kind } = mutant;
    const name = `${where.replace(/:\d+$/, '')} | ${kind} | ${short(change.from)} → ${short(change.to)}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { ...mutant, name: count === 1 ? name : `${name} (${count})` };
  });
}

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-25)}` : line;
};
