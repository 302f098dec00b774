import type { Context } from 'hono';
import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** Why nobody is let in, or nothing was kept. */
export type Sorry =
  | 'unknown'
  | 'expired'
  | 'cancelled'
  | 'tooOften'
  | 'tooLarge'
  | 'notAForm'
  | 'unavailable';

const apologies: Record<Sorry, [heading: string, sentence: string]> = {
  unknown: [
    'This link does not work',
    'Please open it from the letter again: long links are sometimes cut. If it still does not work, reply to the letter.',
  ],
  expired: [
    'This link has expired',
    'It worked for sixty days. To say something about this order, please reply to the letter.',
  ],
  cancelled: [
    'This order was cancelled',
    'Please do not deliver it. If it is on its way already, reply to the letter.',
  ],
  tooOften: ['One moment, please', 'This page was opened very often just now. Please try again in a minute.'],
  tooLarge: ['That was too long', 'Nothing was recorded. Please go back, and write less.'],
  notAForm: ['That was not understood', 'Nothing was recorded. Please open the link from the letter again.'],
  unavailable: [
    'That did not work',
    'We could not reach our records. Please try again in a minute; nothing is recorded twice.',
  ],
};

/** What the policy of this answer lets pass: its own styles. */
export const nonceOf = (c: Context): string => String(c.get('secureHeadersNonce'));

export function apology(why: Sorry, nonce: string): Markup {
  const [heading, sentence] = apologies[why];
  return document(heading, html`<h1>${heading}</h1>\n<p>${sentence}</p>`, nonce);
}

export const document = (title: string, body: Markup, nonce: string): Markup => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style nonce="${nonce}">${sheet}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

const sheet = html`
:root { color-scheme: light dark; --paper: #fdfdfb; --ink: #1d2327; --quiet: #5a6267; --line: #dcdcd4; --field: #ffffff;
  --accent: #0f766e; --on-accent: #ffffff; --warn: #a3271b; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e4e6e3; --quiet: #a3aaae; --line: #333a40; --field: #1c2125;
    --accent: #4fd1c0; --on-accent: #0b2522; --warn: #ff9c8f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 17px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
main { max-width: 620px; margin: 0 auto; padding: 24px 18px 48px; }
h1 { margin: 2px 0 14px; font-size: 23px; line-height: 1.25; }
h2 { margin: 32px 0 8px; font-size: 18px; }
p { margin: 0 0 12px; }
.quiet { color: var(--quiet); font-size: 15px; }
.last { margin-top: 32px; }
.company { margin: 0; color: var(--quiet); }
.state { margin: 0 0 20px; padding: 12px 14px; border-left: 4px solid var(--accent); background: var(--field); }
.wrong { display: block; margin: 4px 0 0; color: var(--warn); font-size: 15px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0 0 20px; }
dt { color: var(--quiet); }
dd { margin: 0; white-space: pre-line; }
table { width: 100%; border-collapse: collapse; }
th { padding: 0 0 6px; text-align: left; font-size: 14px; font-weight: 400; color: var(--quiet); }
td { padding: 10px 0; border-top: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-left: 14px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
form { margin: 0; padding: 18px 0 0; border-top: 1px solid var(--line); }
label { display: block; margin: 0 0 14px; font-size: 15px; color: var(--quiet); }
input { display: block; width: 100%; min-height: 46px; margin-top: 4px; padding: 8px 12px; border: 1px solid var(--line);
  border-radius: 6px; background: var(--field); color: var(--ink); font: inherit; font-size: 17px; }
button { min-height: 48px; padding: 10px 22px; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent);
  font: inherit; font-weight: 600; cursor: pointer; }
details { margin-top: 32px; }
summary { padding: 8px 0; color: var(--quiet); cursor: pointer; }
.decline { border: 1px solid var(--line); background: none; color: var(--warn); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
