/** What happened when, for people. */
export type Timeline = { say: (line: string) => void; elapsedMs: () => number };

export function openTimeline(write: (line: string) => void): Timeline {
  const begun = performance.now();
  const elapsedMs = () => performance.now() - begun;
  return { elapsedMs, say: (line) => write(`  ${clock(elapsedMs())}  ${line}`) };
}

/** Minutes, seconds and tenths. */
const clock = (ms: number): string => {
  const tenths = Math.floor(ms / 100);
  const minutes = String(Math.floor(tenths / 600)).padStart(2, '0');
  return `${minutes}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
};
