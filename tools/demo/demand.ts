import { weekday } from './calendar.ts';
import type { Random } from './random.ts';

type Shape = 'steady' | 'rising' | 'falling' | 'slow' | 'lumpy' | 'dormant';
export type Demand = { shape: Shape; unitsPerDay: number };

export function demandLike(random: Random, unitsPerDay: number): Demand {
  const roll = random.between(0, 1);
  const shape = shapes.find(({ upTo }) => roll < upTo)?.shape ?? 'steady';
  const spread = Math.exp(random.between(-0.9, 0.9));
  return { shape, unitsPerDay: unitsPerDay * spread * (shape === 'slow' ? 0.12 : 1) };
}

const shapes: { upTo: number; shape: Shape }[] = [
  { upTo: 0.04, shape: 'dormant' },
  { upTo: 0.14, shape: 'lumpy' },
  { upTo: 0.3, shape: 'slow' },
  { upTo: 0.42, shape: 'rising' },
  { upTo: 0.52, shape: 'falling' },
];

/** Fridays and Saturdays are busy, Sundays quiet. */
const WEEKDAY_FACTORS = [0.6, 0.85, 0.85, 0.95, 1.05, 1.3, 1.4];
const LUMPY_DAYS = 0.08;

/** How many units customers ask for on a day; `progress` runs from 0 to 1 over the history. */
export function unitsWanted(
  random: Random,
  { shape, unitsPerDay }: Demand,
  day: number,
  progress: number,
): number {
  const mean = unitsPerDay * (WEEKDAY_FACTORS[weekday(day)] ?? 1);
  if (shape === 'lumpy') return random.chance(LUMPY_DAYS) ? 1 + random.poisson(unitsPerDay / LUMPY_DAYS) : 0;
  return random.poisson(mean * trend(shape, progress));
}

function trend(shape: Shape, progress: number): number {
  if (shape === 'rising') return 0.5 + 1.1 * progress;
  if (shape === 'falling') return 1.6 - 1.2 * progress;
  return shape === 'dormant' ? Math.max(0, 1 - 2.5 * progress) : 1;
}
