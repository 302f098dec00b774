import { expect } from 'vitest';
import { sentences } from '../../db/fault.ts';
import type { Json } from '../room.ts';

export type Given = { status: number; type: string | null; text: string };

/** Refusals of the input as a whole have no field to name; and a field may be called nothing. */
const withoutName =
  /^(must be an object|is missing|send at least one field to change|The body is not valid JSON|is nested too deeply|is not a known field)/;

const known: Record<string, string> = sentences;

/** What every answer owes its caller, whatever was asked. */
export function judgeRest({ status, type, text }: Given): void {
  expect(status).toBeLessThan(500);
  expect(type).toMatch(/^application\/json/);
  const body: Json = JSON.parse(text);
  if (status < 400) return;
  expect(Object.keys(body).sort()).toEqual(['code', 'details', 'error', 'request_id']);
  expect(body.error).toBe(known[body.code]);
  expect(body.request_id).toMatch(/^[\w-]{8,64}$/);
  judgeDetails(body, status);
}

export function judgeTrpc({ status, type, text }: Given): void {
  expect(status).toBeLessThan(500);
  expect(type).toMatch(/^application\/json/);
  for (const { error } of [JSON.parse(text)].flat()) {
    if (!error) continue;
    expect(error.message).toBe(known[error.data.fault]);
    expect(text).not.toContain('"stack"');
    expect(error.data.httpStatus).toBeLessThan(500);
  }
}

function judgeDetails({ code, details }: Json, status: number): void {
  if (status === 400) expect(code).toBe('invalid_input');
  if (status === 400) expect(details).not.toEqual([]);
  for (const { field, message } of details) {
    expect(message.length).toBeGreaterThan(0);
    if (status === 400 && field === '') expect(message).toMatch(withoutName);
  }
}
