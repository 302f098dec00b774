import type { Change } from './change.ts';
import { ofLetters } from './protection/letter.ts';
import { ofStock } from './protection/stock.ts';
import { ofStrangers } from './protection/stranger.ts';
import { ofWorker } from './protection/worker.ts';
import { ofOnce } from './protection/write.ts';

/** A protection, what takes it away, and the promise that must then be seen to be broken. */
export type Control = {
  protection: string;
  change: Change;
  file: string;
  /** How the name of the test begins. */
  test: string;
};

export const controls: Control[] = [...ofStock, ...ofOnce, ...ofWorker, ...ofLetters, ...ofStrangers];
