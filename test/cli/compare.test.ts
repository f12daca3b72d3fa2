/** `everywhen compare`: its text, JSON and exit codes, and what it says of sides that make no sense. */
import test from 'ava';
import type { Comparison } from '../../src/compare/comparison.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** Another model with the same observables as locked-queue: nothing ever happens there. */
const IDLE = `
import { defineModel, defineSystem, replicated } from 'everywhen';
export default defineModel({
  name: 'idle', title: 'nothing happens', parameters: {},
  build: () => defineSystem({ target: 0, queued: replicated(2, 0) }, { deadlock: 'allowed' }).process('p', { wait: (s) => s.when(false) }),
});
`;
const BLIND = `
import { defineModel, defineSystem } from 'everywhen';
export default defineModel({
  name: 'blind', title: 'no property reads anything', parameters: {},
  build: () => defineSystem({ n: 0 }).process('p', { go: (s) => s.set('n', 1) }),
});
`;

test('0 where A is included in B, 1 where it is not', async (t) => {
  const included = await everywhenHere(['compare', 'locked-queue', '--', 'variant=no-recheck']);
  t.is(included.exitCode, 0, included.stderr);
  t.regex(included.stdout, /^included: everything observable of A is possible in B$/m);
  t.regex(included.stdout, /^Infinite runs are compared without fairness/m);
  const not = await everywhenHere(['compare', 'locked-queue', 'variant=no-recheck', '--']);
  t.is(not.exitCode, 1);
  t.regex(not.stdout, /^a shortest run of A that B cannot follow \(12 steps\):$/m);
  t.regex(not.stdout, /^What B may do there instead:\n {2}queued\[1\] 0 -> 1$/m);
});

test('0 where both are equal, in JSON, by both engines', async (t) => {
  for (const engine of ['kernel', 'reference']) {
    const words = [
      'compare',
      'peterson',
      '--both',
      '--observe',
      'step',
      '--format',
      'json',
      '--engine',
      engine,
      '--',
      'peterson',
    ];
    const { exitCode, stdout, stderr } = await everywhenHere(words);
    t.is(exitCode, 0, stderr);
    const result: Comparison = JSON.parse(stdout);
    t.is(result.verdict, 'equal');
    t.is(result.fairness, 'none');
    t.deepEqual(result.observed, { by: 'command line', values: ['step[0]', 'step[1]'], events: [], notCompared: [] });
    t.is(result.directions.length, 2);
  }
});

test('both engines find the same difference', async (t) => {
  const of = async (engine: string): Promise<Comparison> => {
    const words = [
      'compare',
      'locked-queue',
      'variant=no-recheck',
      '--both',
      '--format',
      'json',
      '--engine',
      engine,
      '--',
    ];
    return JSON.parse((await everywhenHere(words)).stdout);
  };
  const [kernel, reference] = [await of('kernel'), await of('reference')];
  t.deepEqual({ ...kernel, seconds: 0 }, { ...reference, seconds: 0 });
});

test('B may be another model', async (t) => {
  const cwd = folderWith(t, { 'idle.ts': IDLE });
  const { exitCode, stdout, stderr } = await everywhenHere(['compare', './idle.ts', '--both', '--', 'locked-queue'], {
    cwd,
  });
  t.is(exitCode, 1, stderr);
  t.regex(stdout, /^A: \.\/idle\.ts: 1 state, 0 transitions$/m);
  // The movers may wait for ever at the beginning, but the injectors are obliged to begin.
  t.regex(stdout, /^After these observations A may rest here \(quiescent\), and B may not\.$/m);
});

test('3 where a limit is reached', async (t) => {
  const { exitCode, stdout } = await everywhenHere(['compare', 'locked-queue', '--max-states', '10', '--']);
  t.is(exitCode, 3);
  t.regex(stdout, /^undecided$/m);
  t.regex(stdout, /^stopped while exploring A: more states or pairs than --max-states$/m);
});

test('the limit holds for pairs, too, and a difference that was found before stays one', async (t) => {
  const pairs = await everywhenHere(['compare', 'callback-irq', '--max-states', '6000', '--']);
  t.is(pairs.exitCode, 3);
  t.regex(pairs.stdout, /^stopped while comparing: more states or pairs than --max-states$/m);
  t.regex(pairs.stdout, /^A in B: undecided; 6,0\d\d pairs/m);
  const words = ['variant=REEMULATE', '--observe', 'irr,isr,owed', '--both', '--max-states', '16000'];
  const one = await everywhenHere(['compare', 'avic-ipi', ...words, '--', 'variant=KICK']);
  t.is(one.exitCode, 1);
  t.regex(one.stdout, /^different:/m);
  t.regex(one.stdout, /^A in B: not included; [\s\S]*^B in A: undecided; /m);
});

test('2 where the question makes no sense, with what to do', async (t) => {
  const cwd = folderWith(t, { 'blind.ts': BLIND });
  for (const [words, says] of [
    [['locked-queue'], /there is no '--' between what is compared/],
    [['locked-queue', 'variant=nope', '--'], /nope/],
    [['locked-queue', '--', 'nope=1'], /nope/],
    [['locked-queue', '--', 'no-such-model'], /no-such-model/],
    [['locked-queue', '--', '--both'], /'--both' stands after '--'[\s\S]*Options stand before it/],
    [['locked-queue', '--', 'locked-queue', 'word'], /'word' is not of the form parameter=value/],
    [['--', 'variant=recheck'], /there is no model before '--'/],
    [['--', 'locked-queue', 'variant=recheck'], /there is no model before '--'/],
    [['locked-queue', '--observe', 'nope', '--'], /has no component 'nope' to observe/],
    [['locked-queue', '--observe', ',', '--'], /--observe/],
    [['locked-queue', '--', 'peterson'], /no observable in common/],
    [['./blind.ts', '--'], /no observable in common/],
  ] as const) {
    const { exitCode, stdout, stderr } = await everywhenHere(['compare', ...words], { cwd });
    t.is(exitCode, 2, words.join(' '));
    t.is(stdout, '');
    t.regex(stderr, says, words.join(' '));
  }
});
