/** One exact place of the program, and what stands there instead while a trial lasts. */
export type Place = {
  from: string;
  to: string;
  /** Where `from` begins; without it `from` must be there exactly once. */
  at?: number;
};

export type Change =
  | ({ file: string } & Place)
  /** A trigger as the migrations leave it, or with an empty `to` for the whole of it: one that is not there. */
  | ({ trigger: string } & Place)
  /** What is dropped from the database. */
  | { drop: string };

/** A change that does not fit is no trial: the program has moved on, and the change must follow it. */
export function changed(text: string, { from, to, at }: Place, where: string): string {
  const first = at ?? text.indexOf(from);
  if (first < 0 || !text.startsWith(from, first)) throw new Error(`${where} does not say: ${from}`);
  if (at === undefined && text.indexOf(from, first + 1) >= 0)
    throw new Error(`${where} says this more than once: ${from}`);
  return text.slice(0, first) + to + text.slice(first + from.length);
}
