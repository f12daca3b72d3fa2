/** The page of a report says of a verdict which budgets bounded it. */
import test from 'ava';
import { defineSystem } from 'everywhen';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { checked } from '../helpers/explored.ts';
import { writeReport } from '../helpers/html-report.ts';
import { cell, matrixOf } from '../helpers/runs.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

test('a verdict that a budget bounded is shown with it, in the matrix and in the cell', async (t) => {
  const report = await checked(
    defineSystem({ served: 0 })
      .budget('edges', 2)
      .rules('device', { edge: { environment: (s) => s.update('served', (n) => (n + 1) % 3), budget: 'edges' } })
      .invariant('few', 'few are served', (s) => s.get('served') < 3),
  );
  const matrix = matrixOf([cell(report, { within: ['edges 2'] })]);
  const { address, remove } = await writeReport({ kind: 'matrix', matrix });
  t.teardown(remove);
  const page = await openPage(t, browser, address);
  const link = page.locator('a.cell');
  t.is(await link.innerText(), 'holds\nwithin edges 2');
  await link.click();
  await page.locator('.verdict').getByText('within edges 2').waitFor();
  await page.getByText('The budget edges 2 blocked steps: a larger budget may change a verdict.').waitFor();
});
