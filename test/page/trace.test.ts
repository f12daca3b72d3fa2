/** A trace in the browser: stepped through by keyboard, read, copied and linked to. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { Browser, Page } from 'playwright-core';
import type { PropertyReport, Report } from '../../src/check/report.ts';
import type { RunResult } from '../../src/report/reporter.ts';
import { mermaid } from '../../src/trace/formats/mermaid.ts';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { matrixOf, type WrittenReport, writeReport } from '../helpers/html-report.ts';

let browser: Browser;
let result: RunResult;
let report: WrittenReport;

test.before(async () => {
  const judged = matrixOf([
    { model: 'avic-ipi', cells: ({ variant, scenario }) => variant === 'ORIGINAL-WAKE' && scenario === 'guest' },
    { model: 'vgic-queue', cells: ({ variant, scenario }) => variant === 'MERGED' && SCENARIOS.includes(scenario) },
  ]);
  [browser, result] = await Promise.all([launchBrowser(), judged]);
  report = await writeReport(result);
});
test.after.always(async () => {
  await browser?.close();
  report?.remove();
});

/** Of vgic-queue: a finding of lock analysis, and a retry that never ends. */
const SCENARIOS = ['S8i', 'S14 affinity=unbounded'];
const LOST = '#/cell/avic-ipi/ORIGINAL-WAKE/guest/P2';

function property(
  model: string,
  id: string,
  scenario?: string,
): { found: PropertyReport; columns: ReadonlyMap<string, string> } {
  const cell =
    result.kind === 'matrix'
      ? result.matrix.models
          .find((one) => one.model === model)
          ?.cells.find((one) => one.scenario === (scenario ?? one.scenario))
      : undefined;
  const found = cell?.report?.properties.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`${model} has no ${id}`);
  return { found, columns: new Map(Object.entries(cell?.columns ?? {})) };
}

const selected = (page: Page) => page.locator('[role=option][aria-selected=true]');
const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');

test.serial('keys step through a trace, and each step shows its changes', async (t) => {
  const steps = property('avic-ipi', 'P2').found.counterexample?.steps ?? [];
  t.true(steps.length > 3);
  const page = await openPage(t, browser, `${report.address}${LOST}/0`);
  await page.getByRole('heading', { name: 'Initial state' }).waitFor();
  for (const [i, step] of steps.entries()) {
    await page.keyboard.press(i % 2 === 0 ? 'ArrowDown' : 'j');
    await page.getByRole('heading', { name: `Step ${i + 1} of ${steps.length}` }).waitFor();
    t.is(await selected(page).locator('.number').textContent(), `Step ${i + 1}`);
    const rows = await page.locator('table.changes tbody th').allTextContents();
    for (const name of Object.keys(step.changes))
      t.true(
        rows.some((row) => row.startsWith(name)),
        `${i + 1}: ${name}`,
      );
    t.is(await page.locator('table.state tr.changed').count(), Object.keys(step.changes).length);
    const isSwitch = i > 0 && step.process !== steps[i - 1]?.process;
    t.is(await page.locator('.details-pane .tag', { hasText: 'context switch' }).count(), isSwitch ? 1 : 0);
    t.is(await selected(page).locator('.environment').count(), step.tag === 'environment' ? 1 : 0);
  }
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: `Step ${steps.length} of ${steps.length}` }).waitFor();
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'Initial state' }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: `Step ${steps.length - 1} of ${steps.length}` }).waitFor();
});

test.serial('a change is seen before and after', async (t) => {
  const steps = property('avic-ipi', 'P2').found.counterexample?.steps ?? [];
  const moment = 1 + steps.findIndex(({ changes }) => 'irr[0]' in changes);
  const page = await openPage(t, browser, `${report.address}${LOST}/${moment}`);
  const row = page.locator('table.changes tr', { has: page.getByRole('rowheader', { name: 'irr[0]', exact: true }) });
  // The list may not be complete at once.
  await row.waitFor();
  t.deepEqual(await row.locator('td').allTextContents(), ['false', 'true']);
  t.is(await row.locator('del').textContent(), 'false');
  t.is(await row.locator('ins').textContent(), 'true');
});

test.serial('the address is of the step, and leads back to it', async (t) => {
  const page = await openPage(t, browser, `${report.address}${LOST}/2`);
  await page.getByRole('heading', { name: /^Step 2 of / }).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  t.true(page.url().endsWith(`${LOST}/3`));
  await page.reload();
  await page.getByRole('heading', { name: /^Step 3 of / }).waitFor();
  await page.getByRole('option', { name: /^Step 5 / }).click();
  await page.getByRole('heading', { name: /^Step 5 of / }).waitFor();
  await page.keyboard.press('ArrowUp');
  t.true(page.url().endsWith(`${LOST}/4`));
});

