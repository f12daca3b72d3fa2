/** A trace of 12 lanes and 100 steps: by keyboard alone, whatever is selected can be seen, and nothing lies over it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { LANES, LONG_TRACE_MODEL, STEPS, stepOf } from '../helpers/long-trace.ts';

let browser: Browser;
test.before(async () => {
  browser = await launchBrowser();
});
test.after.always(() => browser?.close());

/** The address of the trace. */
async function traceOf(t: ExecutionContext): Promise<string> {
  const cwd = folderWith(t, { 'ring.ts': LONG_TRACE_MODEL });
  const run = await everywhenHere(['check', './ring.ts', '--reporter', 'silent,html=page'], { cwd });
  t.is(run.exitCode, 1, run.stderr);
  return `${pathToFileURL(join(cwd, 'page', 'index.html')).href}#/cell/.%2Fring.ts///short`;
}

/**
 * For each thing of the selected step, why it cannot be seen: outside the window, cut by what it is in, or covered. The page is
 * drawn when the row is selected: the answer waits for that.
 */
const UNSEEN = `(async ({ moment, wanted }) => {
  const drawn = () => document.querySelector('[role=option][aria-selected=true]')?.id.endsWith('-' + moment)
    && document.querySelector('.details-pane h3').textContent.startsWith(moment === 0 ? 'Initial' : 'Step ' + moment + ' of');
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  while (!drawn()) await frame();
  await frame();
  return wanted.flatMap(([name, selector]) => {
    const element = document.querySelector(selector);
    if (element === null) return [name + ' is not there'];
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const inside = (box) => left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 1 && bottom <= box.bottom + 1;
    if (!inside({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })) return [name + ' is outside the window'];
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).overflow !== 'visible' && around !== document.documentElement
        && !inside(around.getBoundingClientRect())) return [name + ' is cut by ' + around.className];
    }
    const points = [[left + 2, top + 2], [right - 2, bottom - 2], [(left + right) / 2, (top + bottom) / 2]];
    const isCovered = points.some(([x, y]) => {
      const over = document.elementFromPoint(x, y);
      return over !== null && !element.contains(over) && !over.contains(element);
    });
    return isCovered ? [name + ' is covered'] : [];
  });
})`;

const SELECTED = '[role=option][aria-selected=true]';
const unseen = (page: Page, moment: number, wanted: readonly (readonly [string, string])[]) =>
  page.evaluate<string[]>(`${UNSEEN}(${JSON.stringify({ moment, wanted })})`);

for (const [width, height, steps] of [
  [1400, 900, STEPS],
  [390, 844, STEPS],
  [844, 390, 2 * LANES],
] as const) {
  test.serial(
    `at ${width} x ${height}, each selected step is in sight with its lane, number and changes`,
    async (t) => {
      const page = await openPage(t, browser, `${await traceOf(t)}/0`, { viewport: { width, height } });
      await page.getByRole('heading', { name: 'Initial state' }).waitFor();
      for (let moment = 1; moment <= steps; moment++) {
        await page.keyboard.press(moment % 2 === 0 ? 'ArrowDown' : 'j');
        const lane = (moment - 1) % LANES;
        const missing = await unseen(page, moment, [
          ['the dot', `${SELECTED} .dot`],
          ['the label', `${SELECTED} .label`],
          ['the number', `${SELECTED} .number`],
          ['the name of the lane', `.lane-name:nth-of-type(${lane + 2})`],
          ['the changes', 'table.changes'],
        ]);
        t.deepEqual(missing, [], `step ${moment}`);
      }
      t.is(
        await page.locator(`.lane-name:nth-of-type(${((steps - 1) % LANES) + 2})`).textContent(),
        stepOf(steps).lane,
      );
      await page.keyboard.press('Home');
      t.deepEqual(await unseen(page, 0, [['the beginning', `${SELECTED} .number`]]), []);
    },
  );
}
