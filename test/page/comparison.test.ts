/** Two traces of a report side by side, by the picker and by the address; and the explanation of a violation. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { Browser } from 'playwright-core';
import type { Report } from '../../src/check/report.ts';
import type { RunResult } from '../../src/report/reporter.ts';
import { faultsOn } from '../helpers/accessible.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { matrixOf, type WrittenReport, writeReport } from '../helpers/html-report.ts';

let browser: Browser;
let result: RunResult;
let report: WrittenReport;
test.before(async () => {
  const cells = ({ variant, scenario }: { variant: string; scenario: string }) =>
    variant === 'ORIGINAL-WAKE' && ['guest', 'asleep'].includes(scenario);
  [browser, result] = await Promise.all([launchBrowser(), matrixOf([{ model: 'avic-ipi', cells }])]);
  report = await writeReport(result);
});
test.after.always(async () => {
  await browser?.close();
  report?.remove();
});

const GUEST = '#/cell/avic-ipi/ORIGINAL-WAKE/guest/P2';

function lengthOf(scenario: string): number {
  const cells = result.kind === 'matrix' ? (result.matrix.models[0]?.cells ?? []) : [];
  const found = cells.find((cell) => cell.scenario === scenario)?.report;
  return found?.properties.find(({ id }) => id === 'P2')?.counterexample?.steps.length ?? 0;
}

test.serial(
  'the same property of another cell is chosen, stepped through, and found again by its address',
  async (t) => {
    const page = await openPage(t, browser, `${report.address}${GUEST}/0`);
    await page.getByLabel('Compare with').selectOption({ label: 'ORIGINAL-WAKE · asleep' });
    await page.getByRole('heading', { name: 'P2, ORIGINAL-WAKE · guest beside P2, ORIGINAL-WAKE · asleep' }).waitFor();
    const numbers = async (side: number) =>
      (await page.locator(`[role=option] > :nth-child(${side}) .number`).allTextContents()).map((text) =>
        Number(text.replace(/^\D+/, '')),
      );
    const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
    t.deepEqual(await numbers(1), upTo(lengthOf('guest')), 'every step of the left trace, in order');
    t.deepEqual(await numbers(2), upTo(lengthOf('asleep')));
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'After step 1 and step 1' }).waitFor();
    await page.keyboard.press('End');
    await page
      .getByRole('heading', { name: `After step ${lengthOf('guest')} and step ${lengthOf('asleep')}` })
      .waitFor();
    t.true(page.url().endsWith('?beside=ORIGINAL-WAKE%2Fasleep%2FP2'), page.url());
    await page.reload();
    await page.getByRole('heading', { name: `After step ${lengthOf('guest')} and` }).waitFor();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      t.deepEqual(await faultsOn(page), []);
    }
  },
);

test.serial('steps of one side are marked in words and signs, and values that differ are listed', async (t) => {
  const page = await openPage(t, browser, `${report.address}${GUEST}/0?beside=ORIGINAL-WAKE/asleep/P2`);
  await page.locator('.only-left').first().waitFor();
  t.regex((await page.locator('.only-left').first().textContent()) ?? '', /^− only left: \d/);
  t.regex((await page.locator('.only-right').first().textContent()) ?? '', /^\+ only right: \d/);
  // In one cell the receiver begins in the guest, in the other it sleeps.
  const row = page.locator('table.changes tr', {
    has: page.getByRole('rowheader', { name: 'receiver[0]', exact: true }),
  });
  t.deepEqual(await row.locator('td').allTextContents(), ['guest', 'asleep']);
});

test.serial('an address of a trace that the report has not says so', async (t) => {
  const page = await openPage(t, browser, `${report.address}${GUEST}/0?beside=none/none/%3Cb%3E`);
  await page.getByText('This report has no trace <b> of none · none').waitFor();
  await page.getByRole('link', { name: 'The trace alone' }).click();
  await page.getByRole('heading', { name: 'Initial state' }).waitFor();
});

test.serial(
  'an explanation lists each part, marks what is needed, and compares with the trace without the rest',
  async (t) => {
    const cwd = folderWith(t, {});
    const words = ['check', 'locked-queue', 'variant=no-recheck', '--explain', '--reporter', 'json,html=page'];
    const { explanation } = JSON.parse((await everywhenHere(words, { cwd })).stdout) as Report;
    const [explained] = explanation?.properties ?? [];
    const page = await openPage(t, browser, pathToFileURL(join(cwd, 'page', 'index.html')).href);
    await page.getByText('What it needs').click();
    t.is(await page.locator('.explanation tbody tr').count(), explained?.parts.length ?? 0);
    const needed = explained?.parts.filter((part) => part.needed === 'needed').flatMap(({ steps }) => steps) ?? [];
    t.is(await page.locator('[role=option] .needed').count(), new Set(needed).size);
    const steps = explained?.together?.counterexample.steps.length ?? 0;
    t.true(steps > 0);
    await page.getByRole('link', { name: `Compare with that trace of ${steps} steps` }).click();
    await page.getByRole('heading', { name: /without what it does not need/ }).waitFor();
  },
);
