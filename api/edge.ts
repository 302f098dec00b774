import { openIsolate } from './edge/isolate.ts';

/** What wrangler deploys. */
export default openIsolate();
