import type { Answer } from '../room.ts';
import type { Stocked } from '../stock.ts';

/** How a code is provoked, and the status that it has. */
export type Provocation = { status: number; by: (shelf: Stocked) => Promise<Answer> };
