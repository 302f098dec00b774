import * as z from 'zod';
import { text } from '../input.ts';

/** What a browser sent: every field is text, and may be missing. */
export type Given = { answer: string; day: string; reference: string; reason: string };

export type Answer =
  | { answer: 'confirm'; expectedDay: number; reference: string | null }
  | { answer: 'decline'; reason: string | null };

export type Complaints = Partial<Record<keyof Given, string>>;

const DAY_MS = 86_400_000;
export const AHEAD_DAYS_MAX = 730;

const day = (today: number) =>
  z.iso
    .date('Please choose the day on which you deliver.')
    .transform((value) => Date.parse(value) / DAY_MS)
    .refine((value) => value >= today, 'Please choose today or a later day.')
    .refine((value) => value <= today + AHEAD_DAYS_MAX, 'Please choose a day within the next two years.');

const tooLong = 'This is too long, or has characters that cannot be kept.';
const optional = (max: number) =>
  z
    .string()
    .transform((value) => value.replace(/\s+/g, ' ').trim())
    .refine((value) => value === '' || text(max).safeParse(value).success, tooLong)
    .transform((value) => value || null);

export function readForm(given: Given, today: number): { answer: Answer } | { complaints: Complaints } {
  const form = z.discriminatedUnion(
    'answer',
    [
      z.object({ answer: z.literal('confirm'), day: day(today), reference: optional(255) }),
      z.object({ answer: z.literal('decline'), reason: optional(500) }),
    ],
    'Please confirm the order, or decline it.',
  );
  const read = form.safeParse(given);
  if (!read.success)
    return {
      complaints: Object.fromEntries(read.error.issues.map(({ path, message }) => [path[0], message])),
    };
  if (read.data.answer === 'decline') return { answer: read.data };
  const { answer, day: expectedDay, reference } = read.data;
  return { answer: { answer, expectedDay, reference } };
}
