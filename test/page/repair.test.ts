/** The page of `everywhen repair`: the minimal sets, the counterexamples step by step, hostile names, and its accessibility. */
import test from 'ava';
import type { Browser } from 'playwright-core';
import { faultsOn } from '../helpers/accessible.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const MARKUP = '</script><script>alert(1)</script><img src=x onerror=alert(2)>\u001b[31m';

/** Two bugs, each with its line; the name of a property and the title of a line are markup. */
const MODEL = `
import { defineModel, defineSystem, repairs, variant } from 'everywhen';
const markup = ${JSON.stringify(MARKUP)};
const model = defineModel({
  name: 'doors', title: 'two doors',
  parameters: { front: variant('open', 'shut'), back: variant('open', 'shut') },
  build: ({ front, back }) =>
    defineSystem({ in: 0 })
      .process('guest', { walk: (s) => s, push: (s) => (front === 'open' ? s.set('in', 1) : s) })
      .process('thief', { push: (s) => (back === 'open' ? s.set('in', 2) : s) })
      .invariant('front', 'no guest is in', (s) => s.get('in') !== 1)
      .invariant(markup, 'no thief is in', (s) => s.get('in') !== 2),
});
export default repairs(model, {
  lines: {
    front: { title: 'the front door is shut', parameters: { front: 'shut' } },
    back: { title: markup, parameters: { back: 'shut' } },
  },
});
`;

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

for (const colorScheme of ['light', 'dark'] as const) {
  test.serial(`the sets, and each counterexample step by step, in ${colorScheme}`, async (t) => {
    const cwd = folderWith(t, { 'doors.ts': MODEL });
    const env = { XDG_CACHE_HOME: folderWith(t, {}) };
    const run = await everywhenHere(['repair', './doors.ts', '--html', 'page'], { cwd, env });
    t.is(run.exitCode, 0, run.stderr);
    t.regex(run.stderr, /The report is in 'page\/index\.html'/);
    // `openPage` fails the test on dialogs, errors and requests.
    const page = await openPage(t, browser, `file://${cwd}/page/index.html`, { colorScheme });
    await page.getByRole('heading', { name: 'front, back (2 lines, cost 2)' }).waitFor();
    const text = () => page.evaluate<string>('document.body.innerText');
    t.true((await text()).includes('found: 1 minimal set, and no other'));
    t.true((await text()).includes(MARKUP.replace('\u001b', String.raw`\u{1b}`)), 'the title of a line, written out');
    t.is(await page.locator('img').count(), 0);

    await page.locator('summary', { hasText: 'without it front is violated' }).click();
    await page.getByRole('option', { name: /push/ }).waitFor();
    t.is(await page.locator('[role=option]').count(), 3, 'the initial state and two steps');
    await page.getByRole('button', { name: 'Last' }).click();
    await page.getByRole('table', { name: 'Changes' }).waitFor();
    await page.locator('summary', { hasText: 'The proof' }).click();
    await page.getByRole('rowheader', { name: 'defaults' }).waitFor();

    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 800 });
      t.deepEqual(await faultsOn(page), [], `${width} pixels wide`);
    }
  });
}

test.serial('a page that cannot be written is refused before the search', async (t) => {
  const cwd = folderWith(t, { 'doors.ts': MODEL, 'page/index.html': 'a letter' });
  const run = await everywhenHere(['repair', './doors.ts', '--html', 'page'], { cwd });
  t.is(run.exitCode, 2);
  t.regex(run.stderr, /^E_USAGE/);
  t.is(run.stdout, '');
});
