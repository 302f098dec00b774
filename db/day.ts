const DAY = 86_400_000;
const MINUTE = 60_000;
/** Every zone's clock changes on a quarter of an hour, so an offset holds for the whole quarter. */
const QUARTER = 900_000;
const OFFSETS_KEPT = 10_000;
const STARTS_KEPT = 10_000;
/** No zone's midnight is further from that of UTC. */
const FARTHEST_MIDNIGHT = 16 * 3_600_000;

/** The local day of a moment, counted from 1970-01-01. */
export function localDay(at: number, timeZone: string): number {
  return Math.floor((at + offsetAt(at, timeZone)) / DAY);
}

/** Beyond this it is no date any more: the year 9999. */
const DAY_MAX = 2_932_896;

/** The day that so many days from a day mean; null: never, or beyond all dates. */
export function dayAfter(day: number, days: number | null): number | null {
  if (days === null || day + days > DAY_MAX) return null;
  return day + Math.floor(days + 1e-9);
}

/** As ISO text. */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Minutes since midnight, as the local clock shows them. */
export function minuteOfDay(at: number, timeZone: string): number {
  const local = at + offsetAt(at, timeZone);
  return Math.floor((local - Math.floor(local / DAY) * DAY) / MINUTE);
}

/** When the local clock shows that minute of that day; where it skips it, soon after. */
export function momentOf(day: number, minute: number, timeZone: string): number {
  const wall = day * DAY + minute * MINUTE;
  const near = wall - offsetAt(wall, timeZone);
  const at = wall - offsetAt(near, timeZone);
  return at + offsetAt(at, timeZone) < wall ? Math.max(near, at) : at;
}

/**
 * The moment a local day begins: not always midnight, because clocks may skip it. A day that a zone left out (Apia,
 * 30 December 2011) begins where the next one does.
 */
export function startOfDay(day: number, timeZone: string): number {
  const name = `${timeZone} ${day}`;
  let start = starts.get(name);
  if (start === undefined) {
    if (starts.size >= STARTS_KEPT) starts.clear();
    start = midnightOf(day, timeZone) ?? firstMomentOf(day, timeZone);
    starts.set(name, start);
  }
  return start;
}

/** Undefined where the clock skips it, or shows it twice and this is the second time. */
function midnightOf(day: number, timeZone: string): number | undefined {
  const near = day * DAY - offsetAt(day * DAY, timeZone);
  const midnight = day * DAY - offsetAt(near, timeZone);
  const begins = localDay(midnight, timeZone) === day && localDay(midnight - 1, timeZone) < day;
  return begins ? midnight : undefined;
}

/** The quarter in which the day is reached, and the moment in it. */
function firstMomentOf(day: number, timeZone: string): number {
  let before = Math.floor((day * DAY - FARTHEST_MIDNIGHT) / QUARTER);
  let reached = Math.ceil((day * DAY + FARTHEST_MIDNIGHT) / QUARTER);
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (localDay((middle + 1) * QUARTER - 1, timeZone) >= day) reached = middle;
    else before = middle;
  }
  const from = reached * QUARTER;
  return Math.max(from, day * DAY - offsetAt(from, timeZone));
}

function offsetAt(at: number, timeZone: string): number {
  const quarter = Math.floor(at / QUARTER);
  const name = `${timeZone} ${quarter}`;
  let offset = offsets.get(name);
  if (offset === undefined) {
    if (offsets.size >= OFFSETS_KEPT) offsets.clear();
    offset = offsetOf(quarter * QUARTER, timeZone);
    offsets.set(name, offset);
  }
  return offset;
}

const starts = new Map<string, number>();
const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

function offsetOf(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}
