import type { Context } from 'hono';
import { type ClaimedLink, readAnswer } from '../../db/company/link.ts';
import { localDay } from '../../db/day.ts';
import { Fault } from '../../db/fault.ts';
import { letterArrived } from '../../db/replenishment/letter.ts';
import { confirmOrder, declineOrder } from '../../db/replenishment/order.ts';
import { type SupplierView, supplierView } from '../../db/replenishment/supplier-view.ts';
import { type Database, scopeTo } from '../../db/scope.ts';
import type { AnswerEnv } from '../answer.ts';
import type { RateLimit } from '../rate.ts';
import { type Answer, type Given, readForm } from './form.ts';
import { orderPage } from './order-page.ts';
import { apology, nonceOf, type Sorry } from './page.ts';

type Page = Context<AnswerEnv, '/:token'>;

/** A link scanner follows every link: looking changes nothing. */
export async function looked(c: Page, visits: RateLimit, now: number): Promise<Response> {
  const visit = await visitOf(c, visits, now);
  return 'sorry' in visit ? sorry(c, visit) : shown(c, visit);
}

export async function answered(c: Page, visits: RateLimit, now: number): Promise<Response> {
  const visit = await visitOf(c, visits, now);
  return 'sorry' in visit ? sorry(c, visit) : recorded(c, visit);
}

type Visit = { link: ClaimedLink; order: SupplierView; now: number; today: number };
type Refused = { sorry: Sorry; status: 404 | 410 | 429; waitSeconds?: number };

/** Who may come in, and what they came for: one trip to the database. */
async function visitOf(c: Page, visits: RateLimit, now: number): Promise<Visit | Refused> {
  const token = c.req.param('token');
  const link = readAnswer(token);
  if (!link) return { sorry: 'unknown', status: 404 };
  const waitSeconds = visits.take(token, now);
  if (waitSeconds > 0) return { sorry: 'tooOften', status: 429, waitSeconds };
  const nobody = { company: link.company, timeZone: 'UTC', actor: 'supplier' };
  const order = await supplierView(scopeTo(c.env.database, nobody, now), link.order);
  if (!order?.isActive || !(await link.isSignedWith(order.secret))) return { sorry: 'unknown', status: 404 };
  const today = localDay(now, order.timeZone);
  if (today > link.expiresDay) return { sorry: 'expired', status: 410 };
  if (order.status === 'draft') return { sorry: 'unknown', status: 404 };
  if (order.status === 'cancelled') return { sorry: 'cancelled', status: 410 };
  return { link, order, now, today };
}

function sorry(c: Page, { sorry, status, waitSeconds }: Refused): Response | Promise<Response> {
  if (waitSeconds !== undefined) c.header('Retry-After', String(waitSeconds));
  return c.html(apology(sorry, nonceOf(c)), status);
}

/** Its letter is out, and nobody has answered. */
const isOpen = ({ status }: SupplierView): boolean => status === 'sent' || status === 'approved';

const shown = (c: Page, { order, today }: Visit, status: 200 | 409 = 200): Response | Promise<Response> =>
  c.html(orderPage({ order, today, isOpen: isOpen(order), nonce: nonceOf(c) }), status);

async function recorded(c: Page, visit: Visit): Promise<Response> {
  const { order, today } = visit;
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? ''))
    return c.html(apology('notAForm', nonceOf(c)), 415);
  if (!isOpen(order)) return shown(c, visit, 409);
  const given = await fieldsOf(c);
  const read = readForm(given, today);
  if ('complaints' in read) {
    const page = { order, today, isOpen: true, nonce: nonceOf(c), given, complaints: read.complaints };
    return c.html(orderPage(page), 400);
  }
  try {
    await recordAnswer(c.env.database, visit, read.answer);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'order_moved_on') throw error;
    return movedOn(c, visit);
  }
  // The same address again, but asked for: reloading it does not answer twice.
  return c.redirect(c.req.param('token'), 303);
}

async function fieldsOf(c: Page): Promise<Given> {
  const body = await c.req.parseBody();
  const field = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  return {
    answer: field('answer'),
    day: field('day'),
    reference: field('reference'),
    reason: field('reason'),
  };
}

async function recordAnswer(database: Database, { link, order, now }: Visit, answer: Answer): Promise<void> {
  const { timeZone, supplierId, letter } = order;
  const caller = { company: link.company, timeZone, actor: `supplier:${supplierId}` };
  const scope = scopeTo(database, caller, now);
  if (order.status === 'approved' && letter) await letterArrived(scope, letter.id);
  if (answer.answer === 'confirm') await confirmOrder(scope, link.order, answer);
  else await declineOrder(scope, link.order, answer);
}

/** Somebody was quicker: this is how it stands now. */
async function movedOn(c: Page, { link, now, today }: Visit): Promise<Response> {
  const nobody = { company: link.company, timeZone: 'UTC', actor: 'supplier' };
  const order = await supplierView(scopeTo(c.env.database, nobody, now), link.order);
  if (!order) return c.html(apology('unknown', nonceOf(c)), 404);
  return c.html(orderPage({ order, today, isOpen: false, nonce: nonceOf(c) }), 409);
}
