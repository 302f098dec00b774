import { html } from 'hono/html';
import { longDay } from './day.ts';
import { type Sums, sumsOf } from './money.ts';
import {
  button,
  counted,
  facts,
  footer,
  type Letter,
  letterOf,
  link,
  type Markup,
  style,
  title,
} from './page.ts';
import { between, columns, joined, labelled, ownLines, rule, widthOf, wrapped } from './plain.ts';

/** Days are ISO days in the company's time zone; costs are decimal text in `currency`. */
export type OrderLetter = {
  readonly company: { readonly name: string; readonly replyTo: string | null };
  readonly supplier: { readonly name: string };
  readonly order: {
    readonly number: string;
    readonly orderDay: string;
    readonly wantedDay: string | null;
    readonly note: string | null;
  };
  readonly deliverTo: { readonly warehouse: string; readonly address: string | null };
  readonly lines: readonly OrderLetterLine[];
  readonly currency: string;
  /** Where the supplier confirms with a date, or declines. */
  readonly answerUrl: string | null;
  readonly answerUntilDay: string | null;
};

export type OrderLetterLine = {
  readonly sku: string;
  readonly name: string;
  readonly supplierCode: string | null;
  readonly quantity: number;
  readonly packSize: number;
  readonly unitCost: string | null;
};

/** What both versions of the letter are made of. */
type Parts = {
  readonly data: OrderLetter;
  readonly heading: string;
  readonly rows: readonly (readonly [label: string, values: readonly string[]])[];
  readonly sums: Sums | null;
  readonly missing: string | null;
  readonly until: string | null;
  readonly reply: string | null;
};

export function orderLetter(data: OrderLetter): Letter {
  const parts = partsOf(data);
  return letterOf({
    subject: `Order ${data.order.number} from ${data.company.name}`,
    text: textOf(parts),
    body: bodyOf(parts),
  });
}

function partsOf(data: OrderLetter): Parts {
  const { company, supplier, order, deliverTo, answerUntilDay, answerUrl } = data;
  const address = deliverTo.address === null ? [] : ownLines(deliverTo.address);
  return {
    data,
    heading: `Purchase order ${order.number}`,
    rows: [
      ['To', [supplier.name]],
      ['Ordered', [longDay(order.orderDay)]],
      ...(order.wantedDay === null ? [] : [['Wanted by', [longDay(order.wantedDay)]] as const]),
      ['Deliver to', [deliverTo.warehouse, ...address]],
    ],
    sums: sumsOf(data.lines),
    missing: missingCosts(data.lines),
    until: answerUrl && answerUntilDay ? `The link works until ${longDay(answerUntilDay)}.` : null,
    reply: company.replyTo && `Questions? Reply to this letter: your answer goes to ${company.replyTo}.`,
  };
}

function missingCosts(lines: readonly OrderLetterLine[]): string | null {
  const unknown = lines.filter(({ unitCost }) => unitCost === null).length;
  if (unknown === 0 || unknown === lines.length) return null;
  return `There is no total: we have no price for ${unknown} of the ${lines.length} lines.`;
}

const request = 'Please confirm this order with a delivery date, or decline it.';

function textOf({ data, heading, rows, sums, missing, until, reply }: Parts): string {
  const { company, order, lines, currency, answerUrl } = data;
  const total = sums
    ? [...between(`Total for ${counted(lines.length, 'line')}`, `${currency} ${sums.total}`), rule]
    : [];
  return joined([
    [...wrapped(company.name), ...wrapped(heading)],
    rows.flatMap(([label, values]) => labelled(label, values)),
    answerUrl ? [...wrapped(request), answerUrl, ...(until ? wrapped(until) : [])] : [],
    order.note
      ? ['Note', ...ownLines(order.note).flatMap((line) => (line ? wrapped(line, '  ') : ['']))]
      : [],
    [rule],
    ...lines.map((line, at) => textLine(line, at, data.currency, sums?.lineTotals[at])),
    [rule, ...total],
    missing ? wrapped(missing) : [],
    reply ? wrapped(reply) : [],
    wrapped(`Sent for ${company.name} by StockFlow.`),
  ]);
}

function textLine(line: OrderLetterLine, at: number, currency: string, total: string | undefined): string[] {
  const number = `${at + 1}.`.padEnd(numberColumns);
  const indent = ' '.repeat(number.length);
  const [first = indent, ...rest] = codesOf(line).flatMap((code) => wrapped(code, indent));
  const each = line.unitCost === null ? '' : `, at ${line.unitCost} each`;
  const figures = `${quantityOf(line)}${each}`;
  return [
    number + first.slice(number.length),
    ...rest,
    ...wrapped(line.name, indent),
    ...(total === undefined ? wrapped(figures, indent) : between(figures, `${currency} ${total}`, indent)),
  ];
}

