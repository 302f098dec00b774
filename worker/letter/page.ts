import { html } from 'hono/html';
import { oneLine } from './plain.ts';

export type Letter = { readonly subject: string; readonly text: string; readonly html: string };

export type Markup = ReturnType<typeof html>;

const light = {
  paper: '#fdfdfb',
  ink: '#1d2327',
  quiet: '#5a6267',
  line: '#dcdcd4',
  link: '#0b5a8a',
  accent: '#0f766e',
};

/** Inline, because many clients drop a sheet; the sheet adds what dark needs and what can be done without. */
export const style = {
  quiet: `color:${light.quiet}`,
  small: `font-size:14px;color:${light.quiet}`,
  heading: 'margin:28px 0 4px;font-size:17px;line-height:1.3;font-weight:700',
  row: `border-top:1px solid ${light.line}`,
  head: `padding:0 0 6px;font-size:13px;font-weight:400;color:${light.quiet}`,
  figures: 'font-variant-numeric:tabular-nums',
  link: `color:${light.link}`,
  break: 'overflow-wrap:anywhere;word-break:break-word',
} as const;

const sheet = html`<style>
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  .quiet { color: ${light.quiet}; }
  @media (prefers-color-scheme: dark) {
    .paper { background: #14171a !important; color: #e4e6e3 !important; }
    .quiet { color: #a3aaae !important; }
    .line { border-color: #333a40 !important; }
    .link { color: #7cc0ec !important; }
    .button { background: #4fd1c0 !important; color: #0b2522 !important; }
  }
</style>`;

export function letterOf(letter: { subject: string; text: string; body: Markup }): Letter {
  const subject = oneLine(letter.subject);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
${sheet}
</head>
<body class="paper" style="margin:0;padding:0;background:${light.paper};color:${light.ink}">
<div class="paper" style="box-sizing:border-box;max-width:640px;margin:0 auto;padding:24px 18px 32px;background:${light.paper};color:${light.ink};font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;${style.break};-webkit-text-size-adjust:100%">
${letter.body}
</div>
</body>
</html>
`;
  if (page instanceof Promise) throw new TypeError('a letter is made of what is known, not of promises');
  return { subject, text: letter.text, html: page.toString() };
}

export function title(company: string, heading: string): Markup {
  return html`<p class="quiet" style="margin:0;${style.quiet}"><bdi>${company}</bdi></p>
<h1 style="margin:2px 0 16px;font-size:22px;line-height:1.25;font-weight:700"><bdi>${heading}</bdi></h1>`;
}

/** Labels beside their values; a value may have several lines. */
export function facts(rows: readonly (readonly [label: string, values: readonly string[]])[]): Markup {
  return html`<table style="border-collapse:collapse;margin:0 0 8px">
${rows.map(
  ([label, values]) => html`<tr>
<th scope="row" class="quiet" style="padding:3px 18px 3px 0;text-align:left;vertical-align:top;font-weight:400;white-space:nowrap;${style.quiet}">${label}</th>
<td style="padding:3px 0;vertical-align:top">${values.map((value, at) => html`${at > 0 ? html`<br>` : ''}<bdi>${value}</bdi>`)}</td>
</tr>
`,
)}</table>`;
}

export function button(label: string, url: string): Markup {
  return html`<p style="margin:18px 0"><a class="button" href="${webAddress(url)}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:${light.accent};color:#ffffff;font-weight:600;text-decoration:none">${label}</a></p>`;
}

export function link(label: string, url: string): Markup {
  return html`<a class="link" href="${webAddress(url)}" style="${style.link}">${label}</a>`;
}

export function footer(content: Markup | string): Markup {
  return html`<p class="quiet line" style="margin:32px 0 0;padding-top:12px;${style.row};${style.small}">${content}</p>`;
}

/** A link leads to the web: escaping alone would let javascript: through. */
export function webAddress(url: string): string {
  if (!/^https?:\/\/[^\s]+$/.test(url)) throw new RangeError(`${JSON.stringify(url)} is not a web address`);
  return url;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
