import { counted } from '../../counted.ts';

type Planning = {
  reviewDays: number;
  targetDays: number;
  safetyDays: number | null;
  servicePercent: number;
};

/** How much an order asks for, in a sentence. */
export function planningWords({ reviewDays, targetDays, safetyDays, servicePercent }: Planning): string {
  const reserve =
    safetyDays === null
      ? `a reserve, so that in ${servicePercent} of 100 cases nothing runs out before it comes`
      : `a reserve for ${counted(safetyDays, 'day')}`;
  return `An order covers the days until it comes, the ${counted(reviewDays, 'day')} until you look again, ${counted(targetDays, 'day')} beyond, and ${reserve}.`;
}
