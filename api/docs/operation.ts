import { html } from 'hono/html';
import { isRef, type Operation, ownParameters } from '../openapi/operation.ts';
import type { Schema } from '../openapi/schema.ts';
import type { OpenApi } from '../openapi.ts';
import { curlOf } from './curl.ts';
import { answerTable, fieldsOf, fieldTable, type Html, type LinkOf, parameterField } from './field.ts';

export type Entry = { method: string; path: string; operation: Operation };

export const entriesOf = ({ paths }: OpenApi): Entry[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

export function operationArticle(entry: Entry, document: OpenApi): Html {
  const { method, path, operation } = entry;
  const { operationId: id, summary } = operation;
  const linkOf = linksIn(document);
  const parameters = ownParameters(operation);
  const inside = (place: string) =>
    parameters.filter((parameter) => parameter.in === place).map(parameterField);
  const body = operation.requestBody?.content['application/json'].schema;
  return html`<article class="operation" id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title"><a href="#${id}">${summary}</a></h3>
    <p class="address">${methodBadge(method)} <code>${breakable(path)}</code></p>
    ${facts(operation)}
    ${fieldTable('Path', inside('path'), linkOf)}
    ${fieldTable('Query', inside('query'), linkOf)}
    ${body ? fieldTable('Body', fieldsOf(body), linkOf) : ''}
    ${example(entry, document, linkOf)}
    ${statuses(operation)}
  </article>`;
}

export const methodBadge = (method: string): Html =>
  html`<span class="method ${method}">${method.toUpperCase()}</span>`;

/** A long path may break before each slash. */
const breakable = (path: string): Html =>
  html`${path.split(/(?=\/)/).map((part, index) => html`${index > 0 ? html`<wbr>` : ''}${part}`)}`;

const facts = (operation: Operation): Html => html`<ul class="facts">
    <li>Role <a href="#roles">${operation['x-role']}</a></li>
    <li>tRPC ${operation['x-procedure']} <code>${operation.operationId}</code></li>
    ${operation['x-procedure'] === 'mutation' ? html`<li>Takes an <a href="#idempotency">Idempotency-Key</a></li>` : ''}
  </ul>`;

function example({ method, path, operation }: Entry, document: OpenApi, linkOf: LinkOf): Html {
  const [status = '', reply] = Object.entries(operation.responses)[0] ?? [];
  const answer = reply && !isRef(reply) ? reply.content['application/json'] : undefined;
  const schema = answer && resolved(answer.schema, document);
  return html`<div class="pair">
      ${code('Request', curlOf(method, path, operation))}
      ${code(`Answer ${status}`, JSON.stringify(answer?.example, null, 2))}
    </div>
    ${schema ? html`<details><summary>Fields of the answer</summary>${answerTable(fieldsOf(schema), linkOf)}</details>` : ''}`;
}

/** Long lines scroll by themselves, also for those who have only a keyboard. */
export const code = (title: string, text: string): Html => html`<figure>
    <figcaption>${title}</figcaption>
    <pre tabindex="0" role="region" aria-label="${title}"><code>${text}</code></pre>
  </figure>`;

const statuses = ({ responses }: Operation): Html => html`<p class="statuses"><span>Statuses</span>
    ${Object.entries(responses).map(([status, reply]) =>
      isRef(reply) && Number(status) >= 400
        ? html`<a href="#status-${status}">${status}</a> `
        : html`<strong>${status}</strong> `,
    )}</p>`;

/** A page of named objects is told with what is in them; objects deeper down by their name. */
function resolved(schema: Schema, { components }: OpenApi): Schema {
  const target = (part: Schema): Schema => components.schemas[part.$ref?.split('/').at(-1) ?? ''] ?? part;
  const { items } = schema.properties ?? {};
  return items?.items?.$ref
    ? { ...schema, properties: { ...schema.properties, items: { ...items, items: target(items.items) } } }
    : target(schema);
}

/** Each named object is explained where one of it is answered. */
const linksIn =
  (document: OpenApi): LinkOf =>
  (object) => {
    const isAnswer = ({ responses }: Operation) =>
      JSON.stringify(responses[200] ?? {}).includes(`"#/components/schemas/${object}"`);
    const entry = entriesOf(document).find(({ operation }) => isAnswer(operation));
    return `#${entry?.operation.operationId ?? ''}`;
  };
