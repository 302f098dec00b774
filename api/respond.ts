import type { Context } from 'hono';
import type { ReplyHeaders } from './reply.ts';

/** What a request brings along to how it is answered. */
export type Headed = { requestId: string; isHeaded: boolean | undefined };

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What every answer says to browsers. A supplier's page says its own. */
const securityHeaders = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=15552000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
};

/** JSON on its way out with all of its headers at once: added one by one they cost more than the answer. */
export function respond<E extends { Variables: Headed }>(
  c: Context<E>,
  json: string | Uint8Array<ArrayBuffer> | null,
  status: number,
  reply: ReplyHeaders,
): Response {
  c.set('isHeaded', true);
  const headers: Record<string, string> = {
    ...securityHeaders,
    'X-Request-Id': c.get('requestId'),
    ...(json !== null && { 'Content-Type': 'application/json' }),
    ...reply.all,
  };
  // Where there is an Origin, cors adds this.
  if (c.req.header('origin') === undefined)
    headers.vary = [...(headers.vary ? [headers.vary] : []), 'Origin'].join(', ');
  return new Response(json, { status, headers });
}

/** For whatever did not leave by `respond`. */
export function head<E extends { Variables: Headed }>(c: Context<E>): void {
  if (c.get('isHeaded')) return;
  const { headers } = c.res;
  headers.set('X-Request-Id', c.get('requestId'));
  if (c.req.header('origin') === undefined) headers.append('Vary', 'Origin');
  if (c.req.path.startsWith('/answer/')) return;
  for (const [name, value] of Object.entries(securityHeaders)) headers.set(name, value);
}
