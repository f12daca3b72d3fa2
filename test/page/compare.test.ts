/** The page of `everywhen compare`: the run of the text output step by step, hostile names, and its accessibility. */
import test from 'ava';
import type { Browser } from 'playwright-core';
import { faultsOn } from '../helpers/accessible.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const MARKUP = '</script><script>alert(1)</script><img src=x onerror=alert(2)>\u001b[31m';

/** The step and the value that only one of the two has are markup. */
const MODEL = `
import { defineModel, defineSystem, variant } from 'everywhen';
const markup = ${JSON.stringify(MARKUP)};
export default defineModel({
  name: 'door', title: 'a door', parameters: { variant: variant('open', 'shut') },
  build: ({ variant }) =>
    defineSystem({ in: 'nobody' })
      .process('guest', { walk: (s) => s, [markup]: (s) => (variant === 'open' ? s.set('in', markup) : s.set('in', 'guest')) })
      .observable('in'),
});
`;

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

test('the page has the run of the text output, by mouse and by keyboard, and what B may do instead', async (t) => {
  const cwd = folderWith(t, {});
  const words = ['compare', '--html', 'page', 'locked-queue', 'variant=no-recheck', '--'];
  const { exitCode, stdout, stderr } = await everywhenHere(words, { cwd });
  t.is(exitCode, 1, stderr);
  t.regex(stderr, /The report is in 'page\/index\.html'/);
  const printed = [...stdout.matchAll(/^ +\d+ +(\S.*?)(?: {2,}|$)/gm)].map(([, step = '']) => step);
  t.is(printed.length, 12, 'the text output has twelve steps');
  const page = await openPage(t, browser, `file://${cwd}/page/index.html`);
  await page.getByRole('heading', { name: 'A shortest run of A that B cannot follow (12 steps)' }).waitFor();
  const labels = await page.getByRole('option').locator('.label').allTextContents();
  t.is(labels.length, 12);
  for (const [i, step] of printed.entries()) t.true(labels[i]?.endsWith(step), `${labels[i]} is ${step}`);
  const text = await page.locator('main').innerText();
  t.true(text.includes('queued[1] 0 -> 1'), 'what B may do instead');
  t.true(text.includes('everywhen compare locked-queue variant=no-recheck --'));

  await page.getByRole('heading', { name: 'Step 12 of 12' }).waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('heading', { name: 'Step 11 of 12' }).waitFor();
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'Initial state' }).waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`hostile names are text, and axe-core finds no fault, in ${colorScheme}`, async (t) => {
    const cwd = folderWith(t, { 'door.ts': MODEL });
    const words = ['compare', '--both', '--html', 'page', './door.ts', '--', 'variant=shut'];
    t.is((await everywhenHere(words, { cwd })).exitCode, 1);
    const page = await openPage(t, browser, `file://${cwd}/page/index.html`, { colorScheme });
    await page.getByRole('heading', { name: 'A shortest run of B that A cannot follow (2 steps)' }).waitFor();
    const text = await page.locator('main').innerText();
    t.true(text.includes('<img src=x onerror=alert(2)>'));
    t.false(text.includes('\u001b'));
    t.is(await page.locator('img').count(), 0);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      t.deepEqual(await faultsOn(page), [], `${width} pixels wide`);
      const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
      t.false(isWide, 'the page itself does not scroll sideways');
    }
  });
}

test('a page that cannot be written is refused before the comparison', async (t) => {
  const cwd = folderWith(t, { 'page/index.html': 'a letter' });
  const run = await everywhenHere(['compare', '--html', 'page', 'locked-queue', '--'], { cwd });
  t.is(run.exitCode, 2);
  t.regex(run.stderr, /^E_USAGE/);
  t.is(run.stdout, '');
});
