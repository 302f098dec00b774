import { html } from 'hono/html';
import { longDay, shortDay } from './day.ts';
import {
  button,
  counted,
  footer,
  type Letter,
  letterOf,
  type Markup,
  style,
  title,
  webAddress,
} from './page.ts';
import { between, joined, underlined, wrapped } from './plain.ts';

/** The day's summary for the company's own people. Days are ISO days in the company's time zone. */
export type DigestLetter = {
  readonly company: { readonly name: string };
  readonly day: string;
  readonly shortages: readonly NewShortage[];
  readonly held: readonly HeldItem[];
  readonly letters: readonly UnsureLetter[];
  readonly overdue: readonly OverdueOrder[];
  readonly appUrl: string;
};

export type NewShortage = {
  readonly product: string;
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  /** Null where nothing was sold lately. */
  readonly daysLeft: number | null;
  readonly done: ShortageAction;
};

export type ShortageAction =
  | { readonly action: 'ordered'; readonly orderNumber: string; readonly supplier: string }
  | { readonly action: 'drafted'; readonly orderNumber: string; readonly supplier: string }
  | { readonly action: 'incoming'; readonly orderNumber: string; readonly dueDay: string | null }
  | { readonly action: 'none'; readonly why: string };

/** An order or a letter that waits for a person, and why, in a sentence. */
export type HeldItem = { readonly what: string; readonly why: string };

export type UnsureLetter = {
  readonly state: 'uncertain' | 'failed';
  readonly orderNumber: string;
  readonly supplier: string;
  readonly address: string;
  readonly reason: string;
};

export type OverdueOrder = {
  readonly orderNumber: string;
  readonly supplier: string;
  readonly dueDay: string;
  readonly daysLate: number;
};

type Section = { readonly heading: string; readonly brief: string; readonly items: readonly Item[] };

/** A figure stands at the right of its title. */
type Item = { readonly title: string; readonly figure: string | null; readonly details: readonly string[] };

export function digestLetter(data: DigestLetter): Letter {
  const sections = sectionsOf(data).filter(({ items }) => items.length > 0);
  const brief = sections.map((section) => section.brief).join(', ') || 'nothing to report';
  return letterOf({
    subject: `${data.company.name}, ${shortDay(data.day)}: ${brief}`,
    text: textOf(data, sections),
    body: bodyOf(data, sections),
  });
}

function sectionsOf({ shortages, held, letters, overdue }: DigestLetter): Section[] {
  return [
    {
      heading: 'New shortages',
      brief: counted(shortages.length, 'new shortage'),
      items: shortages.map(shortageItem),
    },
    {
      heading: 'Waiting for a person',
      brief: `${held.length} waiting`,
      items: held.map(({ what, why }) => ({ title: what, figure: null, details: [why] })),
    },
    {
      heading: 'Letters to look after',
      brief: `${counted(letters.length, 'letter')} to look after`,
      items: letters.map(letterItem),
    },
    { heading: 'Overdue orders', brief: `${overdue.length} overdue`, items: overdue.map(overdueItem) },
  ];
}

function shortageItem({ product, sku, warehouse, onHand, daysLeft, done }: NewShortage): Item {
  return {
    title: product,
    figure: daysLeft === null ? null : onHand <= 0 ? 'sold out' : leftText(daysLeft),
    details: [`${sku}, ${warehouse}: ${onHand <= 0 ? 'none' : onHand} on hand.`, doneText(done)],
  };
}

function leftText(daysLeft: number): string {
  return daysLeft < 1 ? 'less than a day left' : `${counted(Math.floor(daysLeft), 'day')} left`;
}

function doneText(done: ShortageAction): string {
  switch (done.action) {
    case 'ordered':
      return `Ordered from ${done.supplier}: ${done.orderNumber}.`;
    case 'drafted':
      return `${done.orderNumber} to ${done.supplier} is drafted and has not left yet.`;
    case 'incoming':
      return done.dueDay === null
        ? `Already on order: ${done.orderNumber}, no date confirmed yet.`
        : `Already on order: ${done.orderNumber}, due ${longDay(done.dueDay)}.`;
    case 'none':
      return `Nothing was ordered: ${done.why}`;
  }
}

function letterItem({ state, orderNumber, supplier, address, reason }: UnsureLetter): Item {
  const toDo = {
    uncertain: `Ask ${supplier} whether it arrived. Then mark the letter as sent, or send it again.`,
    failed: `Check the address, correct it if it is wrong, and send the letter again.`,
  } as const;
  const figure = { uncertain: 'may not have arrived', failed: 'not delivered' } as const;
  return {
    title: `${orderNumber} to ${supplier}`,
    figure: figure[state],
    details: [`${address}: ${reason}`, toDo[state]],
  };
}

function overdueItem({ orderNumber, supplier, dueDay, daysLate }: OverdueOrder): Item {
  return {
    title: `${orderNumber} from ${supplier}`,
    figure: `${counted(daysLate, 'day')} late`,
    details: [`Was due ${longDay(dueDay)}.`],
  };
}

const quietDay = 'Nothing ran short, and nothing waits for you.';

function textOf({ company, day, appUrl }: DigestLetter, sections: readonly Section[]): string {
  return joined([
    [...wrapped(company.name), ...wrapped(longDay(day))],
    sections.length === 0 ? wrapped(quietDay) : [],
    ...sections.flatMap(({ heading, items }) => [
      underlined(`${heading} (${items.length})`),
      ...items.map(textItem),
    ]),
    ['Open StockFlow:', webAddress(appUrl)],
  ]);
}

function textItem({ title, figure, details }: Item): string[] {
  return [
    ...(figure === null ? wrapped(title) : between(title, figure)),
    ...details.flatMap((detail) => wrapped(detail, '  ')),
  ];
}

function bodyOf({ company, day, appUrl }: DigestLetter, sections: readonly Section[]): Markup {
  return html`${title(company.name, longDay(day))}
${sections.length === 0 && html`<p style="margin:0">${quietDay}</p>`}
${sections.map(
  ({
    heading,
    items,
  }) => html`<h2 style="${style.heading}">${heading} <span class="quiet" style="font-weight:400;${style.quiet}">${items.length}</span></h2>
<table style="width:100%;border-collapse:collapse">
${items.map(rowOf)}</table>
`,
)}
${button('Open StockFlow', appUrl)}
${footer(html`The daily summary for <bdi>${company.name}</bdi>.`)}`;
}

function rowOf({ title, figure, details }: Item): Markup {
  return html`<tr><td class="line" style="padding:10px 0;${style.row}">
${figure !== null && html`<span style="float:right;padding-left:14px;white-space:nowrap">${figure}</span>`}<strong><bdi>${title}</bdi></strong>${details.map((detail) => html`<br><span class="quiet" style="${style.small}"><bdi>${detail}</bdi></span>`)}
</td></tr>
`;
}