/** The supplier's own code comes first: it is the one they pick by. */
function codesOf({ supplierCode, sku }: OrderLetterLine): string[] {
  if (supplierCode === null) return [`Our code ${sku}`];
  const both = `${supplierCode} (our code ${sku})`;
  return widthOf(both) <= columns - numberColumns ? [both] : [supplierCode, `(our code ${sku})`];
}

const numberColumns = 5;

function quantityOf(line: OrderLetterLine): string {
  const packs = packsOf(line);
  return packs === null ? String(line.quantity) : `${line.quantity} = ${packs}`;
}

function packsOf({ quantity, packSize }: OrderLetterLine): string | null {
  if (packSize <= 1) return null;
  const packs = Math.floor(quantity / packSize);
  const loose = quantity % packSize;
  const whole = `${counted(packs, 'pack')} of ${packSize}`;
  return loose === 0 ? whole : packs === 0 ? null : `${whole} + ${loose}`;
}

function bodyOf({ data, heading, rows, sums, missing, until, reply }: Parts): Markup {
  const { company, order, answerUrl } = data;
  return html`${title(company.name, heading)}
${facts(rows)}
${
  answerUrl &&
  html`${button('Confirm with a date, or decline', answerUrl)}
<p class="quiet" style="margin:0 0 8px;${style.small}">${until} If the button does nothing, open ${link(answerUrl, answerUrl)}</p>`
}
${
  order.note &&
  html`<h2 style="${style.heading}">Note</h2>
<p dir="auto" style="margin:0">${ownLines(order.note).map((line, at) => html`${at > 0 ? html`<br>` : ''}${line}`)}</p>`
}
${tableOf(data, sums)}
${missing && html`<p style="margin:12px 0 0">${missing}</p>`}
${reply && html`<p style="margin:20px 0 0">${reply}</p>`}
${footer(html`Sent for <bdi>${company.name}</bdi> by StockFlow.`)}`;
}

function tableOf({ lines, currency }: OrderLetter, sums: Sums | null): Markup {
  const isPriced = lines.some(({ unitCost }) => unitCost !== null);
  return html`<table style="width:100%;border-collapse:collapse;margin:24px 0 0;${style.figures}">
<thead><tr>
<th scope="col" class="quiet" style="min-width:132px;text-align:left;${style.head}">${counted(lines.length, 'line')}</th>
<th scope="col" class="quiet" style="text-align:right;${style.head}">Quantity</th>
${isPriced && html`<th scope="col" class="quiet" style="text-align:right;${style.head}">${currency}</th>`}
</tr></thead>
<tbody>
${lines.map((line, at) => rowOf(line, sums?.lineTotals[at], isPriced))}</tbody>
${
  sums &&
  html`<tfoot><tr>
<th scope="row" colspan="2" class="line" style="padding:10px 0;text-align:left;${style.row}">Total</th>
<td class="line" style="padding:10px 0;text-align:right;font-weight:700;white-space:nowrap;${style.row}">${sums.total}</td>
</tr></tfoot>`
}
</table>`;
}

/** Terse, with attributes as old as mail: Gmail cuts a letter off at 102 KB, and an order may have 200 lines. */
function rowOf(line: OrderLetterLine, total: string | undefined, isPriced: boolean): Markup {
  const each = line.unitCost === null ? null : `${line.unitCost} each`;
  return html`<tr class="line" valign="top" style="${style.row}"><td style="padding:10px 0"><b><bdi>${line.supplierCode ?? line.name}</bdi></b>${
    line.supplierCode !== null && html`<br><bdi>${line.name}</bdi>`
  }<br>${small(html`our code <bdi>${line.sku}</bdi>`)}</td>${figureCell(html`<b>${line.quantity}</b>`, packsOf(line))}${
    isPriced && (total === undefined ? figureCell(line.unitCost, each && 'each') : figureCell(total, each))
  }</tr>
`;
}

/** A short note keeps to one line; a long one breaks, at spaces, rather than squeeze the article out. */
function figureCell(figure: Markup | string | null, note: string | null): Markup {
  const content = html`${figure}${note !== null && html`<br>${small(note)}`}`;
  return note === null || note.length <= 16
    ? html`<td align="right" nowrap style="padding:10px 0 10px 14px">${content}</td>`
    : html`<td align="right" style="padding:10px 0 10px 14px;word-break:normal;overflow-wrap:normal">${content}</td>`;
}

/** Its colour comes from the sheet alone; a client that drops the sheet shows it in ink. */
function small(content: Markup | string): Markup {
  return html`<small class="quiet">${content}</small>`;
}
