/** The page of a matrix in a real browser. */
import test from 'ava';
import type { Browser } from 'playwright-core';
import { expectedViolations } from '../../src/language/expected.ts';
import type { Cell } from '../../src/language/matrix.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { matrixOf, type WrittenReport, writeReport } from '../helpers/html-report.ts';

let browser: Browser;
let report: WrittenReport;

const ofAvic = ({ variant, more }: Cell) => /WAKE$/.test(variant) && !more;
const ofPeterson = ({ variant }: Cell) => variant === 'on';
/** The number of a model's cells that the model expects to violate a property. */
async function violatedIn(name: string, chosen: (cell: Cell) => boolean, property: string): Promise<number> {
  const { model } = await loadModel(name);
  const cells = model.matrix?.cells.filter(chosen) ?? [];
  return cells.filter((cell) => expectedViolations(model, cell).includes(property)).length;
}

test.before(async () => {
  [browser, report] = await Promise.all([
    launchBrowser(),
    matrixOf([
      { model: 'avic-ipi', cells: ofAvic },
      { model: 'peterson-memory', cells: ofPeterson, expectsNothing: true },
    ]).then(writeReport),
  ]);
});
test.after.always(async () => {
  await browser?.close();
  report?.remove();
});

test.serial('an expected violation is in its row and column, and links to its trace', async (t) => {
  const page = await openPage(t, browser, report.address);
  const table = page.getByRole('table', { name: /of avic-ipi/ });
  await table.waitFor();
  const column = (await table.getByRole('columnheader').allTextContents()).indexOf('asleep');
  const cell = table
    .getByRole('row', { name: 'ORIGINAL-WAKE' })
    .getByRole('cell')
    .nth(column - 1);
  t.is(await cell.textContent(), 'violated: P2 P2i P6');
  await cell.getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'ORIGINAL-WAKE · asleep' }).waitFor();
  t.is(await page.getByText('as expected', { exact: true }).count(), 1);
  t.is(await page.getByText('violated, as expected').count(), 3, 'each of them');
  t.is(
    await page.locator('.command code').textContent(),
    'everywhen check avic-ipi variant=ORIGINAL-WAKE start=asleep',
  );
  await page.getByRole('link', { name: 'P2', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'P2: no IPI is lost on a vCPU that sleeps' }).waitFor();
  t.regex(page.url(), /#\/cell\/avic-ipi\/ORIGINAL-WAKE\/asleep\/P2\/\d+$/);
});

test.serial('a surprise is marked in words, with the expectation', async (t) => {
  const page = await openPage(t, browser, report.address);
  await page.locator('.cell.surprise').first().waitFor();
  const surprises = await page.locator('.cell.surprise').allTextContents();
  t.is(surprises.length, await violatedIn('peterson-memory', ofPeterson, 'starvation'));
  for (const text of surprises) t.regex(text, /^!\u00a0violated: starvation.*expected holds$/);
  t.is(await page.getByRole('heading', { level: 1 }).textContent(), `${surprises.length} surprises`);
  await page.locator('.cell.surprise').first().click();
  await page.locator('.surprises').waitFor();
  t.regex((await page.locator('main').textContent()) ?? '', /! violated: starvation.*expected: holds/);
});

test.serial('filters select the right cells, are in the address, and survive a reload', async (t) => {
  const page = await openPage(t, browser, report.address);
  const cells = () => page.locator('a.cell').count();
  await page.locator('a.cell').first().waitFor();
  const all = await cells();
  await page.getByLabel('unexpected only').check();
  const unexpected = await cells();
  t.true(unexpected > 0 && unexpected < all);
  t.is(await page.locator('a.cell.surprise').count(), unexpected);
  await page.reload();
  await page.locator('a.cell').first().waitFor();
  t.is(await cells(), unexpected);
  t.is(await page.locator('.filters [role=status]').textContent(), `${unexpected} cells shown`);
  await page.getByRole('button', { name: 'Show all' }).click();
  t.is(await cells(), all);

  await page.getByLabel('Verdict').selectOption('violated');
  await page.getByLabel('Property').selectOption('P6');
  const texts = await page.locator('a.cell').allTextContents();
  t.is(texts.length, await violatedIn('avic-ipi', ofAvic, 'P6'));
  t.true(texts.every((text) => text.includes('P6')));
  await page.getByLabel('Search').fill('no such thing');
  await page.getByText('No cell matches.').waitFor();
});

