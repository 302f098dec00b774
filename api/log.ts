/** One JSON line per event. What is logged is named here, so that no secret can slip in with an object. */
export type LogLine = {
  level: 'info' | 'error';
  event: string;
  requestId?: string;
  method?: string;
  path?: string;
  status?: number;
  ms?: number;
  company?: number;
  actor?: string;
  error?: string;
};

export type Log = (line: LogLine) => void;

export const logTo =
  (write: (text: string) => void): Log =>
  (line) =>
    write(JSON.stringify({ time: new Date().toISOString(), ...line }));

/** The chain of causes; drivers put the statement into the message, so only its first line is kept. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = `${error.name}: ${error.message.split('\n')[0]} ${error.stack?.split('\n')[1]?.trim() ?? ''}`;
  return error.cause ? `${own} ← ${errorText(error.cause)}` : own;
}
