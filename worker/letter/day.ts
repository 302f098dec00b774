const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Saturday 21 November 2026: no reader takes the day for the month. */
export function longDay(isoDay: string): string {
  const { weekday, date, month, year } = partsOf(isoDay);
  return `${weekday} ${date} ${month} ${year}`;
}

/** 21 November, where the year is plain. */
export function shortDay(isoDay: string): string {
  const { date, month } = partsOf(isoDay);
  return `${date} ${month}`;
}

function partsOf(isoDay: string) {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay) ?? [];
  const noon = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date), 12));
  const [weekday, monthName] = [weekdays[noon.getUTCDay()], months[Number(month) - 1]];
  if (!weekday || !monthName || noon.getUTCDate() !== Number(date))
    throw new RangeError(`${JSON.stringify(isoDay)} is not a day like 2026-11-21`);
  return { weekday, date: Number(date), month: monthName, year };
}
