import type { Slot } from '../statement.ts';

/** Why and when, as every record that moves stock has it; who comes from the scope. */
export type Event = { reason: string | null; reference: string | null; occurredAt: number };

/** The columns of an event, for the insert of any such record. */
export const eventValues = (slot: Slot<Event & { day: number }>) => ({
  actor: slot('actor'),
  reason: slot('reason'),
  reference: slot('reference'),
  occurredAt: slot('occurredAt'),
  recordedAt: slot('now'),
  day: slot('day'),
});
