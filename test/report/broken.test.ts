/** A cell whose model is broken is a failure with the model's error in every report, and the cell beside it is what it is. */
import test from 'ava';
import { jsonReporter } from '../../src/report/json.ts';
import { figuresOf, suitesOf } from '../../src/report/judged-cases.ts';
import { junitReporter } from '../../src/report/junit.ts';
import { listReporter } from '../../src/report/list/list.ts';
import type { CellResult, MatrixResult } from '../../src/report/matrix-result.ts';
import { reportPage } from '../../src/report/report-page.ts';
import type { Reporter } from '../../src/report/reporter.ts';

const cell = (scenario: string, more: Partial<CellResult>): CellResult => ({
  ...{ variant: 'a', scenario, parameters: `scenario=${scenario}` },
  ...{ violated: [], expected: [], surprises: [], doubts: [], verdict: 'holds' },
  ...more,
});
const message = "step 'spin' of process 'p' (m scenario=two) has not finished within 10 s.";
const broken = { code: 'E_STEP', message, advice: {} } as const;
const matrix: MatrixResult = {
  models: [
    {
      model: 'm',
      title: 't',
      cells: [cell('one', {}), cell('two', { verdict: 'inconclusive', broken, surprises: [`E_STEP: ${message}`] })],
      doubts: [],
    },
  ],
  ...{ unexpected: 1, broken: 1, inconclusive: 0, doubts: 0, strict: false, seconds: 0 },
};
const result = { kind: 'matrix', matrix } as const;

async function printed(reporterOf: (output: { write(text: string): void }) => Reporter): Promise<string> {
  let all = '';
  const output = {
    write: (text: string) => {
      all += text;
    },
  };
  await reporterOf(output).onEnd(result);
  return all;
}

test('the list has its error and its command, and counts it by itself', async (t) => {
  const text = await printed((output) => listReporter(output, {}));
  t.regex(text, /^a +holds +! broken$/m);
  t.regex(text, /^! E_STEP: step 'spin' of process 'p'/m);
  t.regex(text, /^ {2}everywhen check m scenario=two$/m);
  t.regex(text, /^2 cells, 1 as expected, 1 broken, 0\.0 s$/m);
});

test('JUnit has a failure of the type broken', async (t) => {
  const text = await printed(junitReporter);
  t.regex(text, /<testsuite name="m" tests="2" failures="1" errors="0" skipped="0"/);
  t.regex(text, /<failure type="broken" message="E_STEP: step 'spin' of process 'p'/);
});

test('JSON has the error as data', async (t) => {
  const { models, broken: count } = JSON.parse(await printed(jsonReporter));
  t.is(count, 1);
  t.deepEqual(models[0].cells[1].broken, broken);
});

test('annotations, summaries and the page show it as unexpected, with its error', (t) => {
  const [, second] = suitesOf(result)[0]?.cases ?? [];
  t.like(second, { standing: 'unexpected', isBroken: true, because: [`E_STEP: ${message}`] });
  t.deepEqual(figuresOf(result), { cases: 2, unexpected: 1, inconclusive: 0 });
  t.like(reportPage(result).index.models[0]?.cells[1], { standing: 'unexpected', surprises: [`E_STEP: ${message}`] });
});