test.serial('arrow keys move between cells, and Tab passes a matrix in one step', async (t) => {
  const page = await openPage(t, browser, report.address);
  const here = () => page.evaluate<string | null>('document.activeElement.getAttribute("href")');
  await page.locator('a.cell').first().focus();
  const first = await here();
  await page.keyboard.press('ArrowRight');
  const right = await here();
  await page.keyboard.press('ArrowDown');
  const below = await here();
  t.is(new Set([first, right, below]).size, 3);
  t.is(right?.split('/').at(-1), below?.split('/').at(-1), 'the same scenario');
  await page.keyboard.press('Tab');
  t.is(await page.evaluate('document.activeElement.closest("table")'), null);
  await page.keyboard.press('Shift+Tab');
  t.is(await here(), below);
});

test.serial('a cell shows the evidence for its verdicts', async (t) => {
  const page = await openPage(t, browser, `${report.address}#/cell/avic-ipi/WAKE/asleep`);
  const heading = page.getByRole('heading', { level: 1, name: 'WAKE · asleep' });
  await heading.waitFor();
  for (const name of ['Properties', 'Statistics', 'Parameters', 'Coverage']) {
    t.is(await page.getByRole('region', { name }).count(), 1, name);
  }
  t.is(await page.locator('dt', { hasText: 'store' }).locator('+ dd').textContent(), 'exact');
  await page.getByText(/^\d+ steps?, /).click();
  t.true((await page.getByRole('table', { name: 'Steps and how often they were evaluated' }).count()) === 1);
});

test.serial('a cell that reached a limit is never shown as fully explored', async (t) => {
  const cells = [{ model: 'peterson-memory', cells: ({ variant }: Cell) => variant === 'off' }];
  const cut = await writeReport(await matrixOf(cells, { statesMax: 300 }));
  t.teardown(cut.remove);
  const page = await openPage(t, browser, cut.address);
  t.is(await page.getByRole('heading', { level: 1 }).textContent(), 'Not everything is decided');
  const violated = page.locator('a.cell', { hasText: 'exclusion' }).first();
  t.regex((await violated.textContent()) ?? '', /^\?/, 'though it is violated as expected');
  await page.getByLabel('Verdict').selectOption('inconclusive');
  await violated.click();
  await page.getByText('stopped early: the limit on states was reached').waitFor();
  t.is(await page.getByText('as expected').count(), 0);
});

test.serial('an unknown address shows an error and a link back', async (t) => {
  const page = await openPage(t, browser, `${report.address}#/cell/avic-ipi/%E0/nothing/P2/3`);
  await page.getByText('This report has no cell').waitFor();
  await page.getByRole('link', { name: 'All cells' }).click();
  await page.getByLabel('Search').waitFor();
});

test.serial('the ids in a cell have their sentences on hover and on focus, until Escape', async (t) => {
  const page = await openPage(t, browser, report.address);
  const cell = page
    .getByRole('table', { name: /of avic-ipi/ })
    .locator('a.cell', { hasText: 'P2 P2i P6' })
    .first();
  const tip = page.getByRole('tooltip');
  await cell.focus();
  await tip.getByText('no IPI is lost on a vCPU that sleeps').waitFor();
  t.is(await cell.getAttribute('aria-describedby'), await tip.getAttribute('id'));
  t.is(await tip.locator('p').count(), 3);
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { level: 1 }).hover();
  await cell.hover();
  await tip.getByText('an IPI is delivered').waitFor();
});

test.serial('an expected violation is calm and an unexpected one is not: by colour, words and marks', async (t) => {
  const page = await openPage(t, browser, report.address);
  const look = (selector: string) =>
    page.evaluate<string[]>(`(() => {
      const { color, backgroundColor } = getComputedStyle(document.querySelector('${selector}'));
      return [color, backgroundColor, getComputedStyle(document.body).color];
    })()`);
  await page.locator('a.cell.surprise').first().waitFor();
  const [colour, , ink] = await look('a.cell.violated.expected');
  t.is(colour, ink, 'as calm as the text around it');
  const [, loud] = await look('a.cell.surprise');
  t.not(loud, 'rgba(0, 0, 0, 0)');
  await page.locator('a.cell.surprise').first().click();
  t.is(await page.locator('.cell-page tbody tr').first().locator('.chip').textContent(), '! violated, not expected');
});
