import { useSession } from './session.tsx';

export { counted } from './counted.ts';

/** How figures and days are written: in the reader's language, in the company's time zone and currency. */
export type Format = ReturnType<typeof formatFor>;

export function useFormat(): Format {
  const { timeZone, currency } = useSession().company;
  return formatIn(navigator.language, timeZone, currency);
}

const made = new Map<string, Format>();

/** Made once, and not for each row of a list: it takes longer than all the rest of a row. */
function formatIn(...place: Parameters<typeof formatFor>): Format {
  const name = place.join(' ');
  const known = made.get(name);
  if (known) return known;
  const format = formatFor(...place);
  made.set(name, format);
  return format;
}

const DAY_MS = 86_400_000;
/** Units a day, below which days a unit are easier to imagine. */
const SLOW = 0.2;

export function formatFor(locale: string, timeZone: string, currency: string) {
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const pace = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const slowPace = new Intl.NumberFormat(locale, {
    minimumSignificantDigits: 2,
    maximumSignificantDigits: 2,
  });
  const paceOf = (value: number) => (value === 0 || value >= 1 ? pace : slowPace).format(value);
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const day = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const dayShort = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const momentShort = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: 'numeric',
    timeZone,
  });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    units: (value: number) => units.format(value).replace('-', '−'),
    /** With its sign, as a change of stock is written. */
    change: (value: number) =>
      value > 0 ? `+${units.format(value)}` : units.format(value).replace('-', '−'),
    /** Units a day: 4.0, 0.25, 0.030. */
    pace: paceOf,
    /** "4.0 a day", "1 in 11 days": a tenth of a thing has nobody seen. */
    rate: (value: number) =>
      value > 0 && value < SLOW ? `1 in ${units.format(1 / value)} days` : `${paceOf(value)} a day`,
    /** Decimal text of the API, like "12.50". */
    money: (text: string) => money.format(Number(text)),
    day: (iso: string) => day.format(Date.parse(iso)),
    /** Without its year, while it is clear which one is meant. */
    dayShort: (iso: string) => (isFar(iso) ? day : dayShort).format(Date.parse(iso)),
    weekday: (iso: string) => (isFar(iso) ? day : weekday).format(Date.parse(iso)),
    moment: (iso: string) => (isFar(iso) ? moment : momentShort).format(Date.parse(iso)),
    clock: (iso: string) => clock.format(Date.parse(iso)),
    /** "3 minutes ago", "in 2 days" */
    relative: (iso: string) => relativeTo(relative, Date.parse(iso) - Date.now()),
    /** Today in the company's zone, like 2026-08-03. */
    today: () => isoDay.format(Date.now()),
    /** Whole days from today until a local day. */
    daysUntil: (iso: string) =>
      Math.round((Date.parse(iso) - Date.parse(isoDay.format(Date.now()))) / DAY_MS),
  };
}

const FAR_DAYS = 300;
const isFar = (iso: string): boolean => Math.abs(Date.parse(iso) - Date.now()) > FAR_DAYS * DAY_MS;

const steps: [limitMs: number, unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  [60_000, 'second', 1000],
  [3_600_000, 'minute', 60_000],
  [DAY_MS, 'hour', 3_600_000],
  [30 * DAY_MS, 'day', DAY_MS],
  [365 * DAY_MS, 'month', 30 * DAY_MS],
];

function relativeTo(format: Intl.RelativeTimeFormat, ms: number): string {
  for (const [limitMs, unit, unitMs] of steps)
    if (Math.abs(ms) < limitMs) return format.format(Math.trunc(ms / unitMs), unit);
  return format.format(Math.trunc(ms / (365 * DAY_MS)), 'year');
}
