import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { everywhen, everywhenHere, withoutProgress } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const CRASH = ['check', 'viridian-assist', 'variant=latched-vector', 'guest=ignore', 'config=E1'];

const endless = `
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({
  name: 'endless', title: 'counts for ever', parameters: {},
  build: () => defineSystem({ n: 0 }).process('p', { a: (s) => s.update('n', (n) => n + 1) }, { end: 'loop' }),
});
`;

test('a violation exits with 1 and prints its trace', async (t) => {
  const { exitCode, stdout, stderr } = await everywhenHere(CRASH);
  t.is(exitCode, 1);
  t.is(withoutProgress(stderr), '');
  t.regex(stdout, /^violated +P1 +no crash +21 steps$/m);
  t.regex(stdout, /^ 21 +ACK1 +isr \{\} -> \{L\}, pc ACK1 -> ACK2, reached P1$/m);
  t.deepEqual(
    stdout.split('\n').filter((line) => line.length > 100),
    [],
  );
});

test('the report as JSON is exactly one object in the documented form', async (t) => {
  const { exitCode, stdout, stderr } = await everywhenHere([...CRASH, '--format', 'json']);
  t.is(exitCode, 1);
  t.is(withoutProgress(stderr), '');
  t.is(stdout.trimEnd().split('\n').length, 1);
  const report = JSON.parse(stdout);
  t.like(report, {
    model: 'viridian-assist',
    verdict: 'violated',
    parameters: { variant: 'latched-vector', guest: 'ignore', config: 'E1', fix: [], INIT: 0 },
  });
  t.deepEqual(
    report.properties
      .filter(({ verdict }: { verdict: string }) => verdict === 'violated')
      .map(({ id }: { id: string }) => id),
    ['P1'],
  );
  const figures = [
    'states',
    'transitions',
    'depth',
    'seconds',
    'workers',
    'bytesPerState',
    'peakBytes',
    'evaluations',
    'audited',
    'quiescentStates',
  ];
  for (const figure of figures) t.is(typeof report.statistics[figure], 'number', figure);
  t.is(report.statistics.store, 'exact');
  const [first] = report.properties;
  t.like(first, { id: 'P1', title: 'no crash', kind: 'unreachable' });
  t.like(first.counterexample.steps[0], {
    process: 'source',
    label: 'idle',
    alternative: 'src.begin',
    outcome: 'L',
    tag: 'environment',
  });
  t.deepEqual(first.counterexample.steps[0].changes['budget[L]'], [2, 1]);
  t.deepEqual(first.counterexample.initial.irr, { $: 'Set', values: [] });
});

test('a design that holds exits with 0', async (t) => {
  const { exitCode, stdout } = await everywhenHere([
    'check',
    'viridian-assist',
    'variant=pending-flag',
    'guest=mix',
    'config=E1',
  ]);
  t.is(exitCode, 0);
  t.regex(stdout, /^holds$/m);
});

test('a run that was stopped early exits with 3 and says how far it came', async (t) => {
  const { exitCode, stdout } = await everywhenHere(['check', 'two-phase-commit', 'managers=6', '--max-states', '1000']);
  t.is(exitCode, 3);
  t.regex(
    stdout.replaceAll('\n', ' '),
    /stopped because the limit on states was reached, \d+ levels explored completely/,
  );
  t.regex(stdout, /^inconclusive$/m);
});

test('a heap that is full ends the reference with 3 and a true report, not with a crash', async (t) => {
  const words = ['check', 'two-phase-commit', 'managers=9', '--engine', 'reference', '--format', 'json'];
  const { exitCode, stdout } = await everywhen(words, { env: { NODE_OPTIONS: '--max-old-space-size=64' } });
  t.is(exitCode, 3);
  const report = JSON.parse(stdout);
  t.like(report, { verdict: 'inconclusive', stopped: 'memory' });
  t.true(report.statistics.levelsFinished >= 4);
});

test('a limit on memory ends with 3 and a true report', async (t) => {
  const words = [
    'check',
    'two-phase-commit',
    'managers=9',
    '--reduce',
    'none',
    '--max-memory',
    '64MB',
    '--format',
    'json',
  ];
  const { exitCode, stdout } = await everywhen(words);
  t.is(exitCode, 3);
  const report = JSON.parse(stdout);
  t.like(report, { verdict: 'inconclusive', stopped: 'memory' });
  t.true(report.statistics.states < 10_340_352);
});

test('two-phase commit 9 has its published counts, on one thread and on all', async (t) => {
  for (const workers of [['--workers', '1'], []]) {
    const { exitCode, stdout } = await everywhenHere([
      'check',
      'two-phase-commit',
      'managers=9',
      ...workers,
      '--reduce',
      'none',
      '--format',
      'json',
    ]);
    t.is(exitCode, 0);
    t.like(JSON.parse(stdout).statistics, { states: 10_340_352, transitions: 123_558_401, depth: 28, store: 'exact' });
  }
});

