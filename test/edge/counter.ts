import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** Stands before a server and counts the requests that go through. */
export async function openCounter(server: string) {
  let requests = 0;
  const counter = createServer((asked, answered) => {
    requests += 1;
    const { method, headers, url = '/' } = asked;
    const passed = request(new URL(url, server), { method, headers }, (answer) => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(answered);
    });
    passed.on('error', () => answered.destroy());
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(counter, 'listening');
  const address = counter.address();
  if (typeof address !== 'object' || !address) throw new Error('The counter has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Since it was asked last. */
    take(): number {
      const taken = requests;
      requests = 0;
      return taken;
    },
    close() {
      counter.close();
      counter.closeAllConnections();
    },
  };
}
