import { html } from 'hono/html';
import type { Html } from './docs/field.ts';
import { chapters } from './docs/guide.ts';
import { type Entry, entriesOf, methodBadge, operationArticle } from './docs/operation.ts';
import { style } from './docs/style.ts';
import type { OpenApi, Tag } from './openapi.ts';

let made: Html | undefined;

/** The reference as a page that needs no script and fetches nothing. Made once: the document does not change. */
export function docsPage(document: OpenApi): Html {
  made ??= page(document);
  return made;
}

function page(document: OpenApi): Html {
  const { title, version, summary } = document.info;
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} API</title>
  <meta name="description" content="${summary}">
  <link rel="icon" href="data:,">
  ${style}
</head>
<body>
  <a class="skip" href="#content">Skip to the content</a>
  ${index(document)}
  <main id="content" tabindex="-1">
    <header>
      <h1>${title} API</h1>
      <p class="lead">${summary}. Version ${version}.</p>
    </header>
    ${chapters.map(
      ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
        <h2 id="${id}-title">${title}</h2>${body()}</section>`,
    )}
    ${document.tags.map((tag) => nounSection(tag, document))}
  </main>
  <a class="back" href="#contents">Contents</a>
</body>
</html>`;
}

function index(document: OpenApi): Html {
  return html`<nav class="index" id="contents" aria-label="Contents">
    <a class="brand" href="#content">${document.info.title} API</a>
    <h2>Guide</h2>
    <ul>${chapters.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul>
    ${document['x-tagGroups'].map(
      ({ name, tags }) => html`<h2>${name}</h2>
      <ul>${tags.map((tag) => nounIndex(tag, document))}</ul>`,
    )}
  </nav>`;
}

const nounIndex = (tag: string, document: OpenApi): Html => html`<li>
    <a class="noun" href="#${anchor(tag)}">${tag}</a>
    <ul>${entriesUnder(tag, document).map(operationLink)}</ul>
  </li>`;

const operationLink = ({ method, operation }: Entry): Html =>
  html`<li><a href="#${operation.operationId}">${methodBadge(method)}${short(operation.summary)}</a></li>`;

function nounSection({ name, description }: Tag, document: OpenApi): Html {
  const id = anchor(name);
  const entries = entriesUnder(name, document);
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${name}</h2>
    <p>${description}</p>
    <ul class="here">${entries.map(operationLink)}</ul>
    ${entries.map((entry) => operationArticle(entry, document))}
  </section>`;
}

/** As much of a summary as an index needs: what comes before the first pause. */
const short = (summary: string): string => summary.split(/[:,] /)[0] ?? summary;

const entriesUnder = (tag: string, document: OpenApi): Entry[] =>
  entriesOf(document).filter(({ operation }) => operation.tags.includes(tag));

const anchor = (name: string): string => name.toLowerCase().replaceAll(' ', '-');
