import { createTestHarness } from 'wrangler';
import { WORKERD } from './runtime.ts';

// By itself it would stay when this process is killed.
if (process.platform !== 'win32') {
  process.env.STOCKFLOW_WORKERD = WORKERD;
  process.env.MINIFLARE_WORKERD_PATH = 'test/room/workerd.sh';
}

type Options = { build: string; vars: Record<string, string> };

/** What `wrangler deploy` would upload, bundled once and run as often as a test likes. */
export async function openHarness({ build, vars }: Options) {
  const harness = createTestHarness({
    workers: [{ configPath: 'wrangler.toml', env: 'production', prebuiltWorkerDir: build, vars }],
  });
  const { url } = await harness.listen();
  return {
    url: url.origin,
    said: () => harness.getLogs().map(({ message }) => message),
    close: () => harness.close(),
  };
}
