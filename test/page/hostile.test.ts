/** A model whose names and values are markup, commands to a terminal and a megabyte long: the page shows them as text. */
import test from 'ava';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const MARKUP = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
const TERMINAL = '\u001b[31mred\u0007\u202etxt.exe';

/** One step, to a long value, violates both properties. */
const MODEL = `
import { defineModel, defineSystem, value, variant } from 'everywhen';
const markup = ${JSON.stringify(MARKUP)};
const terminal = ${JSON.stringify(TERMINAL)};
const long = 'long '.repeat(2 ** 18);
export default defineModel({
  name: 'hostile',
  title: markup + terminal,
  parameters: { variant: variant(markup, 'other') },
  build: () =>
    defineSystem({ [markup]: value(''), [terminal]: value(''), long: value(''), 'half\\ud800': value(false) })
      .process(markup + ' process', { [markup + ' step']: (s) => s.set(markup, markup).set(terminal, terminal).set('long', long) })
      .invariant(markup, markup + terminal, (s) => s.get('long') === '')
      .invariant(long, long, (s) => s.get('long') === ''),
});
`;

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

test.serial('hostile names and values are shown as text, and long ones can be seen in full', async (t) => {
  const cwd = folderWith(t, { 'hostile.ts': MODEL });
  const run = await everywhenHere(['check', './hostile.ts', '--coverage', '--reporter', 'silent,html=page'], { cwd });
  t.is(run.exitCode, 1, run.stderr);
  // `openPage` fails the test on dialogs, errors and requests.
  const page = await openPage(t, browser, `file://${cwd}/page/index.html`);
  await page.getByRole('heading', { name: 'Properties' }).waitFor();
  const shown = MARKUP + String.raw`\u{1b}[31mred\u{7}\u{202e}txt.exe`;
  t.true((await textOf(page)).includes(shown), 'the title, written out');
  t.true((await textOf(page)).length < 20_000, 'long text is cut');
  t.is(await page.locator('img').count(), 0);

  await page.locator('th a').first().click();
  await page.getByRole('table', { name: 'Changes' }).waitFor();
  t.true((await textOf(page)).includes(shown));
  t.true((await textOf(page)).length < 20_000);
  t.false(await page.evaluate('document.documentElement.scrollWidth > innerWidth'));

  // Watched, side by side, searched, and why it is violated.
  await page.getByLabel('Watch').selectOption({ index: 1 }, { timeout: 10_000 });
  await page.getByLabel('side by side').check({ timeout: 10_000 });
  t.true((await page.locator('.lane-names .watched').textContent())?.includes(MARKUP.slice(0, 40)));
  t.true((await page.locator('.why').textContent())?.includes("s.get('long')"));
  await page.getByLabel('Find in the state').fill(MARKUP);
  t.true((await textOf(page)).length < 20_000);
  t.is(await page.locator('img').count(), 0);

  const row = page.locator('table.changes tr', { has: page.getByRole('rowheader', { name: 'long' }) });
  await row.getByRole('button', { name: /^show [\d,]+ characters more$/ }).click();
  t.is(((await row.locator('ins').textContent()) ?? '').match(/long/g)?.length, 2 ** 18);
  await row.getByRole('button', { name: 'show less' }).click();
  t.true((await textOf(page)).length < 20_000);

  await page.getByLabel('Compare with').selectOption({ index: 1 }, { timeout: 10_000 });
  await page.getByRole('table', { name: 'Values that differ' }).or(page.getByText('Both states are equal.')).waitFor();
  t.true((await textOf(page)).includes(MARKUP));
  t.true((await textOf(page)).length < 20_000);
  t.is(await page.locator('img').count(), 0);
  t.false(await page.evaluate('document.documentElement.scrollWidth > innerWidth'));
});

function textOf(page: Page): Promise<string> {
  return page.locator('body').innerText();
}
