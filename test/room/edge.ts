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
    headers.set('x-room-log', encodeURIComponent(`[${taken().join()}]`));
    return new Response(answer.body, { status: answer.status, headers });
  },
};

/** As much as fits into a header; the rest goes with the next answer. */
function taken(): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const line of said) {
    length += line.length;
    if (lines.length > 0 && length > 4000) break;
    lines.push(line);
  }
  said.splice(0, lines.length);
  return lines;
}
