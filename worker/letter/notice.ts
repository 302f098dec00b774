import { html } from 'hono/html';
import {
  button,
  facts,
  footer,
  type Letter,
  letterOf,
  type Markup,
  style,
  title,
  webAddress,
} from './page.ts';
import { joined, labelled, ownLines, wrapped } from './plain.ts';

/** To the owners, when the supplier's mail server refused an order for good. */
export type NoticeLetter = {
  readonly company: { readonly name: string };
  readonly order: { readonly number: string };
  readonly supplier: { readonly name: string };
  readonly address: string;
  /** The mail server's own words. */
  readonly serverSaid: string;
  readonly appUrl: string;
};

export function noticeLetter(data: NoticeLetter): Letter {
  const { order, supplier } = data;
  return letterOf({
    subject: `Order ${order.number} did not reach ${supplier.name}`,
    text: textOf(data),
    body: bodyOf(data),
  });
}

const rowsOf = ({ order, supplier, address }: NoticeLetter) =>
  [
    ['Order', [order.number]],
    ['Supplier', [supplier.name]],
    ['Address', [address]],
  ] as const;

const headingOf = ({ order }: NoticeLetter) => `Order ${order.number} was not delivered`;

const stateOf = ({ supplier }: NoticeLetter) =>
  `The mail server refused the letter and will not take it later. ${supplier.name} does not know of this order, and it is not sent again until you do something.`;

const stepsOf = ({ address, supplier }: NoticeLetter) => [
  `Check the address ${address}. A typing error is the usual cause.`,
  `If it is wrong, correct it at the supplier and send the letter again.`,
  `If it is right, call ${supplier.name}: their mailbox may be full, closed, or set to refuse you.`,
];

function textOf(data: NoticeLetter): string {
  return joined([
    [...wrapped(data.company.name), ...wrapped(headingOf(data))],
    wrapped(stateOf(data)),
    rowsOf(data).flatMap(([label, values]) => labelled(label, values)),
    ['The mail server said', ...ownLines(data.serverSaid).flatMap((line) => wrapped(line, '  '))],
    ['What to do', ...stepsOf(data).flatMap((step, at) => numbered(step, at + 1))],
    ['Open StockFlow:', webAddress(data.appUrl)],
  ]);
}

function numbered(step: string, number: number): string[] {
  const [first = '', ...rest] = wrapped(step, '     ');
  return [`  ${number}. ${first.trimStart()}`, ...rest];
}

function bodyOf(data: NoticeLetter): Markup {
  return html`${title(data.company.name, headingOf(data))}
<p style="margin:0 0 16px">${stateOf(data)}</p>
${facts(rowsOf(data))}
<h2 style="${style.heading}">The mail server said</h2>
<p class="line" style="margin:6px 0 0;padding:2px 0 2px 12px;border-left:3px solid #dcdcd4;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:14px">${ownLines(data.serverSaid).map((line, at) => html`${at > 0 ? html`<br>` : ''}${line}`)}</p>
<h2 style="${style.heading}">What to do</h2>
<ol style="margin:6px 0 0;padding-left:22px">
${stepsOf(data).map((step) => html`<li style="margin:0 0 4px">${step}</li>\n`)}</ol>
${button('Open StockFlow', data.appUrl)}
${footer(html`To the owners of <bdi>${data.company.name}</bdi>.`)}`;
}
