import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What happens between a caller and a server: nothing, or what networks do. */
export type Trouble =
  | 'none'
  /** Nobody answers at the other end. */
  | 'refused'
  /** The question arrives, its answer does not: the line breaks. */
  | 'answer lost'
  /** The same, but the line stays up in silence. */
  | 'silence'
  /** The line breaks within an answer. */
  | 'torn'
  /** Everything takes its time. */
  | 'slow';

const TORN_AFTER_BYTES = 20;
const SLOW_MS = 250;

export type Way = {
  url: string;
  port: number;
  trouble: Trouble;
  /** How many questions went over it. */
  questions: number;
  /** How many answers did not arrive. */
  lost: number;
  /** Breaks every line that is up. */
  cut(): void;
  close(): Promise<void>;
};

export async function wayTo(url: string): Promise<Way> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const listener = createServer((near) => {
    if (way.trouble === 'refused') return near.destroy();
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
    join(way, near, far);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const own = typeof address === 'object' && address ? address.port : 0;
  const way: Way = {
    url: `http://127.0.0.1:${own}`,
    port: own,
    trouble: 'none',
    questions: 0,
    lost: 0,
    cut() {
      for (const socket of open) socket.destroy();
    },
    async close() {
      way.cut();
      listener.close();
      await once(listener, 'close');
    },
  };
  return way;
}

/** What was swallowed once is missing for good: such a line never speaks again. */
function join(way: Way, near: Socket, far: Socket): void {
  let isDeaf = false;
  const asked = inTurn(way);
  const answered = inTurn(way);
  near.on('close', () => void asked(() => far.destroy()));
  far.on('close', () => {
    if (!isDeaf) void answered(() => near.destroy());
  });
  near.on('data', (chunk) => {
    way.questions += chunk.toString('latin1').split('POST /').length - 1;
    void asked(() => far.write(chunk));
  });
  far.on('data', (chunk) => {
    if (!isDeaf && (way.trouble === 'none' || way.trouble === 'slow' || way.trouble === 'refused'))
      return void answered(() => near.write(chunk));
    way.lost += 1;
    if (isDeaf) return;
    isDeaf = true;
    if (way.trouble === 'torn') near.end(Buffer.from(chunk.toString('latin1').slice(0, TORN_AFTER_BYTES)));
    else if (way.trouble === 'answer lost') near.destroy();
  });
}

/** One after the other, each after a while where the way is slow. */
function inTurn(way: Way): (act: () => void) => Promise<void> {
  let last = Promise.resolve();
  let isWaiting = 0;
  return async (act) => {
    if (way.trouble !== 'slow' && isWaiting === 0) return act();
    isWaiting += 1;
    last = last.then(() => pause(way.trouble === 'slow' ? SLOW_MS : 0)).then(act);
    await last;
    isWaiting -= 1;
  };
}
