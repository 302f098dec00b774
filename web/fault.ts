import { TRPCClientError } from '@trpc/client';
import type { AppRouter } from '../api/router.ts';

export type Detail = { field: string; message: string; onHand?: number | undefined };

/** What went wrong, as a person is told. */
export type Trouble = {
  code: string;
  sentence: string;
  details: Detail[];
  requestId: string | null;
  /** Trying again can help. */
  canRetry: boolean;
  /** As the server asked for; null where it did not say. */
  waitSeconds: number | null;
};

/** What stands before StockFlow answered in its place, and not in its words. */
export class Interposed extends Error {
  readonly answer: Response;
  constructor(answer: Response) {
    super(`something else answered, with ${answer.status}`);
    this.answer = answer;
  }
}

/** The API, or a part of the window itself, could not be reached. */
export class Unreached extends Error {
  constructor(cause: unknown) {
    super('StockFlow could not be reached', { cause });
  }
}

/** Where the API's sentence speaks to programs. */
const forPeople: Record<string, string> = {
  unauthenticated: 'You are signed out. Sign in again to go on.',
  forbidden: 'Your role does not allow this. Ask an owner of your company.',
  invalid_input: 'Some of what you entered cannot be used. See the fields.',
  product_is_bundle:
    'This is a bundle and has no stock of its own: its components have. Sell it as a bundle.',
  order_over_received:
    'More would come in than is outstanding. Receive what was ordered, or say that you keep the rest.',
  insufficient_stock: 'Not enough stock. Nothing was recorded.',
  stock_changed: 'The stock has changed meanwhile. Nothing was recorded. Look again, then decide.',
  rate_limited: 'Too much at once. Wait a few seconds, then try again.',
  unavailable:
    'StockFlow is busy, or its database is out of reach. Nothing was recorded. Try again in a moment.',
  internal: 'Something went wrong on our side. Try again; if it stays, report it with the request id.',
};

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Unreached) return away;
  if (error instanceof Interposed) return { ...silent, waitSeconds: waitIn(error.answer) };
  if (!(error instanceof TRPCClientError))
    return { ...away, code: 'internal', sentence: forPeople.internal ?? '' };
  const { data, message }: TRPCClientError<AppRouter> = error;
  if (error.cause instanceof Interposed) return { ...silent, waitSeconds: waitIn(error.cause.answer) };
  if (!data) return away;
  return {
    code: data.fault,
    sentence: forPeople[data.fault] ?? message,
    details: data.details,
    requestId: data.requestId ?? null,
    canRetry: data.httpStatus >= 500 || data.httpStatus === 429,
    waitSeconds: error.meta?.response instanceof Response ? waitIn(error.meta.response) : null,
  };
}

/** Nothing answers. */
const away: Trouble = {
  code: 'offline',
  sentence: 'StockFlow cannot be reached. Check your connection, then try again.',
  details: [],
  requestId: null,
  canRetry: true,
  waitSeconds: null,
};

const silent: Trouble = { ...away, code: 'silent', sentence: 'StockFlow does not answer at this moment.' };

function waitIn({ headers }: Response): number | null {
  const seconds = Number.parseInt(headers.get('Retry-After') ?? '', 10);
  return Number.isNaN(seconds) ? null : seconds;
}

/** Where nothing can be said to a field, it is said to all: "invoice: is too long". */
export const troubleLine = ({ sentence, details }: Trouble): string =>
  [
    sentence,
    ...details.map(({ field, message }) => (field ? `${wordsOf(field)}: ${message}` : message)),
  ].join(' ');

/** lines.0.unitCost → "line 1 unit cost" */
export function wordsOf(field: string): string {
  return field
    .replace(/^(\w+)s\.(\d+)\.?/, (_, noun: string, index: string) => `${noun} ${Number(index) + 1} `)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .trim();
}
