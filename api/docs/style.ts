import { html } from 'hono/html';

/** One sheet, in the page itself: nothing is fetched from anywhere. */
export const style = html`<style>
  :root {
    color-scheme: light dark;
    --paper: light-dark(#fdfdfb, #14171a);
    --raised: light-dark(#f4f4ef, #1c2125);
    --ink: light-dark(#1d2327, #e4e6e3);
    --quiet: light-dark(#5a6267, #a3aaae);
    --line: light-dark(#dcdcd4, #333a40);
    --link: light-dark(#0b5a8a, #7cc0ec);
    --accent: light-dark(#0f766e, #4fd1c0);
    --get: light-dark(#0b5a8a, #7cc0ec);
    --post: light-dark(#1f6b2e, #86d394);
    --patch: light-dark(#8a5a00, #e9b959);
    --delete: light-dark(#a32a22, #f39b92);
    --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  }
  * { box-sizing: border-box; }
  html { scroll-padding-top: 1rem; text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
  body {
    margin: 0; background: var(--paper); color: var(--ink);
    font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
    display: grid; grid-template-columns: 17.5rem minmax(0, 1fr);
  }
  a { color: var(--link); text-underline-offset: 0.15em; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
  code, pre { font-family: var(--mono); font-size: 0.875em; }
  .skip { position: absolute; left: -99rem; }
  .skip:focus { left: 1rem; top: 1rem; z-index: 1; padding: 0.5rem 1rem; background: var(--paper); }

  .index {
    position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem 1rem 3rem 1.25rem;
    background: var(--raised); border-right: 1px solid var(--line); font-size: 0.875rem;
  }
  .index .brand { font-size: 1.125rem; font-weight: 700; color: var(--ink); text-decoration: none; }
  .index ul { list-style: none; margin: 0; padding: 0; }
  .index h2 { font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--quiet); margin: 1.25rem 0 0.25rem; }
  .index a { display: block; padding: 0.15rem 0; text-decoration: none; }
  .index a:hover { text-decoration: underline; }
  .index .noun { font-weight: 600; color: var(--ink); padding-top: 0.35rem; }
  .index li li a { color: var(--quiet); padding-left: 3.4rem; text-indent: -3.4rem; line-height: 1.35; }
  .index .method { display: inline-block; width: 3rem; margin-right: 0.4rem; padding: 0; background: none; border: 0; text-indent: 0; font-size: 0.625rem; }

  main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 76rem; }
  h1 { font-size: 2.25rem; line-height: 1.15; margin: 0 0 0.5rem; }
  .lead { font-size: 1.125rem; color: var(--quiet); max-width: 46rem; margin-top: 0; }
  main > section > h2 { font-size: 1.5rem; margin: 3.5rem 0 0.5rem; padding-top: 1rem; border-top: 2px solid var(--ink); }
  section > p { max-width: 46rem; }
  h3 { font-size: 1.125rem; margin: 0; }
  h3 a { color: inherit; text-decoration: none; }
  h3 a:hover { text-decoration: underline; }

  .here { display: none; list-style: none; padding: 0; }
  .here a { display: flex; align-items: baseline; padding: 0.3rem 0; text-decoration: none; }
  .here .method { flex: none; width: 4rem; padding: 0; border: 0; }
  .back { display: none; }

  .operation { margin: 2rem 0 0; padding: 1.5rem 0 0; border-top: 1px solid var(--line); }
  .operation:target { box-shadow: -0.75rem 0 0 -0.5rem var(--accent); }
  .address { margin: 0.5rem 0; overflow-wrap: anywhere; }
  .address code { font-size: 1rem; font-weight: 600; }
  .method {
    font: 700 0.75rem/1 var(--mono); padding: 0.25rem 0.45rem; border: 1px solid currentColor; border-radius: 4px;
    color: var(--ink);
  }
  .get { color: var(--get); } .post { color: var(--post); } .patch, .put { color: var(--patch); } .delete { color: var(--delete); }
  .facts { list-style: none; display: flex; flex-wrap: wrap; gap: 0.15rem 1.5rem; padding: 0; margin: 0.25rem 0 1rem; color: var(--quiet); font-size: 0.875rem; }

  table { width: 100%; border-collapse: collapse; margin: 1rem 0; font-size: 0.875rem; }
  caption { text-align: left; font-weight: 700; padding-bottom: 0.25rem; }
  th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--line); }
  thead th { color: var(--quiet); font-weight: 600; font-size: 0.8125rem; white-space: nowrap; }
  tbody th { font-weight: 600; }
  .fields tbody th { width: 24%; overflow-wrap: anywhere; }
  .fields td:last-child { width: 34%; }
  .answer td:last-child { width: 52%; }
  .fields code { font-size: 0.8125rem; }
  .pattern { overflow-wrap: anywhere; }

  .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: 1rem; align-items: start; }
  figure { margin: 0.75rem 0; min-width: 0; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
  figcaption { padding: 0.35rem 0.9rem; border-bottom: 1px solid var(--line); color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
  pre { margin: 0; padding: 0.75rem 0.9rem; overflow-x: auto; max-height: 40rem; line-height: 1.45; }
  summary { cursor: pointer; color: var(--link); font-size: 0.875rem; width: fit-content; }
  .statuses { font-size: 0.875rem; color: var(--quiet); }
  .statuses a, .statuses strong { margin-left: 0.6rem; font-variant-numeric: tabular-nums; }
  .statuses strong { color: var(--post); }
  :target > th, tr:target { background: var(--raised); }

  @media (max-width: 60rem) {
    body { display: block; }
    .index { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding-bottom: 1.25rem; }
    .index li ul { display: none; }
    .index ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; }
    .index h2 { margin: 0.75rem 0 0; }
    .index a, .index .noun { padding: 0.3rem 0; font-weight: 400; color: var(--link); }
    .here { display: block; }
    .back { display: block; position: fixed; right: 1rem; bottom: 1rem; padding: 0.4rem 0.9rem; background: var(--raised); border: 1px solid var(--line); border-radius: 99px; font-size: 0.875rem; text-decoration: none; }
    main { padding-top: 1.25rem; }
    h1 { font-size: 1.75rem; }
  }
  @media (max-width: 44rem) {
    table, tbody, tr, th, td { display: block; }
    thead { display: none; }
    tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
    th, td, .fields tbody th, .fields td:last-child, .answer td:last-child { border: 0; padding: 0.05rem 0; width: auto; }
    td[data-label] { display: inline; margin-right: 0.75rem; }
    td[data-label]:empty { display: none; }
    td[data-label]::before { content: attr(data-label) ' '; color: var(--quiet); }
    td[data-label='Meaning'] { display: block; margin: 0; }
    td[data-label='Meaning']::before { content: ''; }
  }
  @media print { .index, .back { display: none; } body { display: block; } pre { max-height: none; white-space: pre-wrap; } }
</style>`;
