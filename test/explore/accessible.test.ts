/** The accessibility of the page of a walk by axe-core, in light and dark, wide and narrow. */
import { AxeBuilder } from '@axe-core/playwright';
import test from 'ava';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { exploring } from '../helpers/exploring.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 400, height: 800 },
  ]) {
    test(`axe-core finds no serious fault, ${colorScheme}, ${viewport.width} wide`, async (t) => {
      const { link } = await exploring(t, 'viridian-assist', 'variant=latched-vector', 'guest=ignore', 'config=E1');
      const page = await openPage(t, browser, link, { colorScheme, viewport });
      await page.getByRole('button', { name: 'Explore all states', exact: true }).click();
      await page.getByRole('button', { name: 'Jump to P1' }).click();
      await page.getByRole('heading', { name: 'Step 21 of 21' }).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('heading', { name: 'Step 20 of 21' }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      t.deepEqual(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        [],
      );
      const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
      t.false(isWide, 'the page itself does not scroll sideways');
    });
  }
}
