// A program of ours lives for seconds here: PGlite is compiled simply, and checked where it is used. Said when node
// begins, the same would have it compile all parts of its own anew.
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

const SIMPLY = ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--wasm-lazy-validation'];

const { instantiate } = WebAssembly;

/** From here on in this process, its threads too. */
export function compileSimply(): void {
  WebAssembly.instantiate = instantiate;
  // What is compiled later is kept for those who have these flags, and of no use to others.
  flushCompileCache();
  for (const flag of SIMPLY) setFlagsFromString(flag);
}

WebAssembly.instantiate = new Proxy(instantiate, {
  apply(_, self, given) {
    compileSimply();
    return Reflect.apply(instantiate, self, given);
  },
});
