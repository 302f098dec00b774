import { html } from 'hono/html';
import type { Parameter } from '../openapi/operation.ts';
import type { Schema } from '../openapi/schema.ts';

export type Html = ReturnType<typeof html>;

export type Field = { name: string; isRequired: boolean; schema: Schema };

/** Where an object that has a name of its own is explained. */
export type LinkOf = (object: string) => string;

export function fieldTable(title: string, fields: Field[], linkOf: LinkOf): Html | '' {
  if (fields.length === 0) return '';
  return html`<table class="fields">
    <caption>${title}</caption>
    <thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Required</th>
      <th scope="col">Default</th><th scope="col">Limits</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${fields.map((field) => fieldRow(field, linkOf))}</tbody>
  </table>`;
}

/** An answer leaves nothing out and has no defaults, so it needs fewer columns. */
export const answerTable = (fields: Field[], linkOf: LinkOf): Html => html`<table class="fields answer">
    <thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${fields.map(
      ({ name, schema }) => html`<tr><th scope="row"><code>${name}</code></th>
        <td data-label="Type">${typeOf(schema, linkOf)}</td>
        <td data-label="Meaning">${meaningOf(schema)}</td></tr>`,
    )}</tbody>
  </table>`;

/** What a field means, and what it can be if that is one of a few things. */
const meaningOf = (schema: Schema): Html => {
  const { description = '', enum: values, format } = schema;
  const kinds = values || format ? limitsOf(schema) : '';
  return html`${description}${description && kinds ? ': ' : ''}${kinds}`;
};

const fieldRow = ({ name, isRequired, schema }: Field, linkOf: LinkOf): Html => html`<tr>
    <th scope="row"><code>${name}</code></th>
    <td data-label="Type">${typeOf(schema, linkOf)}</td>
    <td data-label="Required">${isRequired ? html`<strong>yes</strong>` : 'no'}</td>
    <td data-label="Default">${schema.default === undefined ? '' : html`<code>${JSON.stringify(schema.default)}</code>`}</td>
    <td data-label="Limits">${limitsOf(schema)}</td>
    <td data-label="Meaning">${schema.description ?? ''}</td>
  </tr>`;

/** Objects in objects are told in one list, by their path: lines[].product_id. */
export function fieldsOf(schema: Schema, path = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    { name: path + name, isRequired: (schema.required ?? []).includes(name), schema: field },
    ...fieldsOf(field, `${path + name}.`),
    ...fieldsOf(field.items ?? {}, `${path + name}[].`),
  ]);
}

export const parameterField = ({ name, required, schema, description }: Parameter): Field => ({
  name,
  isRequired: required,
  schema: { ...schema, description },
});

function typeOf(schema: Schema, linkOf: LinkOf): Html | string {
  const { $ref, items, type } = schema;
  if ($ref) {
    const object = $ref.split('/').at(-1) ?? '';
    return html`<a href="${linkOf(object)}">${object}</a>`;
  }
  if (items) return html`array of ${items.properties ? 'objects' : typeOf(items, linkOf)}`;
  return [type ?? 'any'].flat().join(' or ');
}

const formats: Record<string, string> = {
  'date-time': 'ISO 8601 time',
  date: 'ISO 8601 day',
  email: 'e-mail address',
};

function limitsOf(schema: Schema): Html | string {
  const {
    enum: values,
    minLength,
    maxLength,
    minimum,
    maximum,
    minItems,
    maxItems,
    format,
    pattern,
  } = schema;
  if (values)
    return html`${values.map((value, index) => html`${index > 0 ? ', ' : ''}<code>${String(value)}</code>`)}`;
  if (format) return formats[format] ?? format;
  if (pattern && !schema.description) return html`<code class="pattern">${pattern}</code>`;
  return (
    range(minLength, maxLength, ' characters') ||
    range(minItems, maxItems, ' entries') ||
    range(minimum, maximum, '')
  );
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  if (from === undefined && to === undefined) return '';
  if (to === undefined) return `at least ${whole(from)}${unit}`;
  return from === undefined ? `at most ${whole(to)}${unit}` : `${whole(from)} to ${whole(to)}${unit}`;
}

const whole = (value = 0): string => value.toLocaleString('en-US');
