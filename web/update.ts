const AGAIN_MS = 30_000;

/** After an update the pages of the old build are gone: the new one is loaded, but not in a circle. */
export function reloadAfterUpdate(): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem('reloaded-at'));
    if (Date.now() - last < AGAIN_MS) return;
    event.preventDefault();
    sessionStorage.setItem('reloaded-at', String(Date.now()));
    location.reload();
  });
}
