import { PassThrough } from 'node:stream';
import { openTerminal } from '../../tools/command/terminal.ts';
import { run } from '../../tools/stockflow.ts';

export type Ended = { code: number; out: string; err: string };
export type Environment = Record<string, string>;

/** An operator's command within this process: starting one costs more than most commands do. */
export async function stockflow(env: Environment, ...args: string[]): Promise<Ended> {
  const [out, err] = [paper(), paper()];
  const code = await run(args, openTerminal(out, err), env);
  return { code, out: out.text(), err: err.text() };
}

/** Something to write on that is nobody's screen. */
function paper() {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: false });
  return Object.assign(stream, { text: () => String(stream.read() ?? '') });
}
