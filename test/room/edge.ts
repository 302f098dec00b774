import { openIsolate } from '../../api/edge/isolate.ts';

/** The Worker as it is deployed, at the time that its room has, telling what it logs with the answer. One workerd has many rooms. */

const clock = { now: 0 };
Date.now = () => clock.now;
const said: string[] = [];
console.log = (line: string) => void said.push(line);

type Isolate = ReturnType<typeof openIsolate>;
const isolates = new Map<string, Isolate>();

export default {
  async fetch(...[request, _, execution]: Parameters<Isolate['fetch']>): Promise<Response> {
    clock.now = Number(request.headers.get('x-room-clock'));
    const room = request.headers.get('x-room') ?? '{}';
    const isolate = isolates.getOrInsertComputed(room, openIsolate);
    const answer = await isolate.fetch(request, JSON.parse(room), execution);
    // Cloudflare takes in what a refused caller still sends; workerd by itself hangs up on them.
    if (request.body && !request.bodyUsed) await request.body.pipeTo(new WritableStream());
    const headers = new Headers(answer.headers);
    headers.set('x-room-log', encodeURIComponent(`[${said.splice(0).join()}]`));
    return new Response(answer.body, { status: answer.status, headers });
  },
};
