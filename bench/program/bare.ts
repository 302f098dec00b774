import { createServer } from 'node:http';
import * as z from 'zod';

/** The least that Node does for a request: the same bytes to everyone who asks. */
const [port = ''] = process.argv.slice(2);
const answer = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() });
process.once('message', (given) => {
  const { status, headers, body } = answer.parse(given);
  const bytes = Buffer.from(body);
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(status, { ...headers, 'content-length': bytes.byteLength });
      response.end(bytes);
    });
  });
  server.listen(Number(port), '127.0.0.1', () => process.send?.('serving'));
});
process.on('SIGTERM', () => process.exit(0));
