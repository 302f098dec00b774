import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';

/** Asks as fast as it is answered, and reads no more of an answer than where it ends. */
const order = z.object({
  port: z.number(),
  connections: z.number(),
  ms: z.number(),
  status: z.number(),
  requests: z.array(z.string()),
});
type Order = z.output<typeof order>;

process.on('message', async (given) => process.send?.(await load(order.parse(given))));

async function load({ port, connections, ms, status, requests }: Order) {
  const timesMs: number[] = [];
  const others = new Map<string, number>();
  let next = 0;
  let isOver = false;
  const run = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const ask = askerOn(socket);
    while (!isOver) {
      const request = requests[next++ % requests.length] ?? '';
      const begun = performance.now();
      const answer = await ask(request);
      timesMs.push(performance.now() - begun);
      if (answer.status !== status)
        others.set(String(answer.status), (others.get(String(answer.status)) ?? 0) + 1);
    }
    socket.destroy();
  };
  const begun = performance.now();
  const running = Promise.all(Array.from({ length: connections }, run));
  await pause(ms);
  isOver = true;
  await running;
  return { seconds: (performance.now() - begun) / 1000, timesMs, others: [...others] };
}

const HEAD_ENDS = '\r\n\r\n';

function askerOn(socket: Socket): (request: string) => Promise<{ status: number }> {
  let settle: { resolve: (answer: { status: number }) => void; reject: (error: Error) => void } | undefined;
  let head = '';
  let answer = { status: 0 };
  let left = -1;
  socket.on('error', (error) => settle?.reject(error));
  socket.on('close', () => settle?.reject(new Error('The connection was closed')));
  socket.on('data', (chunk) => {
    if (left < 0) {
      head += chunk.toString('latin1');
      const end = head.indexOf(HEAD_ENDS);
      if (end < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(head);
      answer = { status: Number(head.slice(9, 12)) };
      left = Number(length?.[1] ?? 0) - (head.length - end - HEAD_ENDS.length);
      head = '';
    } else left -= chunk.length;
    if (left > 0) return;
    left = -1;
    settle?.resolve(answer);
  });
  return (request) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(request);
    });
}
