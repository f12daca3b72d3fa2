/** What the benchmark says is true of what it measured; how fast that was, no test asks. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { benchList } from '../../src/bench/bench-list.ts';
import { type BenchCase, CASES, caseNamed, chooseNames, PROCESS_START } from '../../src/bench/cases.ts';
import type { Figures } from '../../src/bench/figures.ts';
import { measure } from '../../src/bench/measure.ts';
import { measureStart, type StartFigures } from '../../src/bench/process-start.ts';
import { type CaseRecord, caseRecord, environment, startRecord } from '../../src/bench/record.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const TINY = 'two-phase-commit-3';
const tiny = caseNamed(TINY) as BenchCase;
const COUNTS = { states: 288, transitions: 1_145, levels: 11 };

test('a measurement counts what is published, and its figures are positive and finite', async (t) => {
  const figures = (await measure({ case: tiny, workers: 2 })) as Figures;
  t.like(figures, { ...COUNTS, workers: 2, words: 1 });
  mustBePositive(t.assert, figures, ['audited', 'bytesPerState']);
  t.true(figures.tableBytes >= 8 * COUNTS.states && figures.peakBytes > figures.tableBytes);
});

test('narrower words make states of several, which are as many', async (t) => {
  const figures = await measure({ case: { ...tiny, wordBits: 10 }, workers: 1 });
  t.like(figures, COUNTS);
  t.true((figures as Figures).words > 1);
});

test('a measurement that is interrupted says so', async (t) => {
  const controller = new AbortController();
  const running = measure({ case: caseNamed('two-phase-commit-10') as BenchCase, workers: 1 }, controller.signal);
  controller.abort();
  t.deepEqual(await running, { because: 'it was interrupted' });
});

test('each line of JSON has the figures and what they are of, on stdout and in the file', async (t) => {
  const folder = folderWith(t, { 'out.ndjson': '{"case":"before"}\n' });
  const out = join(folder, 'out.ndjson');
  const { exitCode, stdout, stderr } = await everywhenHere([
    'bench',
    TINY,
    '--workers',
    '1',
    '--format',
    'json',
    '--out',
    out,
  ]);
  t.is(exitCode, 0);
  t.is(stderr, `${TINY}, 1 worker\n`);
  const record: CaseRecord = JSON.parse(stdout);
  t.like(record, { ...COUNTS, case: TINY, workers: 1, words: 1, node: process.version });
  for (const field of ['date', 'processor'] as const) t.is(typeof record[field], 'string');
  t.true(record.commit === null || /^[0-9a-f]{7,}(-dirty)?$/.test(record.commit));
  mustBePositive(t.assert, record, ['audited', 'bytesPerState']);
  t.deepEqual(readFileSync(out, 'utf8'), `{"case":"before"}\n${stdout}`, 'what the file had before is still there');
});

test('the list has a line for one worker and one for as many as the machine has', async (t) => {
  const { exitCode, stdout } = await everywhenHere(['bench', TINY]);
  t.is(exitCode, 0);
  const workers = [...stdout.matchAll(/^two-phase-commit-3 +(\d+) +288 +1,145 /gm)].map(([, count]) => Number(count));
  t.deepEqual(workers, [...new Set([1, availableParallelism()])]);
});

test('the list fits whatever the figures are', (t) => {
  const figures: Figures = {
    workers: 128,
    words: 2,
    states: 300_000_000,
    transitions: 9_000_000_000,
    levels: 104,
    seconds: 1234.5,
    evaluations: 1,
    audited: 1,
    bytesPerState: 20_000,
    peakBytes: 9e9,
    tableBytes: 3e9,
    randomReadsPerSecond: 9e9,
  };
  const machine = environment();
  const lines = benchList(
    CASES.map(({ name }) => caseRecord(machine, name, figures)),
    startRecord(machine, { runs: 5, minimumMs: 201.44, medianMs: 230.4 }),
  );
  t.deepEqual(
    lines.filter((line) => line.length > 100),
    [],
  );
  t.is(lines[0], 'process start to verdict of 288 states: 201 ms at best, 230 ms in the median of 5');
});

test('a benchmark that does not exist is refused with those that do', async (t) => {
  const { exitCode, stdout, stderr } = await everywhenHere(['bench', 'two-phase-comit-7']);
  t.is(exitCode, 2);
  t.is(stdout, '');
  t.regex(stderr, /^E_USAGE +there is no benchmark 'two-phase-comit-7'\. Did you mean 'two-phase-commit-7'\?$/m);
  for (const { name } of CASES) t.true(stderr.includes(name), name);
});

test('a file that cannot be written is refused before anything is measured', async (t) => {
  const { exitCode, stderr } = await everywhenHere(['bench', TINY, '--out', join(folderWith(t, {}), 'no', 'file')]);
  t.is(exitCode, 2);
  t.regex(stderr, /^E_USAGE +the measurements cannot be written to /);
});

test('every case is a system that exists, under a name of its own, and the default set leaves some out', async (t) => {
  t.is(new Set(CASES.map(({ name }) => name)).size, CASES.length);
  for (const { name, model, parameters } of CASES) {
    const loaded = await loadModel(model);
    t.notThrows(() => instantiate(loaded.model, chooseParameters(loaded.model.parameters, parameters)), name);
  }
  t.deepEqual(chooseNames([], true), [PROCESS_START, ...CASES.map(({ name }) => name)]);
  t.true(chooseNames([], false).length < CASES.length);
  t.deepEqual(chooseNames([TINY, TINY], false), [TINY]);
});

test('from the start of a process to its end takes time, and one that fails is no measurement', async (t) => {
  const folder = folderWith(t, { 'good.js': '', 'bad.js': 'process.exitCode = 1;' });
  const { runs, minimumMs, medianMs } = (await measureStart(join(folder, 'good.js'))) as StartFigures;
  t.true(runs === 5 && minimumMs > 0 && medianMs >= minimumMs);
  t.deepEqual(await measureStart(join(folder, 'bad.js')), { because: 'the compiled command ended with code 1' });
});

/** Those excepted, which small cases leave at 0. */
function mustBePositive(assert: (claim: boolean, message: string) => void, figures: object, except: string[]): void {
  for (const [name, value] of Object.entries(figures)) {
    if (typeof value !== 'number') continue;
    assert(Number.isFinite(value) && (value > 0 || except.includes(name)), `${name} is ${value}`);
  }
}
