/** A long list of further cells. */
import test from 'ava';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { writeReport } from '../helpers/html-report.ts';

test('a long list is rendered when it is opened, and contains the cell of a search', async (t) => {
  const cells = Array.from({ length: 3000 }, (_, i) => ({
    ...{ variant: 'v', scenario: `s${i}`, more: true, parameters: `n=${i}`, verdict: 'holds' as const },
    ...{ violated: [], expected: [], surprises: [], doubts: [] },
  }));
  const models = [{ model: 'm', title: 'many cells', cells, doubts: [] }];
  const matrix = { models, unexpected: 0, inconclusive: 0, doubts: 0, strict: false, seconds: 1 };
  const [browser, report] = await Promise.all([launchBrowser(), writeReport({ kind: 'matrix', matrix })]);
  t.teardown(async () => {
    report.remove();
    await browser.close();
  });
  const page = await openPage(t, browser, report.address);
  t.is(await page.locator('a.cell').count(), 0);
  await page.getByText('3,000 further cells').click();
  await page.getByRole('link', { name: 'v s2999: holds' }).waitFor();
  t.is(await page.locator('a.cell').count(), 3000);
  await page.getByText('3,000 further cells').click();
  await page.getByLabel('Search').fill('n=2718');
  await page.getByText('1 further cell').click();
  await page.getByRole('link', { name: 'v s2718: holds' }).click();
  await page.getByRole('heading', { level: 1, name: 'v · s2718' }).waitFor();
});