// 2,232 is the number of orbits that a prototype by other code found, and that two-phase commit has by hand for few managers.
test('a large system with interchangeable replicas is reduced without being asked, to the same verdict and counts', async (t) => {
  const words = ['check', 'two-phase-commit', 'managers=9', '--format', 'json'];
  const { exitCode, stdout } = await everywhenHere(words);
  t.is(exitCode, 0);
  const { statistics } = JSON.parse(stdout);
  t.like(statistics, { states: 10_340_352, transitions: 123_558_401, depth: 28, store: 'exact' });
  t.is(statistics.reduced.stored.states, 2232);
  t.like(statistics.reduced, { states: 10_340_352, transitions: 123_558_401, by: ['symmetry'] });
  t.is(statistics.restarts, undefined);
});

test('a violation outweighs a limit', async (t) => {
  const { exitCode } = await everywhenHere([
    'check',
    'locked-queue',
    'variant=no-recheck',
    'injectors=3',
    'movers=2',
    '--max-states',
    '20000',
  ]);
  t.is(exitCode, 1);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends with a partial report and 130`, async (t) => {
    const file = join(folderWith(t, { 'endless.ts': endless }), 'endless.ts');
    const { exitCode, stdout, stderr } = await everywhen(['check', file, '--format', 'json'], {
      signalOn: { stderr: /to visit/, signal },
    });
    t.is(exitCode, 130);
    t.regex(stderr, /states, .* a second, depth .*, .* MB, \d+ s/, 'progress is on stderr after a second');
    t.like(JSON.parse(stdout), { verdict: 'inconclusive', stopped: 'interrupted' });
  });
}

test('a model outside the repository finds everywhen, immutable, and its own imports', async (t) => {
  const folder = folderWith(t, {
    'package.json': '{ "name": "of-the-user" }',
    'shared.ts': "import { Record } from 'immutable';\nexport class Box extends Record({ n: 0 }) {}\n",
    'model.ts': `import { defineModel, defineSystem } from 'everywhen';
import { Box } from './shared.ts';
export default defineModel({ name: 'box', title: '', parameters: {}, build: () =>
  defineSystem({ box: new Box() }).process('p', { a: (s) => s.update('box', (box) => box.set('n', 1)) }).invariant('P', 'n is 0', (s) => s.get('box').n === 0) });`,
  });
  const { exitCode, stdout, stderr } = await everywhenHere(['check', './model.ts'], { cwd: folder });
  t.is(exitCode, 1);
  t.is(withoutProgress(stderr), '', 'no warning of Node either');
  t.regex(stdout, /box\.n 0 -> 1/);
});

test('collections built in two orders give one state, one printed form and one trace', async (t) => {
  const source = (elements: string) => `
import { Map, Set } from 'immutable';
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({ name: 'sets', title: '', parameters: {}, build: () =>
  defineSystem({ set: Set([${elements}]), map: Map([${elements}].map((key) => [key, Set([${elements}])])) })
    .processes('p', 2, { a: (s) => s.update('set', (set) => Set([...set].reverse()).add('z' + s.index)) })
    .invariant('P', 'small', (s) => s.get('set').size < 5) });`;
  const folder = folderWith(t, { 'a.ts': source("'a', 'b', 'c'"), 'b.ts': source("'c', 'a', 'b'") });
  const outputs = await Promise.all(['a.ts', 'b.ts'].map((file) => everywhenHere(['check', join(folder, file)])));
  const [one, other] = outputs.map(({ stdout }) =>
    stdout
      .split('\n')
      .slice(1)
      .join('\n')
      .replace(/\d+\.\d s/, ''),
  );
  t.is(one, other);
  t.regex(outputs[0]?.stdout ?? '', /4 states, 4 transitions/);
});

test('a trace that was saved replays, and names the step that no longer fits once the model has changed', async (t) => {
  const source = (value: number) => `
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({ name: 'n', title: '', parameters: {}, build: () =>
  defineSystem({ n: 0 }).process('p', { up: (s) => s.set('n', 1), on: (s) => s.set('n', ${value}) }).invariant('P', 'n is small', (s) => s.get('n') < 2) });`;
  const folder = folderWith(t, { 'model.ts': source(2) });
  const saved = await everywhenHere(['check', './model.ts', '--trace-out', 'trace.json'], { cwd: folder });
  t.is(saved.exitCode, 1);
  t.regex(saved.stderr, /The trace of P is in 'trace\.json': everywhen replay trace\.json/);

  const same = await everywhenHere(['replay', 'trace.json'], { cwd: folder });
  t.is(same.exitCode, 0);
  t.regex(same.stdout, /All 2 steps fit, and the trace still shows what it showed\./);

  const later = folderWith(t, {
    'model.ts': source(3),
    'trace.json': readFileSync(join(folder, 'trace.json'), 'utf8'),
  });
  const changed = await everywhenHere(['replay', 'trace.json'], { cwd: later });
  t.is(changed.exitCode, 1);
  t.regex(
    changed.stdout,
    /Step 2 of 2 does not fit: 'on' of 'p' now changes n 1 -> 3, p on -> halted; the trace has n 1\s+-> 2/,
  );
  t.regex(changed.stdout, /Enabled there: p: on\.\nThe model has changed since the trace was saved\./);

  const report = await everywhenHere(['check', './model.ts', '--format', 'json'], { cwd: later });
  writeFileSync(join(later, 'report.json'), report.stdout);
  t.is((await everywhenHere(['replay', 'report.json', '--property', 'P'], { cwd: later })).exitCode, 0);
  const none = await everywhenHere(['replay', 'report.json', '--property', 'deadlock'], { cwd: later });
  t.is(none.exitCode, 2);
  t.regex(none.stderr, /property 'deadlock' has no trace/);
});

test('a trace is replayed with other parameters, as text, as JSON and in a trace format', async (t) => {
  const folder = folderWith(t, {});
  const at = (...words: string[]) => everywhenHere(words, { cwd: folder });
  await at('check', 'locked-queue', 'variant=no-recheck', '--trace-out', 'trace.json');
  const parted = await at('replay', 'trace.json', 'variant=recheck');
  t.is(parted.exitCode, 1);
  t.regex(parted.stdout, /^The trace is of variant=no-recheck\. The steps that fit:$/m);
  t.regex(
    parted.stdout,
    /^The trace ends differently: every step fits, but 'right list' is not violated at the end\.$/m,
  );
  t.regex(parted.stdout, /^everywhen check locked-queue --property 'right list'$/m);

  const json = await at('replay', 'trace.json', 'variant=recheck', '--format', 'json');
  t.is(json.exitCode, 1);
  t.like(JSON.parse(json.stdout), {
    system: 'locked-queue',
    steps: 11,
    fits: false,
    fitting: 11,
    differs: { step: 11 },
  });
  const own = await at('replay', 'trace.json', '--format', 'json');
  t.deepEqual([own.exitCode, JSON.parse(own.stdout).fits], [0, true]);

  const fits = await at('replay', 'trace.json', 'variant=no-recheck', '--format', 'kernel');
  t.is(fits.exitCode, 0);
  t.regex(fits.stdout, /^ {2}injector\[0\] {2,}mover\[0\]$/m);
  t.regex(fits.stdout, /these parameters do not\s+prevent it\./);
  t.is((await at('replay', 'trace.json', 'variant=nothing')).exitCode, 2);
});

test('--property shows and saves the trace of that property alone', async (t) => {
  const file = join(folderWith(t, {}), 'trace.json');
  const { stdout } = await everywhenHere([
    'check',
    'viridian-assist',
    'variant=initial-2016',
    '--property',
    'P2',
    '--trace-out',
    file,
  ]);
  t.regex(stdout, /^P2: no premature EOI$/m);
  t.notRegex(stdout, /^P3: /m);
  t.is(JSON.parse(readFileSync(file, 'utf8')).property, 'P2');
});

test('list names the models, and the parameters of one', async (t) => {
  const all = await everywhenHere(['list']);
  t.is(all.exitCode, 0);
  for (const model of ['viridian-assist', 'two-phase-commit', 'peterson', 'dining-philosophers', 'locked-queue']) {
    t.true(all.stdout.includes(`\n${model} `), model);
  }
  const one = await everywhenHere(['list', 'viridian-assist']);
  t.regex(one.stdout, /^guest +scenario +mix +mix, use, ignore, nonatomic, double$/m);
  t.deepEqual(
    one.stdout.split('\n').filter((line) => line.length > 100),
    [],
  );
});

for (const command of ['list', 'check', 'matrix', 'replay']) {
  test(`${command} --help explains itself`, async (t) => {
    const { exitCode, stdout } = await everywhenHere([command, '--help']);
    t.is(exitCode, 0);
    t.regex(stdout, new RegExp(`^Usage: everywhen ${command} `));
  });
}

test('--help names the commands and the exit codes', async (t) => {
  const { exitCode, stdout } = await everywhenHere(['--help']);
  t.is(exitCode, 0);
  for (const word of ['list', 'check', 'matrix', 'replay', 'Exit codes:\n  0 ']) t.true(stdout.includes(word), word);
  t.deepEqual(
    stdout.split('\n').filter((line) => line.length > 100),
    [],
  );
});

test('--version is that of the package', async (t) => {
  t.regex((await everywhenHere(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('there is colour only if it is requested', async (t) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  const colour = /\u001b\[/;
  t.notRegex((await everywhenHere(CRASH)).stdout, colour);
  t.notRegex((await everywhenHere(CRASH, { env: { NO_COLOR: '1', FORCE_COLOR: undefined } })).stdout, colour);
});
