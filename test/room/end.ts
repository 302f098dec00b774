import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

const isWindows = process.platform === 'win32';

/**
 * Ends a program with this process, however that ends: even of one that is killed the system closes its side of a pipe,
 * and whoever reads the other side hears of it. In a group of its own, so that Ctrl-C does not end that one first.
 */
export function endsWithUs(child: ChildProcess): ChildProcess {
  if (isWindows || child.pid === undefined) return child;
  const keeper = spawn('sh', ['-c', 'read -r _; kill -9 "$0"', String(child.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  if ('unref' in keeper.stdin && typeof keeper.stdin.unref === 'function') keeper.stdin.unref();
  child.once('exit', () => keeper.kill('SIGKILL'));
  return child;
}

/** The process ids of the programs that a process has started, by what stands in their command lines. */
export function childrenOf(parent: number | undefined, program: string): number[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return list
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, ...args]) => Number(ppid) === parent && args.join(' ').includes(program))
    .map(([pid]) => Number(pid));
}
