import { join } from 'node:path';
import test from 'ava';
import { everywhen, everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

const model = (expected: string, counts: string) => `
import { defineModel, defineSystem, expecting, sizeRange, variant, violated } from 'everywhen';
const model = defineModel({
  name: 'small', title: 'a counter with a bound', parameters: { variant: variant('right', 'wrong'), n: sizeRange({ from: 1, to: 9999999, initial: 3 }) },
  build: ({ variant, n }) => defineSystem({ count: 0 })
    .process('p', { up: (s) => s.when(s.get('count') < n)?.update('count', (c) => c + 1) }, { end: 'loop', mayWaitAt: ['up'] })
    .invariant('P', 'below 3', (s) => variant === 'right' || s.get('count') < 3),
});
export default expecting(model, {
  variants: ['right', 'wrong'], scenarios: { two: { n: 2 }, three: { n: 3 } }, moreScenarios: { four: { n: 4 } }, counts: ${counts},
  expected: ${expected},
  nightly: { nine: { parameters: { variant: 'wrong', n: 9 }, violated: ['P'], states: 10, transitions: 9 } },
});
`;
const right = "{ right: {}, wrong: { P: violated('it counts to 3', ['three', 'four']) } }";

test('cells whose verdicts are the expected ones exit with 0', async (t) => {
  const file = join(
    folderWith(t, { 'm.ts': model(right, '{ two: { states: 3, transitions: 2, levels: 3 } }') }),
    'm.ts',
  );
  const { exitCode, stdout } = await everywhenHere(['matrix', file]);
  t.is(exitCode, 0);
  t.regex(stdout, /^variant +two +three$/m);
  t.regex(stdout, /^right +holds +holds$/m);
  t.regex(stdout, /^wrong +holds +P$/m);
  t.regex(stdout, /^4 cells, 4 as expected/m);
});

test('--all adds the cells that the model keeps for it', async (t) => {
  const file = join(folderWith(t, { 'm.ts': model(right, '{}') }), 'm.ts');
  const { exitCode, stdout } = await everywhenHere(['matrix', file, '--all']);
  t.is(exitCode, 0);
  t.regex(stdout, /^6 cells, 6 as expected/m);
});

test('--nightly runs the larger sizes instead, with their verdicts and measured counts', async (t) => {
  const file = join(folderWith(t, { 'm.ts': model(right, '{}') }), 'm.ts');
  const { exitCode, stdout } = await everywhenHere(['matrix', file, '--nightly']);
  t.is(exitCode, 0);
  t.regex(stdout, /^nightly +P$/m);
  t.regex(stdout, /^1 cell, 1 as expected/m);
  const wrong = join(folderWith(t, { 'm.ts': model(right, '{}').replace('states: 10', 'states: 11') }), 'm.ts');
  t.is((await everywhenHere(['matrix', wrong, '--nightly'])).exitCode, 1);
});

test('an unexpected verdict in either direction, and a count that is not the published one, exit with 1 and say so', async (t) => {
  const wrong = "{ right: { P: violated('no', ['two']) }, wrong: {} }";
  const file = join(
    folderWith(t, { 'm.ts': model(wrong, '{ three: { states: 5, transitions: 3, levels: 4 } }') }),
    'm.ts',
  );
  const { exitCode, stdout } = await everywhenHere(['matrix', file]);
  t.is(exitCode, 1);
  t.regex(stdout, /^! P holds and was expected to be violated\.\n {2}everywhen check \S+m\.ts n=2$/m);
  t.regex(stdout, /^! P is violated and was expected to hold\.\n {2}everywhen check \S+m\.ts variant=wrong$/m);
  t.regex(stdout, /^! 4 states were found where 5 are published\.$/m);
  t.regex(stdout, /^4 cells, 1 as expected, 3 unexpected/m);
});

test('cells that are stopped early exit with 3', async (t) => {
  const file = join(folderWith(t, { 'm.ts': model(right, '{}').replaceAll('n: 3 }', 'n: 2000000 }') }), 'm.ts');
  const { exitCode, stdout } = await everywhenHere(['matrix', file, '--max-states', '50']);
  t.is(exitCode, 3);
  t.regex(stdout, /^right +holds +inconclusive$/m);
});

test('the matrix as JSON has every cell with its violations and its expectation', async (t) => {
  const file = join(folderWith(t, { 'm.ts': model(right, '{}') }), 'm.ts');
  const { exitCode, stdout } = await everywhenHere(['matrix', file, '--format', 'json']);
  t.is(exitCode, 0);
  const result = JSON.parse(stdout);
  t.like(result, { unexpected: 0, inconclusive: 0 });
  t.is(result.models[0].cells.length, 4);
  t.like(result.models[0].cells[3], {
    variant: 'wrong',
    scenario: 'three',
    verdict: 'violated',
    violated: ['P'],
    expected: ['P'],
    surprises: [],
  });
});

test('a cell whose model is broken is shown as such, the others keep their verdicts, and the matrix fails', async (t) => {
  const random = model(right, '{}').replace('(c) => c + 1', "(c) => (variant === 'wrong' ? Math.random() : c + 1)");
  const file = join(folderWith(t, { 'm.ts': random }), 'm.ts');
  const { exitCode, stdout, stderr } = await everywhenHere(['matrix', file]);
  t.is(exitCode, 2);
  t.regex(stdout, /^right +holds +holds$/m);
  t.regex(stdout, /^wrong +! broken +! broken$/m);
  t.regex(stdout, /^4 cells, 2 as expected, 2 broken/m);
  t.regex(stderr, /^E_IMPURE {2}step 'up' of process 'p'/m);
});

test('Ctrl-C reports the cells that were finished and exits with 130', async (t) => {
  // The large cell says when it begins: on a fast machine no line of progress is shown between the small one and it.
  const slow = model(right, '{}')
    .replace('three: { n: 3 }', 'three: { n: 9999999 }')
    .replace('=> defineSystem(', "=> (n > 9 && console.error('a large cell'), defineSystem)(");
  const file = join(folderWith(t, { 'm.ts': slow }), 'm.ts');
  const { exitCode, stdout, stderr } = await everywhen(['matrix', file, '--workers', '1'], {
    signalOn: { stderr: /a large cell/, signal: 'SIGINT' },
  });
  t.is(exitCode, 130, stderr);
  t.regex(stdout, /^right +holds +inconclusive$/m);
  t.regex(stdout, /^wrong +not run +not run$/m);
  t.regex(stdout, /^interrupted: 1 of 4 cells, 1 as expected, 3 inconclusive/m);
});

test('cells that ask one question read possible or impossible, expected or not', async (t) => {
  // Published: both stores of SB may be delayed beyond the loads under TSO, never under SC.
  const asking = (impossible: string) => `
    import { assumption, defineModel, defineSystem, expecting, shared, violated } from 'everywhen';
    const model = defineModel({
      name: 'sb', title: 'store buffering', parameters: { memory: assumption('sc', 'tso') },
      build: ({ memory }) => defineSystem({ x: shared(0), y: shared(0) }, { memory })
        .process('a', { store: (s) => s.store('x', 1), load: (s) => s.set('saw', s.load('y')) }, { locals: { saw: 2 } })
        .process('b', { store: (s) => s.store('y', 1), load: (s) => s.set('saw', s.load('x')) }, { locals: { saw: 2 } })
        .reachable('asked', 'both loads see nothing', (s) => s.local('a', 'saw') === 0 && s.local('b', 'saw') === 0),
    });
    export default expecting(model, {
      variants: ['only'], scenarios: { sc: { memory: 'sc' }, tso: { memory: 'tso' } },
      expected: { only: { asked: violated('in order', [${impossible}]) } },
    });`;
  const folder = folderWith(t, { 'right.ts': asking("'sc'"), 'wrong.ts': asking("'sc', 'tso'") });
  const right = await everywhenHere(['matrix', join(folder, 'right.ts')]);
  t.is(right.exitCode, 0, right.stderr);
  t.regex(right.stdout, /^only +impossible +possible$/m);
  const wrong = await everywhenHere(['matrix', join(folder, 'wrong.ts')]);
  t.is(wrong.exitCode, 1);
  t.regex(wrong.stdout, /^only +impossible +! possible$/m);
  const json = await everywhenHere(['matrix', join(folder, 'right.ts'), '--format', 'json']);
  t.notRegex(json.stdout, /question/);
});
