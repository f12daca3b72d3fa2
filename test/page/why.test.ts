/** Why a trace decides its property, on its page; and a report that names no folder of its sender. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../helpers/browser.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { matrixOf, type WrittenReport, writeReport } from '../helpers/html-report.ts';

let browser: Browser;
let report: WrittenReport;
test.before(async () => {
  [browser, report] = await Promise.all([
    launchBrowser(),
    matrixOf([
      { model: 'avic-ipi', cells: ({ variant, scenario }) => variant === 'ORIGINAL-WAKE' && scenario === 'guest' },
      { model: 'dining-philosophers', cells: ({ scenario }) => scenario === '4 right-handed' },
    ]).then(writeReport),
  ]);
});
test.after.always(async () => {
  await browser?.close();
  report?.remove();
});

const GUEST = '#/cell/avic-ipi/ORIGINAL-WAKE/guest';

test.serial('a violated claim is shown as it is written, with the values that it read where it fails', async (t) => {
  const page = await openPage(t, browser, `${report.address}${GUEST}/P2/0`);
  const why = page.locator('details.why');
  await why.waitFor();
  t.is(await why.getAttribute('open'), null, 'not before it is decided');
  await page.keyboard.press('End');
  await page.locator('details.why[open]').waitFor();
  const file = new URL('../../models/avic-ipi/properties.ts', import.meta.url);
  const source = ((await why.locator('.source').textContent()) ?? '').replaceAll(/\s+/g, ' ');
  t.true(readFileSync(file, 'utf8').replaceAll(/\s+/g, ' ').includes(source), source);
  const place = (await why.locator('.place code').first().textContent()) ?? '';
  t.regex(place, /^models\/avic-ipi\/properties\.ts:\d+$/);
  const line = readFileSync(file, 'utf8').split('\n')[Number(place.split(':')[1]) - 1] ?? '';
  t.true(line.includes(source.slice(0, 10)), line);
  // The claim: no receiver sleeps and has its IRR set.
  const row = (name: string) => why.locator('.seen tr', { has: page.getByRole('rowheader', { name, exact: true }) });
  t.is(await row('receiver[0]').locator('td').textContent(), 'asleep');
  t.is(await row('irr[0]').locator('td').textContent(), 'true');
  t.is(await row('result').locator('td').textContent(), 'false');
});

test.serial('a claim about infinite runs shows where it becomes due, in the timeline, too', async (t) => {
  const page = await openPage(t, browser, `${report.address}${GUEST}/P6/11`);
  const due = page.locator('[role=option]', { hasText: 'due from here on' });
  await due.waitFor();
  const number = ((await due.locator('.number').textContent()) ?? '').replace('Step ', '');
  await page
    .locator('.why')
    .getByRole('button', { name: `After step ${number}` })
    .first()
    .click();
  await page.getByRole('heading', { name: `Step ${number} of` }).waitFor();
  // The left side is that the IRR is set: that is what this step does.
  t.true((await page.locator('table.changes').textContent())?.includes('irr[0]'));
});

test.serial('a deadlock says who waits for whom', async (t) => {
  const page = await openPage(
    t,
    browser,
    `${report.address}#/cell/dining-philosophers/only/4%20right-handed/deadlock/99`,
  );
  const waits = page.locator('.why li', {
    hasText: 'philosopher[0] waits at hungry for lock fork[1], held by philosopher[1]',
  });
  await waits.waitFor();
  t.is(await page.locator('.why li').count(), 4);
});

test.serial('a step shows its place and what it read; no place names a folder of the sender', async (t) => {
  const page = await openPage(t, browser, `${report.address}${GUEST}/P2/11`);
  await page.locator('.reads dt', { hasText: 'read' }).waitFor();
  t.regex((await page.locator('.step-name .place code').textContent()) ?? '', /^models\/avic-ipi\/\w+\.ts:\d+$/);
  const html = readFileSync(report.file, 'utf8');
  const chunks = [...html.matchAll(/data-chunk="[^"]*">([^<]*)</g)].map(([, text = '']) =>
    gunzipSync(Buffer.from(text, 'base64')).toString(),
  );
  t.true(chunks.some((chunk) => chunk.includes('models/avic-ipi/properties.ts')));
  for (const chunk of [html, ...chunks]) t.false(chunk.includes(process.cwd()));
});

test.serial('the report of one cell with one trace opens on the step that decides it', async (t) => {
  const cwd = folderWith(t, {});
  const words = ['check', 'peterson-memory', 'fences=off', 'memory=tso', '--reporter', 'silent,html=page'];
  await everywhenHere(words, { cwd });
  const page = await openPage(t, browser, pathToFileURL(join(cwd, 'page', 'index.html')).href);
  await page.getByRole('heading', { level: 1, name: /^exclusion: / }).waitFor();
  await page.getByRole('heading', { name: /^Step (\d+) of \1\b/ }).waitFor();
  await page.locator('.crumbs a').nth(1).click();
  await page.getByRole('heading', { name: 'Properties' }).waitFor();
});
