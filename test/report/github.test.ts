import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { marked, type Token } from 'marked';
import { githubReporter } from '../../src/report/github.ts';
import type { CellResult } from '../../src/report/matrix-result.ts';
import type { RunResult } from '../../src/report/reporter.ts';
import { folderWith } from '../helpers/files.ts';
import { cell, checkOf, counter, everyStanding, HOSTILE, matrixOf, written } from '../helpers/runs.ts';

async function github(t: ExecutionContext, result: RunResult, before = '') {
  const file = join(folderWith(t, { 'summary.md': before }), 'summary.md');
  const commands = await written((output) => githubReporter(output, file), result);
  return { commands, summary: readFileSync(file, 'utf8') };
}

test('an unexpected cell is an error and an inconclusive one a warning, with the command that reproduces it', async (t) => {
  const { commands } = await github(t, { kind: 'matrix', matrix: await everyStanding() });
  t.deepEqual(commands.trimEnd().split('\n'), [
    '::error title=./m.ts wrong/three/n=2::P is violated and was expected to hold.%0Aeverywhen check ./m.ts n=2',
    '::warning title=./m.ts right/cut/n=2::Inconclusive because the time limit was reached.%0Aeverywhen check ./m.ts n=2',
    '::warning title=./m.ts right/never/n=2::Inconclusive because the run was interrupted before it began.%0Aeverywhen check ./m.ts n=2',
  ]);
});

test('the summary has a row for each, and the traces folded below', async (t) => {
  const { summary } = await github(t, { kind: 'matrix', matrix: await everyStanding() }, 'what another step wrote\n\n');
  t.true(summary.startsWith('what another step wrote\n\n## Everywhen: 5 cells, 1 unexpected, 2 inconclusive\n'));
  const tokens = marked.lexer(summary);
  const rows = tokens.flatMap((token) =>
    token.type === 'table' ? (token as { rows: { text: string }[][] }).rows : [],
  );
  t.deepEqual(
    rows.map(([sign, model, name]) => [sign, model, name].map((entry) => entry?.text)),
    [
      ['❌', './m.ts', 'wrong/three/n=2'],
      ['❔', './m.ts', 'right/cut/n=2'],
      ['❔', './m.ts', 'right/never/n=2'],
    ],
  );
  const [details = ''] = summary.match(/<details>[\s\S]*<\/details>/) ?? [];
  t.regex(details, /<summary>\.\/m\.ts wrong\/three\/n=2<\/summary>/);
  t.regex(details, /^ {2}\[n 2 -&#62; 3\]$/m);
  t.true(details.split('\n').every((line) => line.length <= 110));
});

test('a run in which everything is as expected has no annotation, and one line of summary', async (t) => {
  const matrix = matrixOf([cell(await counter(2))]);
  const { commands, summary } = await github(t, { kind: 'matrix', matrix });
  t.is(commands, '');
  t.is(summary, '## Everywhen: 1 cell, all as expected\n\n');
  t.is((await github(t, checkOf(await counter(2)))).summary, '## Everywhen: 1 property, nothing violated\n\n');
});

test('a violation that a check finds is an error, and so is what --strict does not accept', async (t) => {
  const { commands, summary } = await github(t, checkOf(await counter(3), { doubts: ['Q is vacuous.'] }));
  t.regex(
    commands,
    /^::error title=\.\/m\.ts n=3 P%3A below 3 P::P is violated\.%0Aeverywhen check \.\/m\.ts n=3 --property P$/m,
  );
  t.regex(commands, /^::error title=\.\/m\.ts n=3 --strict%3A Q is vacuous\.::/m);
  t.regex(summary, /^## Everywhen: 1 property, 2 violated$/m);
});

test('if there are more annotations than GitHub shows, the last says how many', async (t) => {
  const report = await counter(2);
  const cells = Array.from({ length: 12 }, (_, i) => cell(report, { scenario: `s${i}`, surprises: ['No.'] }));
  const { commands } = await github(t, { kind: 'matrix', matrix: matrixOf(cells) });
  const lines = commands.trimEnd().split('\n');
  t.is(lines.length, 10);
  t.is(lines[9], '::error title=Everywhen::3 more: see the job summary.');
  const unsummarised = await written((output) => githubReporter(output, ''), {
    kind: 'matrix',
    matrix: matrixOf(cells),
  });
  t.regex(unsummarised, /^::error title=Everywhen::3 more\.$/m);
});

test('a summary, with the text that the file already had, is never larger than GitHub accepts', async (t) => {
  const report = await counter(3, `P${'y'.repeat(400)}`);
  const cells = Array.from({ length: 300 }, (_, i): CellResult => {
    return cell(report, { scenario: `s${i} ${'z'.repeat(900)}`, surprises: ['w'.repeat(2000)] });
  });
  const result = { kind: 'matrix', matrix: matrixOf(cells) } as const;
  const { summary } = await github(t, result);
  t.true(Buffer.byteLength(summary) <= 2 ** 20);
  t.regex(summary, /^100 more rows did not fit\.$/m);
  const { summary: crowded } = await github(t, result, 'x'.repeat(2 ** 20 - 5000));
  t.true(Buffer.byteLength(crowded) <= 2 ** 20);
  t.regex(crowded, /more rows did not fit\.$/m);
  t.regex(crowded, /more traces did not fit\.$/m);
  t.is((await github(t, result, 'x'.repeat(2 ** 20))).summary.length, 2 ** 20);
});

test('hostile names and values are text in annotations and in the summary', async (t) => {
  const matrix = await everyStanding(HOSTILE);
  const models = matrix.models.map((model) => ({
    ...model,
    model: HOSTILE,
    cells: model.cells.map((one) => ({ ...one, scenario: HOSTILE + one.scenario })),
  }));
  for (const result of [
    { kind: 'matrix', matrix: { ...matrix, models } },
    checkOf(await counter(3, HOSTILE)),
  ] as const) {
    const { commands, summary } = await github(t, result);
    for (const line of commands.trimEnd().split('\n')) {
      t.regex(line, /^::(error|warning) title=[^:,\r]*::[^\r]*$/);
      t.true(line.length < 20_000);
    }
    t.notRegex(commands + summary, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    const kinds = new Set<string>();
    marked.walkTokens(marked.lexer(summary), (token: Token) => {
      kinds.add(token.type);
      if (token.type === 'html') {
        t.regex(
          token.raw,
          /^(<details><summary>[^<]*<\/summary>|<pre>[^<]*<\/pre>\s*(<\/details>)?|<\/details>|<\/?code>|<br>)\s*$/,
        );
      }
    });
    t.deepEqual(
      [...kinds].filter((kind) => !['heading', 'text', 'space', 'table', 'html', 'br'].includes(kind)),
      [],
    );
  }
});

test('a summary that cannot be written is reported, and the annotations are printed', async (t) => {
  const folder = folderWith(t, {});
  writeFileSync(join(folder, 'file'), '');
  let commands = '';
  const reporter = githubReporter(
    {
      write: (text) => {
        commands += text;
      },
    },
    join(folder, 'file', 'summary.md'),
  );
  const matrix = await everyStanding();
  await t.throwsAsync(async () => reporter.onEnd({ kind: 'matrix', matrix }), {
    message: /job summary cannot be written/,
  });
  t.regex(commands, /^::error/);
});
