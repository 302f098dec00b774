import worker from '../../api/edge.ts';

/** The Worker as it is deployed, at the time that its room has, telling what it logs with the answer. */

const clock = { now: 0 };
Date.now = () => clock.now;
const said: string[] = [];
console.log = (line: string) => void said.push(line);

export default {
  async fetch(...[request, bindings, execution]: Parameters<typeof worker.fetch>): Promise<Response> {
    clock.now = Number(request.headers.get('x-room-clock'));
    const answer = await worker.fetch(request, bindings, execution);
    const headers = new Headers(answer.headers);
    headers.set('x-room-log', encodeURIComponent(`[${said.splice(0).join()}]`));
    return new Response(answer.body, { status: answer.status, headers });
  },
};
