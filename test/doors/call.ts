import type { Json } from '../room.ts';

export type Input = Record<string, unknown>;
/** Answers so far, by procedure: later calls name what earlier ones made. */
export type Made = Record<string, Json>;
export type Call = [id: string, input?: (made: Made) => Input];

export const DAY = 86_400_000;
/** When what runs low was sold: three days ago. */
export const sold = Date.now() - 3 * DAY;
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
