import * as z from 'zod';
import { dateOf, dayAfter, startOfDay } from '../../db/day.ts';
import { Fault } from '../../db/fault.ts';
import { type Explanation, explanationOf } from '../../db/replenishment/explanation.ts';
import { wholeDays } from '../../worker/forecast/cover.ts';
import { daysUsed } from '../../worker/forecast/series.ts';
import { historyOf } from '../../worker/forecast/shelf.ts';
import { id } from '../input.ts';
import { router, viewer } from '../procedure.ts';
import { explained } from './forecast/answer.ts';
import { adaptive, mean30, stored } from './forecast/basis.ts';

export const forecastRouter = router({
  explain: viewer
    .meta({
      rest: {
        method: 'GET',
        path: '/companies/{company_id}/products/{product_id}/forecast',
        summary: 'How fast a product sells and when it runs out, with all that it takes to do the sum again',
      },
    })
    .input(
      z.lazy(() =>
        z.strictObject({
          companyId: id(),
          productId: id(),
          warehouseId: id().optional().meta({
            description: 'May be left out while the product lies in one warehouse only',
          }),
        }),
      ),
    )
    .output(z.lazy(explained))
    .query(async ({ ctx: { scope }, input: { companyId, ...asked } }) => {
      if (companyId !== scope.company) throw new Fault('company_not_found');
      return answerOf(await explanationOf(scope, asked), scope.timeZone);
    }),
});

function answerOf({ basis: text, days, events, ...columns }: Explanation, timeZone: string) {
  const { firstStockoutDay, runOutDay, ...figures } = columns;
  const basis = basisOf(text);
  const { today, firstDay, velocity, leadDays, isLeadAssumed, minimumUnits, packUnits } = basis;
  const dateIn = (inDays: number | null): string | null => dateOrNull(dayAfter(today, inDays));
  const history = historyOf(
    {
      ...{ today, firstDay, windowDays: today - firstDay, days, events },
      startOfDay: (day) => startOfDay(day, timeZone),
    },
    figures.currentStock,
  );
  const made = { ...figures, ...basis, basis: { ...velocity, windowDays: figures.windowDays } };
  return {
    ...basis,
    ...figures,
    today: dateOf(today),
    daysUntilStockout: wholeDays(figures.coverDays),
    daysUntilStockoutEarly: wholeDays(figures.coverDaysEarly),
    daysUntilStockoutLate: wholeDays(figures.coverDaysLate),
    stockoutDay: dateIn(figures.coverDays),
    stockoutDayEarly: dateIn(figures.coverDaysEarly),
    stockoutDayLate: dateIn(figures.coverDaysLate),
    firstStockout: dateOrNull(firstStockoutDay),
    runOut: dateOrNull(runOutDay),
    adaptive: adaptive().safeParse(velocity).data ?? null,
    mean30: mean30().safeParse(velocity).data ?? null,
    inputs: {
      ...basis,
      arrivals: basis.arrivals.map((arrival) => ({ ...arrival, day: dateIn(arrival.inDays) })),
      terms:
        minimumUnits === null || packUnits === null
          ? null
          : { leadDays: isLeadAssumed ? null : leadDays, minimumUnits, packUnits },
    },
    days: daysUsed(history, made).map((day, index) => ({ day: dateOf(firstDay + index), ...day })),
  };
}

const dateOrNull = (day: number | null): string | null => (day === null ? null : dateOf(day));

/** What an earlier version stored says less; the next computation, at midnight if not before, stores the rest. */
function basisOf(text: unknown): z.output<ReturnType<typeof stored>> {
  const { data } = stored().safeParse(text);
  if (!data) throw new Fault('forecast_not_found');
  return data;
}
