/** A line that says what happened; whoever opens the queue decides where it goes. */
export type Log = (line: {
  level: 'info' | 'error';
  event: string;
  company?: number;
  error?: string;
}) => void;

const SAME_AGAIN_MS = 60_000;
const REMEMBERED_MAX = 100;

/** An error that keeps coming back, be it for one job after another, is said once a minute. */
export function sparingly(log: Log): (event: string, error: Error) => void {
  const said = new Map<string, number>();
  return (event, error) => {
    const now = performance.now();
    const kind = error.message.replaceAll(/\d+/g, '#');
    const before = said.get(kind);
    if (before !== undefined && now - before < SAME_AGAIN_MS) return;
    if (said.size >= REMEMBERED_MAX) said.clear();
    said.set(kind, now);
    log({ level: 'error', event, error: `${error.name}: ${error.message}` });
  };
}
