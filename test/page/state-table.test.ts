/** The state beside a trace: searched, pinned, folded, side by side; and what is watched along the trace. */
import test from 'ava';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { matrixOf, type WrittenReport, writeReport } from '../helpers/html-report.ts';

let browser: Browser;
let report: WrittenReport;
test.before(async () => {
  const cells = ({ variant, scenario }: { variant: string; scenario: string }) =>
    variant === 'ORIGINAL-WAKE' && scenario === 'guest';
  [browser, report] = await Promise.all([
    launchBrowser(),
    matrixOf([
      { model: 'avic-ipi', cells },
      { model: 'dining-philosophers', cells: (one) => one.scenario === '4 right-handed' },
    ]).then(writeReport),
  ]);
});
test.after.always(async () => {
  await browser?.close();
  report?.remove();
});

const P2 = '#/cell/avic-ipi/ORIGINAL-WAKE/guest/P2';

test.serial('the state is filtered by what changed and by words, and pinned values stay', async (t) => {
  const page = await openPage(t, browser, `${report.address}${P2}/2`);
  const names = () => page.locator('table.state tbody th').allTextContents();
  await page.locator('table.state').waitFor();
  const all = (await names()).length;
  await page.getByLabel('changed only').check();
  const changed = await names();
  t.true(changed.length > 0 && changed.length < all);
  t.true(
    changed.every((name) => name.startsWith('●changed: ')),
    changed.join(' '),
  );
  await page.getByRole('button', { name: 'pin irr[0]' }).click();
  // The next step changes nothing of it.
  await page.getByRole('listbox').focus();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: /^Step 3 of/ }).waitFor();
  t.is((await names())[0], 'irr[0]');
  await page.getByLabel('changed only').uncheck();
  await page.getByLabel('Find in the state').fill('entry host');
  t.deepEqual(await names(), ['irr[0]', 'entry[0]']);
  await page.getByRole('button', { name: 'fold entry[0]' }).click();
  t.regex((await page.locator('table.state tr', { hasText: 'entry[0]' }).textContent()) ?? '', /folded/);
  await page.getByLabel('Find in the state').fill('no such thing');
  t.deepEqual(await names(), ['irr[0]']);
});

test.serial('side by side, the replicas of a component and of a process are columns', async (t) => {
  const page = await openPage(
    t,
    browser,
    `${report.address}#/cell/dining-philosophers/only/4%20right-handed/deadlock/4`,
  );
  await page.getByLabel('side by side').check();
  const forks = page.getByRole('table', { name: 'fork' });
  t.deepEqual((await forks.getByRole('columnheader').allTextContents()).slice(1), ['0', '1', '2', '3']);
  // Each philosopher holds the fork at one hand.
  const holders = await forks.getByRole('cell').allTextContents();
  for (const i of [0, 1, 2, 3])
    t.true(
      holders.some((text) => text.includes(`philosopher[${i}]`)),
      holders.join(' '),
    );
  const rows = page.getByRole('table', { name: 'philosopher' }).locator('tbody tr');
  t.deepEqual(
    (await rows.first().locator('td').allTextContents()).map((text) => text.replace(/^●changed: /, '')),
    ['hungry', 'hungry', 'hungry', 'hungry'],
  );
  t.is(await page.locator('table.state tr').count(), 0);
});

test.serial('a watched field and a watched claim have a column, right at every step', async (t) => {
  const page = await openPage(t, browser, `${report.address}${P2}/1`);
  const watch = page.getByLabel('Watch');
  await watch.selectOption({ label: 'entry[0].isRunning' });
  await watch.selectOption({ label: 'P2' });
  t.deepEqual(await page.locator('.lane-names .watched > span').allTextContents(), ['entry[0].isRunning', 'P2']);
  const rows = await page.evaluate<string[][]>(
    `[...document.querySelectorAll('[role=option] .watched')].map((row) => [...row.children].map((cell) => cell.lastChild.textContent))`,
  );
  const last = rows.length - 1;
  const until = rows.findIndex(([running]) => running === 'false');
  // The step that clears it, as the trace shows.
  const clears = page.locator('[role=option]', { hasText: 'isRunning true -> false' });
  t.is(await clears.locator('.number').textContent(), `Step ${until}`);
  t.true(rows.every(([running], i) => running === (i < until ? 'true' : 'false')));
  t.is(rows[last]?.[1], 'violated');
  t.true(rows.slice(0, last).every(([, claim]) => claim !== 'violated'));
  await page.getByRole('button', { name: 'Stop watching P2' }).click();
  t.deepEqual(await page.locator('.lane-names .watched > span').allTextContents(), ['entry[0].isRunning']);
});
