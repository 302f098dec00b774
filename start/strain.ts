/** Whether more comes in than this process can do. */
export type Strain = {
  isTooMuch: () => boolean;
  /** Does it, and counts it as under way meanwhile. */
  carry: <Value>(work: () => Value | Promise<Value>) => Promise<Value>;
  close: () => void;
};

const LOOKED_EVERY_MS = 50;
const LATE_MS_MAX = 300;
const UNDER_WAY_MAX = 64;

/** Too much is: its own timer is late, so it does not keep up, and many wait, so it is not just one that takes long. */
export function openStrain(): Strain {
  let underWay = 0;
  let lateMs = 0;
  let dueAt = performance.now() + LOOKED_EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    // Half of what it was counts on: it turns nobody away for long after it has caught up.
    lateMs = (lateMs + Math.max(0, now - dueAt)) / 2;
    dueAt = now + LOOKED_EVERY_MS;
  }, LOOKED_EVERY_MS).unref();
  return {
    isTooMuch: () => lateMs > LATE_MS_MAX && underWay > UNDER_WAY_MAX,
    async carry(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    close: () => clearInterval(timer),
  };
}
