/** What StockFlow writes to people, as pure functions: data in, subject, text and HTML out. */

export type {
  DigestLetter,
  HeldItem,
  NewShortage,
  OverdueOrder,
  ShortageAction,
  UnsureLetter,
} from './letter/digest.ts';
export { digestLetter } from './letter/digest.ts';
export type { Answering, OrderOnFile } from './letter/facts.ts';
export { isoDay, orderLetterOf } from './letter/facts.ts';
export type { NoticeLetter } from './letter/notice.ts';
export { noticeLetter } from './letter/notice.ts';
export type { OrderLetter, OrderLetterLine } from './letter/order.ts';
export { orderLetter } from './letter/order.ts';
export type { Letter } from './letter/page.ts';
export type { InvitationLetter, SignInLetter } from './letter/sign-in.ts';
export { invitationLetter, signInLetter } from './letter/sign-in.ts';