test.serial('the copied text is the trace in that form, and the command', async (t) => {
  const { found, columns } = property('avic-ipi', 'P2');
  if (found.counterexample === undefined) throw new Error('no trace');
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await openPage(t, browser, `${report.address}${LOST}/1`, { permissions });
  const words = ['check', 'avic-ipi', 'variant=ORIGINAL-WAKE', '--property', 'P2', '--trace-format', 'kernel'];
  const [, ...paragraphs] = (await everywhenHere(words)).stdout.split('\n\n');
  const kernel = paragraphs.find((lines) => lines.includes('---'));
  for (const [name, text] of [
    ['Copy kernel style', `${kernel}\n`],
    ['Copy Mermaid', `${mermaid(found.counterexample, columns).join('\n')}\n`],
    ['Copy command', 'everywhen check avic-ipi variant=ORIGINAL-WAKE --property P2'],
  ] as const) {
    await page.getByRole('button', { name }).click();
    await page.getByText('copied').first().waitFor();
    t.is(await clipboard(page), text);
  }
});

test.serial('a lasso is drawn as one: a bracket from its first step to its last, and a sentence', async (t) => {
  const trace = property('vgic-queue', 'V2', SCENARIOS[1]).found.counterexample;
  if (trace?.cycleStart === undefined) throw new Error('no lasso');
  const [first, last] = [trace.cycleStart + 1, trace.steps.length];
  t.true(first < last);
  const page = await openPage(t, browser, `${report.address}#/cell/vgic-queue/MERGED/S14%20affinity%3Dunbounded/V2/0`);
  await page.getByText(`↻ for ever: after step ${last} comes step ${first} again.`).waitFor();
  const numbers = await page.locator('.row.cycle .number').allTextContents();
  t.deepEqual(
    numbers,
    Array.from({ length: last - first + 1 }, (_, i) => `Step ${first + i}`),
  );
  t.is(await page.locator('.row.cycle-first .number').textContent(), `Step ${first}`);
  t.is(await page.locator('.row.cycle-last .number').textContent(), `Step ${last}`);
});

test.serial('a finding of lock analysis has its traces side by side, each with its own selected step', async (t) => {
  const findings = property('vgic-queue', 'L2', SCENARIOS[0]).found.lockFindings ?? [];
  t.is(findings[0]?.traces.length, 2);
  const page = await openPage(t, browser, `${report.address}#/cell/vgic-queue/MERGED/S8i/L2/0`);
  await page.getByRole('heading', { level: 2, name: findings[0]?.message ?? '' }).waitFor();
  const scenario = await page.getByRole('table', { name: 'Possible unsafe locking scenario' }).textContent();
  for (const { does } of findings[0]?.scenario ?? []) t.true(scenario?.includes(does));

  const [left, right] = [
    page.getByRole('region', { name: 'Trace 1 of 2' }),
    page.getByRole('region', { name: 'Trace 2 of 2' }),
  ];
  const [a, b] = [await left.boundingBox(), await right.boundingBox()];
  t.true(a !== null && b !== null && a.y === b.y && b.x >= a.x + a.width, 'side by side');
  await left.getByRole('heading', { name: 'Initial state' }).waitFor();
  await right.getByRole('button', { name: 'Back' }).click();
  const steps = findings[0]?.traces[1]?.trace.steps.length ?? 0;
  await right.getByRole('heading', { name: `Step ${steps - 1} of ${steps}` }).waitFor();
  t.true(page.url().endsWith(`/L2/${steps - 1}/1`));
});

test.serial('the needs of a violation are shown if they were requested', async (t) => {
  const cwd = folderWith(t, {});
  const check = ['check', 'locked-queue', 'variant=no-recheck', '--explain', '--reporter', 'json,html=page'];
  const { explanation } = JSON.parse((await everywhenHere(check, { cwd })).stdout) as Report;
  const [explained] = explanation?.properties ?? [];
  t.regex(explained?.summary ?? '', /^right list .* is violated only if something comes in between /);
  const address = `${pathToFileURL(join(cwd, 'page', 'index.html')).href}#/cell/locked-queue///${explained?.id}/0`;
  const page = await openPage(t, browser, address);
  await page.getByText('What it needs').click();
  await page.getByText(explained?.summary ?? '').waitFor();
});
