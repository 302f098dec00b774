import { html } from 'hono/html';
import type { SupplierView } from '../../db/replenishment/supplier-view.ts';
import { longDay } from '../../worker/letter/day.ts';
import { isoDay } from '../../worker/letter.ts';
import { AHEAD_DAYS_MAX, type Complaints, type Given } from './form.ts';
import { document, type Markup } from './page.ts';

type OrderPage = {
  order: SupplierView;
  today: number;
  /** Whether it can still be answered. */
  isOpen: boolean;
  nonce: string;
  /** What was typed and could not be taken. */
  given?: Given;
  complaints?: Complaints;
};

export function orderPage(page: OrderPage): Markup {
  const { order, isOpen, nonce } = page;
  const body = html`<p class="company"><bdi>${order.company}</bdi></p>
<h1>Order ${order.number}</h1>
${!isOpen && html`<p class="state">${stateOf(order)}</p>`}
<dl>
<dt>To</dt><dd><bdi>${order.supplier}</bdi></dd>
${order.sentDay !== null && html`<dt>Ordered</dt><dd>${longDay(isoDay(order.sentDay))}</dd>`}
<dt>Deliver to</dt><dd>${[order.warehouse, order.address].filter(Boolean).join('\n')}</dd>
</dl>
${linesOf(order)}
${isOpen && formsOf(page)}
${
  order.hasReader &&
  html`<p class="quiet last">Something else? Reply to the letter: your answer reaches <bdi>${order.company}</bdi>.</p>`
}`;
  return document(`Order ${order.number} from ${order.company}`, body, nonce);
}

function stateOf({ status, expectedDay, reference, isAnswered }: SupplierView): Markup {
  switch (status) {
    case 'confirmed':
      return html`Thank you. This order is confirmed${
        expectedDay !== null && html` for <strong>${longDay(isoDay(expectedDay))}</strong>`
      }${reference !== null && html`, as your <bdi>${reference}</bdi>`}.`;
    case 'declined':
      return html`This order was declined. Thank you for letting us know.`;
    case 'partly_received':
      return html`Part of this order has arrived${isAnswered ? ', as you confirmed' : ''}.`;
    case 'received':
      return html`This order has arrived. Thank you.`;
    case 'closed_short':
      return html`This order is closed: the rest is not expected any more.`;
    default:
      return html`This order cannot be answered here any more.`;
  }
}

const linesOf = ({ lines, currency }: SupplierView): Markup => html`<table>
<thead><tr><th scope="col">${lines.length} ${lines.length === 1 ? 'line' : 'lines'}</th><th scope="col">Quantity</th></tr></thead>
<tbody>
${lines.map(
  (line) => html`<tr><td><strong><bdi>${line.supplierCode ?? line.name}</bdi></strong>${
    line.supplierCode !== null && html`<br><bdi>${line.name}</bdi>`
  }<br><span class="quiet">our code <bdi>${line.sku}</bdi></span></td>
<td><strong>${line.quantity}</strong>${packsOf(line)}${
    line.unitCost !== null && html`<br><span class="quiet">${currency} ${line.unitCost} each</span>`
  }</td></tr>
`,
)}</tbody>
</table>`;

function packsOf({ quantity, packSize }: SupplierView['lines'][number]): Markup | null {
  if (packSize <= 1 || quantity % packSize !== 0) return null;
  const packs = quantity / packSize;
  return html`<br><span class="quiet">${packs} ${packs === 1 ? 'pack' : 'packs'} of ${packSize}</span>`;
}

/** Two forms, so that the key that sends one never sends the other. */
function formsOf({ order, today, given, complaints = {} }: OrderPage): Markup {
  const wrong = (name: keyof Given) =>
    complaints[name] && html`<span class="wrong">${complaints[name]}</span>`;
  return html`<h2>Confirm this order</h2>
${wrong('answer')}
<form method="post">
<input type="hidden" name="answer" value="confirm">
<label>You deliver on
<input type="date" name="day" required min="${isoDay(today)}" max="${isoDay(today + AHEAD_DAYS_MAX)}" value="${given?.day || proposedDay(order, today)}">${wrong('day')}</label>
<label>Your own number for it, if you have one
<input type="text" name="reference" maxlength="255" autocomplete="off" value="${given?.reference ?? ''}">${wrong('reference')}</label>
<button>Confirm the order</button>
</form>
<details${complaints.reason ? html` open` : ''}>
<summary>You cannot deliver it? Decline it</summary>
<form method="post">
<input type="hidden" name="answer" value="decline">
<label>Why, if you like
<input type="text" name="reason" maxlength="500" autocomplete="off" value="${given?.reason ?? ''}">${wrong('reason')}</label>
<button class="decline">Decline the order</button>
</form>
</details>`;
}

/** Where no lead time was agreed, the supplier says it unprompted: what we assume is not theirs to keep. */
function proposedDay({ expectedDay, leadDays }: SupplierView, today: number): string {
  return leadDays === null ? '' : isoDay(Math.max(expectedDay ?? today + leadDays, today));
}
