import { html } from 'hono/html';
import { sentences } from '../../db/fault.ts';
import { codesOf, faultExample, refusals } from '../openapi/refusal.ts';
import type { Html } from './field.ts';
import { code } from './operation.ts';

/** What one reads before the first call, in the order in which one needs it. */
export const chapters: { id: string; title: string; body: () => Html }[] = [
  { id: 'start', title: 'First call', body: start },
  { id: 'conventions', title: 'Conventions', body: conventions },
  { id: 'idempotency', title: 'Sending twice', body: idempotency },
  { id: 'roles', title: 'Roles', body: roles },
  { id: 'errors', title: 'Errors', body: errors },
  { id: 'codes', title: 'Codes of refusal', body: faultTable },
  { id: 'trpc', title: 'From TypeScript', body: trpc },
];

function start(): Html {
  return html`<p>The base address is the server that this page came from: REST under <code>/api</code>, the same procedures
    for tRPC clients under <code>/trpc</code>, and the description of every route for generators at
    <a href="/openapi.json">/openapi.json</a>. Every call but this page, that file and the health routes
    (<code>/healthz</code>, <code>/readyz</code>) needs an API key. An owner creates keys; the first one is printed when the
    company is created.</p>
    ${code(
      'Set once; every example on this page uses these two',
      [
        'export STOCKFLOW_URL=http://localhost:3000',
        'export STOCKFLOW_KEY=sf_…',
        '',
        'curl "$STOCKFLOW_URL/api/company" -H "Authorization: Bearer $STOCKFLOW_KEY"',
      ].join('\n'),
    )}
    <p>The answer names your company and its id. The key decides which company a call is about: what belongs to another
    company does not exist for you, and is answered with 404 like anything that is not there.</p>`;
}

const rules: [name: string, rule: Html][] = [
  [
    'Names',
    html`<code>snake_case</code> at REST, <code>camelCase</code> at tRPC. A field that is not known is refused, so
      that a slip of the pen is not taken for an omission.`,
  ],
  ['Bodies', html`JSON in UTF-8, with <code>Content-Type: application/json</code>, at most 1 MiB.`],
  ['Ids', html`Positive integers. One that is in the path and cannot be an id is answered with 404.`],
  ['Quantities', html`Whole units, as JSON integers.`],
  [
    'Money',
    html`Decimal text in the currency of the company, like <code>"12.50"</code>, with two decimals on the way out. A JSON
      number is taken on the way in.`,
  ],
  [
    'Times',
    html`ISO 8601. On the way in with any offset, like <code>2026-08-03T11:30:00+02:00</code>; on the way out in UTC.`,
  ],
  ['Days', html`<code>2026-08-03</code>: local days, cut in the time zone of the company.`],
  [
    'Pages',
    html`Lists take <code>limit</code> (1 to 1000) and <code>cursor</code>, and answer with <code>next_cursor</code>. Send that
      back as <code>cursor</code> until it is <code>null</code>. A cursor is text to hand back, not to read.`,
  ],
  [
    'Changes',
    html`<code>PATCH</code> changes the fields that are sent. <code>DELETE</code> archives: the thing stays readable with
      <code>is_active: false</code>, and <code>PATCH</code> brings it back. A revoked key stays revoked.`,
  ],
  [
    'Stock',
    html`Changes through movements only, and movements are never changed or deleted: they are reversed.`,
  ],
  [
    'Rate limit',
    html`Per key. Beyond it the answer is 429, and <code>Retry-After</code> says how many seconds to wait. The operator of this
      server sets it.`,
  ],
  [
    'Request id',
    html`Every answer has <code>X-Request-Id</code>: your own if you send one (8 to 64 letters, digits, <code>_</code> or
      <code>-</code>), else a new one. Quote it when you report a problem.`,
  ],
];

function conventions(): Html {
  return html`<table>
    <thead><tr><th scope="col">What</th><th scope="col">How</th></tr></thead>
    <tbody>${rules.map(([name, rule]) => html`<tr><th scope="row">${name}</th><td>${rule}</td></tr>`)}</tbody>
  </table>`;
}

function idempotency(): Html {
  return html`<p>A network can lose the answer of a call that took effect. Send an <code>Idempotency-Key</code> with every call
    that changes something (16 to 255 characters; a UUID will do), and send the same key when you try again. It takes effect
    once. The second answer is the first one again, with the header <code>Idempotency-Replayed: true</code>.</p>
    <p>A key is remembered for at least 7 days. The same key with another request is refused with 422
    <code>idempotency_key_reused</code>. A refused call does not use up its key. At the tRPC door send such a mutation by
    itself: one key cannot cover a batch.</p>`;
}

function roles(): Html {
  return html`<p>Each key has a role, and each role may do what the one above it may. Too low a role is answered with 403.</p>
    <table>
      <thead><tr><th scope="col">Role</th><th scope="col">May</th></tr></thead>
      <tbody>
        <tr><th scope="row">viewer</th><td>read everything but keys</td></tr>
        <tr><th scope="row">operator</th><td>record movements, transfers and counts, and edit the catalogue</td></tr>
        <tr><th scope="row">owner</th><td>change the company, its members and its keys</td></tr>
      </tbody>
    </table>`;
}

function errors(): Html {
  const refusal = refusals.find(({ status }) => status === 409);
  return html`<p>A refusal always looks like this. <code>error</code> is for people, <code>code</code> for programs;
    <code>details</code> names each field or line that is wrong, all of them at once. A call that is refused has changed
    nothing.</p>
    ${refusal ? code('409 Conflict', JSON.stringify(faultExample(refusal), null, 2)) : ''}
    <p>Branch on <code>code</code>, and treat one that you do not know by its status: more may come. 429 and 503 are worth
    another try after <code>Retry-After</code> seconds, with the same Idempotency-Key. Other refusals stay as they are until
    you change the call or the stock changes.</p>`;
}

function faultTable(): Html {
  const rows = refusals.flatMap(({ status }) =>
    codesOf(status).map((name, index) => ({ status, name, isFirst: index === 0 })),
  );
  return html`<table>
    <thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">What it says</th></tr></thead>
    <tbody>${rows.map(
      ({ status, name, isFirst }) => html`<tr${isFirst ? html` id="status-${status}"` : ''}>
        <td>${status}</td><th scope="row"><code>${name}</code></th><td>${sentences[name]}</td></tr>`,
    )}</tbody>
  </table>`;
}

function trpc(): Html {
  return html`<p>Every operation below is a procedure with full types. Its path stands beside each of them, its fields are the
    same in <code>camelCase</code>, and several calls may travel as one batch of at most 50. The code of a refusal is in
    <code>error.data.fault</code>, its details in <code>error.data.details</code>.</p>
    ${code(
      'client.ts',
      `import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AppRouter } from './stockflow/api/router.ts';

const stockflow = createTRPCClient<AppRouter>({
  links: [
    httpBatchLink({
      url: \`\${process.env.STOCKFLOW_URL}/trpc\`,
      headers: { authorization: \`Bearer \${process.env.STOCKFLOW_KEY}\` },
    }),
  ],
});

const { items } = await stockflow.catalogue.product.list.query({ search: 'earl' });`,
    )}`;
}
