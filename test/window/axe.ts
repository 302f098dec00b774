import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds serious in a page, or in the part of it that has changed, in a line each. */
export async function faultsOf(page: Page, within = 'html', rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    ({ within, rules }) =>
      window.axe.run(within, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }),
    { within, rules },
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
