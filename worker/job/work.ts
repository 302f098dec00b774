import { scopeOf } from '../../db/company/company.ts';
import { type Database, type Scope, scopeTo } from '../../db/scope.ts';
import type { Mail } from '../mail.ts';

/** What every job has at hand. */
export type Work = {
  database: Database;
  log: WorkLog;
  now: () => number;
  mail: Mail;
  /** What letters come from: a Message-ID is made of it. */
  mailFrom: string;
  /** Where people reach this deployment. */
  publicUrl: string;
};

export type WorkLog = (line: {
  level: 'info' | 'error';
  event: string;
  company?: number;
  error?: string;
}) => void;

export const ACTOR = 'worker';

export const openScope = ({ database, now }: Work, company: number): Promise<Scope> =>
  scopeOf(database, company, ACTOR, now());

/** The same company, later. */
export const scopeNow = ({ database, now }: Work, scope: Scope): Scope => scopeTo(database, scope, now());

/** A page of this deployment. */
export const addressOf = ({ publicUrl }: Work, path: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/${path}`;

/** What the company's own people see of it; the window finds the company in the address. */
export const homeOf = (work: Work, { company }: Pick<Scope, 'company'>): string =>
  addressOf(work, `c/${company}/`);
