/** The accessibility of the page of a walk by axe-core, in light and dark, wide and narrow. */
import test, { type ExecutionContext } from 'ava';
import type { Browser, Page } from 'playwright-core';
import { faultsOn } from '../helpers/accessible.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { exploring } from '../helpers/exploring.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

/** Colours do not depend on the width: each scheme is looked at in one. */
for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 400],
] as const) {
  test(`axe-core finds no fault, ${colorScheme}, ${width} wide`, async (t) => {
    const { link } = await exploring(t, 'viridian-assist', 'variant=latched-vector', 'guest=ignore', 'config=E1');
    const page = await openPage(t, browser, link, { colorScheme, viewport: { width, height: 800 } });
    await page.getByRole('button', { name: 'Explore all states', exact: true }).click();
    await page.getByRole('button', { name: 'Jump to P1' }).click();
    await page.getByRole('heading', { name: 'Step 21 of 21' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Step 20 of 21' }).waitFor();
    await accessible(t, page, 'the walk');
    await page.getByRole('button', { name: 'Graph', exact: true }).click();
    await page.locator('.graph-drawing .state').first().waitFor();
    if (width < 1000) await page.locator('summary', { hasText: 'The same as a list' }).click();
    await accessible(t, page, 'the graph');
    await page.getByRole('button', { name: 'Find a state', exact: true }).click();
    await page.getByRole('textbox', { name: 'Condition' }).fill('violated P1');
    await page.getByRole('button', { name: 'Find from the beginning' }).click();
    await page.getByText('found 21 steps from the beginning').waitFor();
    await page.getByRole('textbox', { name: 'Condition' }).fill('violated nothing');
    await page.getByRole('button', { name: 'Find from the beginning' }).click();
    await page.getByText(/no property 'nothing'/).waitFor();
    await accessible(t, page, 'the search');
    await page.getByRole('button', { name: 'Other parameters', exact: true }).click();
    await page.getByRole('combobox', { name: 'guest' }).selectOption('use');
    await page.getByRole('button', { name: 'Follow the walk there' }).click();
    await page.getByText(/parts at step/).waitFor();
    await accessible(t, page, 'other parameters');
  });
}

async function accessible(t: ExecutionContext, page: Page, view: string): Promise<void> {
  t.deepEqual(await faultsOn(page), [], view);
  const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
  t.false(isWide, `${view}: the page itself does not scroll sideways`);
}
