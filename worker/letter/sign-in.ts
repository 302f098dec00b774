import { html } from 'hono/html';
import { button, counted, footer, type Letter, letterOf, style, title, webAddress } from './page.ts';
import { joined, wrapped } from './plain.ts';

/** To somebody who asked for a link to sign in with. */
export type SignInLetter = {
  readonly url: string;
  /** What it was asked for on, in a few words. */
  readonly device: string | null;
  readonly validMinutes: number;
};

/** To somebody who was added to a company. */
export type InvitationLetter = {
  readonly url: string;
  readonly company: { readonly name: string };
  /** Who added them; null where nobody knows. */
  readonly by: string | null;
  readonly validDays: number;
  /** Where they can ask for another link later. */
  readonly signInUrl: string;
};

type Parts = {
  subject: string;
  from: string;
  heading: string;
  before: string;
  label: string;
  url: string;
  after: string;
  small: string;
};

export const signInLetter = ({ url, device, validMinutes }: SignInLetter): Letter =>
  written({
    subject: 'Your link to sign in to StockFlow',
    from: 'StockFlow',
    heading: 'Sign in',
    before: device
      ? `Somebody, most likely you, asked for this link on ${device}.`
      : 'Somebody, most likely you, asked for this link.',
    label: 'Sign in',
    url,
    after: `It works once, within ${counted(validMinutes, 'minute')}.`,
    small: 'If it was not you, do nothing: without this letter nobody gets in. Never send it on.',
  });

export const invitationLetter = ({ url, company, by, validDays, signInUrl }: InvitationLetter): Letter =>
  written({
    subject: by ? `${by} invites you to ${company.name}` : `You are invited to ${company.name}`,
    from: company.name,
    heading: 'You are invited',
    before: `${by ?? 'Somebody'} has added you to ${company.name} in StockFlow, where its stock and its orders are kept. There is no password: you sign in by links like this one.`,
    label: 'Sign in',
    url,
    after: `It works once, within ${counted(validDays, 'day')}. Later you can ask for another at ${webAddress(signInUrl)}`,
    small: `If you do not know ${company.name}, do nothing. Never send this letter on.`,
  });

function written(parts: Parts): Letter {
  const { subject, from, heading, before, label, url, after, small } = parts;
  return letterOf({
    subject,
    text: joined([
      [...wrapped(from), ...wrapped(heading)],
      wrapped(before),
      [`${label}:`, webAddress(url)],
      wrapped(after),
      wrapped(small),
    ]),
    body: html`${title(from, heading)}
<p style="margin:0">${before}</p>
${button(label, url)}
<p class="quiet" style="margin:0;${style.quiet}">${after}</p>
${footer(small)}`,
  });
}
