const DAY = 86_400_000;
/** Every zone's clock changes on a quarter of an hour, so an offset holds for the whole quarter. */
const QUARTER = 900_000;
const OFFSETS_KEPT = 10_000;

/** The local day of a moment, counted from 1970-01-01. */
export function localDay(at: number, timeZone: string): number {
  const quarter = Math.floor(at / QUARTER);
  const name = `${timeZone} ${quarter}`;
  let offset = offsets.get(name);
  if (offset === undefined) {
    if (offsets.size >= OFFSETS_KEPT) offsets.clear();
    offset = offsetOf(quarter * QUARTER, timeZone);
    offsets.set(name, offset);
  }
  return Math.floor((at + offset) / DAY);
}

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
