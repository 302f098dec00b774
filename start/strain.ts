/** How far this process is behind with what comes in: by as much as its own timer is late. */
export type Strain = { isTooMuch: () => boolean; close: () => void };

const LOOKED_EVERY_MS = 50;
const LATE_MS_MAX = 300;

export function openStrain(): Strain {
  let lateMs = 0;
  let dueAt = performance.now() + LOOKED_EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    // Half of what it was counts on, so that one long job is no reason to turn people away for long.
    lateMs = (lateMs + Math.max(0, now - dueAt)) / 2;
    dueAt = now + LOOKED_EVERY_MS;
  }, LOOKED_EVERY_MS).unref();
  return { isTooMuch: () => lateMs > LATE_MS_MAX, close: () => clearInterval(timer) };
}
