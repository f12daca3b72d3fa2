/** Everything fits the terminal: nothing is wider than its lines, and nothing but the end of a title is left out. */
import test from 'ava';
import stringWidth from 'string-width';
import { checkSystem } from '../../src/check/check.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { checkReport } from '../../src/report/list/check-list.ts';
import { matrixReport } from '../../src/report/list/matrix-list.ts';
import type { CellResult, MatrixResult } from '../../src/report/matrix-result.ts';
import { atWidth, LINE_WIDTH, lineWidth, terminalWidth } from '../../src/trace/line-width.ts';
import { cut, paragraph } from '../../src/trace/table.ts';
import { columnsOf } from '../../src/trace/text.ts';

const WIDTHS = [60, 80, 100, 140];
const CRASH = { variant: 'latched-vector', guest: 'ignore', config: 'E1' };
const { model } = await loadModel('viridian-assist');
const parameters = chooseParameters(model.parameters, CRASH);
const system = instantiate(model, parameters, model.name);
const report = await checkSystem(
  system,
  { model: model.name, parameters },
  { engine: 'kernel', workers: 1, coverage: 'transitions' },
);

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => stringWidth(line)));
}

/** Text without the breaks and spaces that depend on the width. */
function words(lines: readonly string[]): string {
  return lines.join('').replaceAll(/[\s\\]/g, '');
}

test('what is no terminal gets lines of 100 characters', (t) => {
  t.is(terminalWidth({ isTTY: false, columns: 60 }), undefined);
  t.is(atWidth(undefined, lineWidth), LINE_WIDTH);
  t.is(lineWidth(), 100);
});

test('a terminal gets lines of its width, from 60 to 140', (t) => {
  const width = (columns: number) => terminalWidth({ isTTY: true, columns });
  t.deepEqual([59, 60, 101, 140, 300].map(width), [60, 60, 101, 140, 140]);
  // Its size may be unknown.
  t.is(width(0), 100);
});

test('the width is that of one rendering, also of one that throws', (t) => {
  t.throws(() =>
    atWidth(60, () => {
      throw new Error('no text');
    }),
  );
  t.is(lineWidth(), 100);
});

test('a text is cut on the last character that fits, with a mark, whatever its characters', (t) => {
  t.is(cut('as long as that', 15), 'as long as that');
  t.is(cut('as long as that', 14), 'as long as th…');
  t.is(cut('割り込みの優先順位', 8), '割り込…');
  t.is(cut('a\u001b[31m', 40), 'a\\u{1b}[31m');
});

for (const width of WIDTHS) {
  for (const format of ['text', 'kernel'] as const) {
    test(`a check with traces as ${format} fits ${width} columns, and says the same`, (t) => {
      const lines = atWidth(width, () => checkReport(report, 'viridian-assist', columnsOf(system), { format }));
      t.true(
        widest(lines) <= width,
        lines.find((line) => stringWidth(line) > width),
      );
      const all = words(lines);
      for (const { id } of report.properties) t.true(all.includes(id));
      // The trace: every step stands there, in order.
      const { steps = [] } = report.properties.find(({ id }) => id === 'P1')?.counterexample ?? {};
      t.is(steps.length, 21);
      if (format === 'text')
        t.deepEqual(
          lines.flatMap((line) => line.match(/^ *(\d+) {2}/)?.[1] ?? []).slice(0, 21),
          [...steps.keys()].map((i) => String(i + 1)),
        );
    });
  }
}

const cell = (variant: string, scenario: string, more: Partial<CellResult> = {}): CellResult => ({
  variant,
  scenario,
  parameters: `variant=${variant} config=E1 environment=migrates-between-processors`,
  verdict: 'holds',
  violated: [],
  expected: [],
  surprises: [],
  doubts: [],
  ...more,
});
const variants = ['pending-flag', 'pending-flag+level+strict', 'latch-cleared-on-end-of-interrupt+hook'];
const scenarios = ['ignore E1', 'two receivers of one message', 'E2', 'E3', 'V1', 'V2', 'V3', 'E4', 'mix', 'use'];
const title = 'what happens to an interrupt whose end nobody has announced, '.repeat(3);
const matrix: MatrixResult = {
  models: [
    {
      model: 'long',
      title,
      cells: variants.flatMap((variant) =>
        scenarios.map((scenario, i) =>
          cell(
            variant,
            scenario,
            i === 1 ? { violated: ['P1'], surprises: ['P1 is violated and was expected to hold.'] } : {},
          ),
        ),
      ),
      doubts: [],
    },
  ],
  unexpected: 3,
  inconclusive: 0,
  doubts: 12_345,
  strict: false,
  seconds: 1234.5,
};

for (const width of WIDTHS) {
  test(`a matrix fits ${width} columns: its title is cut with a mark, and nothing else is lost`, (t) => {
    const lines = atWidth(width, () => matrixReport(matrix));
    t.true(
      widest(lines) <= width,
      lines.find((line) => stringWidth(line) > width),
    );
    t.true(lines[0]?.endsWith('…'));
    t.is(lines[1], '');
    // Each of the three cells is a command that a shell can read.
    const commands = lines
      .join('\n')
      .replaceAll(/ \\\n +/g, ' ')
      .match(/^ {2}everywhen check .*$/gm);
    t.deepEqual(
      commands,
      variants.map((variant) => `  everywhen check long ${cell(variant, '').parameters}`),
    );
    const [head = '', ...rest] = atWidth(undefined, () => matrixReport(matrix));
    t.true(head.startsWith('long: what happens'));
    const count = (text: readonly string[], word: string) => text.join('\n').split(word).length - 1;
    for (const word of ['holds', '! P1', 'E4', 'V3']) t.is(count(lines, word), count(rest, word), word);
  });
}

test('without a terminal the title is wrapped, as it always was', (t) => {
  const lines = matrixReport(matrix);
  t.true(lines.join('\n').startsWith(paragraph(`long: ${title}`, { indent: 2 }).join('\n')));
});
