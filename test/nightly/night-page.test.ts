/** The page of a night in a browser. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { NightFolder } from '../helpers/night.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(async () => {
  await browser?.close();
});

function addressOf({ folder }: NightFolder, name: string): string {
  return pathToFileURL(join(folder, 'nights', name, 'index.html')).href;
}

test('the page tells apart cells that ran, came from the cache or were not started, and shows only known results as proved', async (t) => {
  const folder = new NightFolder(t);
  await folder.night('--sets', 'matrix');
  folder.edit('right.ts', (text) => `${text}// edited\n`);
  const { name, records } = await folder.night('--budget', '0.001s');
  t.deepEqual([...new Set(records.map(({ came }) => came))].sort(), ['cached', 'not started']);
  const page = await openPage(t, browser, addressOf(folder, name));
  t.is(await page.getByRole('heading', { level: 1 }).textContent(), 'Not everything is decided');
  const row = async (variant: string) =>
    page
      .getByRole('table', { name: /of m\.ts/ })
      .getByRole('row', { name: variant })
      .getByRole('cell')
      .allTextContents();
  t.deepEqual(await row('left'), ['holdsfrom the cache', 'violated: Pfrom the cache']);
  t.deepEqual(await row('right'), ['?\u00a0inconclusivenot started', '?\u00a0inconclusivenot started']);
  t.is(await page.locator('a.cell.holds').count(), 1);

  await page.getByRole('link', { name: /violated: P/ }).click();
  await page.getByRole('heading', { level: 1, name: 'left · three' }).waitFor();
  const text = (await page.locator('main').textContent()) ?? '';
  t.true(text.includes('as expected') && text.includes('everywhen check m.ts'), text);
  t.regex(text, /Nothing that it depends on has changed since it was found in \d{4}-/);
  t.regex(text, /states4/);

  await page.goBack();
  await page.locator('a.cell.inconclusive').first().click();
  await page.getByText('stopped early: ').waitFor();
  t.regex((await page.locator('main').textContent()) ?? '', /Not run: the budget was used up before it began\./);
});

test('a cell that was stopped early says how far it came and that the next night resumes from there', async (t) => {
  const folder = new NightFolder(t);
  folder.edit('m.ts', (text) =>
    text.replace('n: 9 }', 'n: 200000 }').replace('states: 10, transitions: 9', 'states: 200001, transitions: 200000'),
  );
  const { name } = await folder.night('--sets', 'nightly', '--cell-states', '20');
  const page = await openPage(t, browser, addressOf(folder, name));
  await page.getByText('1 further cell').click();
  const link = page.getByRole('link', { name: /nightly nine/ });
  t.regex((await link.textContent()) ?? '', /\?\u00a0.*stopped early$/);
  await link.click();
  await page.getByText(/Stopped early: the limit on states was reached\./).waitFor();
  await page.getByText(/The next night resumes from \d+ states\./).waitFor();
});

test('a changed verdict is a surprise, and report finds the page of the last night and of a night', async (t) => {
  const folder = new NightFolder(t);
  await folder.night();
  folder.edit('right.ts', (text) => text.replace('c + 1', 'Math.min(c + 1, 2)'));
  const { name } = await folder.night();
  for (const place of ['nights', join('nights', name)]) {
    const { exitCode, stdout } = await folder.run('report', place, '--no-open');
    t.is(exitCode, 0);
    t.is(stdout, `The report is in '${join(folder.folder, 'nights', name, 'index.html')}'.\n`);
  }
  const page = await openPage(t, browser, addressOf(folder, name));
  t.is(await page.getByRole('heading', { level: 1 }).textContent(), '2 surprises');
  await page.locator('a.cell.surprise').first().click();
  await page.getByText(/P: violated -> holds, since \d{4}-/).waitFor();
});

test('a merged run has a page, too, and a run that lacks a part is not all as expected', async (t) => {
  const folder = new NightFolder(t);
  const { name: part } = await folder.night('--shard', '1/2');
  t.is((await folder.run('merge', join('nights', part), '--out', 'nights')).exitCode, 3);
  const page = await openPage(t, browser, addressOf(folder, folder.read('nights', 'latest').trim()));
  t.is(await page.getByRole('heading', { level: 1 }).textContent(), 'Not everything is decided');
  await page.getByText('! Part 2 of 2 is missing.').waitFor();
});
