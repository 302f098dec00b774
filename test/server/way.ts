import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What happens between a caller and a server: nothing, or what networks do. */
type Trouble =
  | 'none'
  /** Nobody answers at the other end. */
  | 'refused'
  /** The question arrives, its answer does not: the line breaks. */
  | 'answer lost'
  /** The same, but the line stays up in silence. */
  | 'silence';

export type Way = {
  url: string;
  trouble: Trouble;
  /** How many questions went over it. */
  questions: number;
  /** How many answers did not arrive. */
  lost: number;
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
    }
    near.on('close', () => far.destroy());
    far.on('close', () => {
      if (way.trouble !== 'silence') near.destroy();
    });
    near.on('data', (chunk) => {
      way.questions += chunk.toString('latin1').split('POST /').length - 1;
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (way.trouble === 'none') return near.write(chunk);
      way.lost += 1;
      if (way.trouble !== 'silence') near.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const way: Way = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    trouble: 'none',
    questions: 0,
    lost: 0,
    async close() {
      for (const socket of open) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
  return way;
}
