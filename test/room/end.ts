import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

const isWindows = process.platform === 'win32';

const running = new Set<number>();

/**
 * Hears who is running, and kills them when it hears no more: even of a process that is killed the system closes its side
 * of a pipe. In a group of its own, so that Ctrl-C does not end it first.
 */
const keeper = isWindows
  ? undefined
  : spawn('sh', ['-c', 'while read -r now; do on=$now; done; [ -z "$on" ] || kill -9 $on'], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
keeper?.unref();
if (keeper && 'unref' in keeper.stdin && typeof keeper.stdin.unref === 'function') keeper.stdin.unref();

const tellKeeper = () => keeper?.stdin.write(`${[...running].join(' ')}\n`);

/** Ends a program with this process, however that ends. */
export function endsWithUs(child: ChildProcess): ChildProcess {
  const { pid } = child;
  if (pid === undefined) return child;
  running.add(pid);
  tellKeeper();
  child.once('exit', () => {
    running.delete(pid);
    tellKeeper();
  });
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
