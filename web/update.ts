import { Unreached } from './fault.ts';

const AGAIN_MS = 30_000;
const LAST = 'reloaded-at';

/**
 * A part of the window that is loaded when it is needed. After an update those of the old build are gone: the new one
 * is loaded, but never in a circle, and never while the server is away, or the page would be lost to the browser's own.
 */
export async function part<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    if (!(await isWorthReloading())) throw new Unreached(error);
    sessionStorage.setItem(LAST, String(Date.now()));
    location.reload();
    return new Promise(() => undefined);
  }
}

async function isWorthReloading(): Promise<boolean> {
  if (Date.now() - Number(sessionStorage.getItem(LAST)) < AGAIN_MS) return false;
  try {
    const answer = await fetch('/', { cache: 'no-store', headers: { Accept: 'text/html' } });
    return answer.ok;
  } catch {
    return false;
  }
}
