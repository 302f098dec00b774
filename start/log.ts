import { type Log, logTo } from '../api/log.ts';

/** To standard output. What one turn of the event loop has to say leaves in one write: each by itself costs more than the line. */
export function openLog(): Log {
  let waiting: string[] = [];
  const write = () => {
    if (waiting.length === 0) return;
    console.log(waiting.join('\n'));
    waiting = [];
  };
  process.on('exit', write);
  return logTo((line) => {
    if (waiting.length === 0) setImmediate(write);
    waiting.push(line);
  });
}
