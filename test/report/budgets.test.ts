/** Every report says of a verdict which budgets bounded it: a larger one may change it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { defineSystem } from 'everywhen';
import { githubReporter } from '../../src/report/github.ts';
import { jsonReporter } from '../../src/report/json.ts';
import { junitReporter } from '../../src/report/junit.ts';
import { listReporter } from '../../src/report/list/list.ts';
import type { CellResult } from '../../src/report/matrix-result.ts';
import { reportPage } from '../../src/report/report-page.ts';
import { checked } from '../helpers/explored.ts';
import { folderWith } from '../helpers/files.ts';
import { cell, checkOf, counter, matrixOf, written } from '../helpers/runs.ts';

/** A device whose edges a budget bounds; `edges` of them. */
const device = (edges: number) =>
  checked(
    defineSystem({ served: 0 })
      .budget('edges', edges)
      .rules('device', { edge: { environment: (s) => s.update('served', (n) => (n + 1) % 3), budget: 'edges' } })
      .invariant('few', 'few are served', (s) => s.get('served') < 3)
      .reachable('one', 'one is served', (s) => s.get('served') === 1),
  );

const matrix = async () =>
  matrixOf([
    cell(await device(2), { within: ['edges 2'] }),
    cell(await device(1), { variant: 'other', within: ['edges 1'] }),
    cell(await counter(2), { variant: 'third' }),
  ]);

test('the table of a matrix marks such cells, and says below what bounded them', async (t) => {
  for (const brief of [false, true]) {
    const text = await written((output) => listReporter(output, { brief }), { kind: 'matrix', matrix: await matrix() });
    t.regex(text, /^ *\[1\] within edges 2: a larger budget may change the verdict$/m);
    t.regex(text, /^ *\[2\] within edges 1: a larger budget may change the verdict$/m);
    t.regex(text, /^3 cells, 3 as expected, 2 within budgets, /m);
    if (brief) continue;
    t.regex(text, /^ *right +holds \[1\]$/m);
    t.regex(text, /^ *other +holds \[2\]$/m);
    t.regex(text, /^ *third +holds$/m);
  }
});

test('a JUnit case that passes has the bound as its output', async (t) => {
  const cells = await written(junitReporter, { kind: 'matrix', matrix: await matrix() });
  t.is(cells.split('Judged within edges').length - 1, 2);
  const properties = await written(junitReporter, checkOf(await device(2)));
  const bounded = [...properties.matchAll(/<testcase [^>]*name="([^":]*)[^>]*>\s*<system-out>([^<]*)</g)];
  t.deepEqual(
    bounded.map(([, name, text]) => [name, text]),
    // That one is served was seen, and is seen with a larger budget.
    ['few', 'deadlock'].map((name) => [name, 'Judged within edges 2: a larger budget may change the verdict.']),
  );
});

test('the job summary of GitHub says of a green run what bounded it', async (t) => {
  const file = join(folderWith(t, { 'summary.md': '' }), 'summary.md');
  const commands = await written((output) => githubReporter(output, file), { kind: 'matrix', matrix: await matrix() });
  t.is(commands, '');
  const summary = readFileSync(file, 'utf8');
  t.regex(summary, /^## Everywhen: 3 cells, all as expected$/m);
  t.regex(summary, /^1 cell is judged within edges 2: a larger budget may change the verdict\.$/m);
});

test('a page and JSON have the bound of each cell, and no word of it where no budget bounded it', async (t) => {
  const { index } = reportPage({ kind: 'matrix', matrix: await matrix() });
  const within = [['edges 2'], ['edges 1'], undefined];
  t.deepEqual(
    index.models[0]?.cells.map((one) => one.within),
    within,
  );
  const alone = reportPage(checkOf(await device(2))).index.models[0]?.cells[0];
  t.deepEqual(alone?.within, ['edges 2']);
  const json = JSON.parse(await written(jsonReporter, { kind: 'matrix', matrix: await matrix() }));
  t.deepEqual(
    json.models[0].cells.map((one: CellResult) => one.within),
    within,
  );
});
