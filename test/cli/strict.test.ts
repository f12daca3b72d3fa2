/** Vacuity: a verdict that could not have been violated is an error under --strict, unless the model accepts it with a reason. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';

/** In the variant `still`, P reads nothing that changes; 'never' is never taken; `idle` changes nothing. */
const model = (vacuous: string) => `
import { assumption, defineModel, defineSystem, expecting, variant } from 'everywhen';
const model = defineModel({
  name: 'small', title: 'a small one',
  parameters: { variant: variant('moving', 'still'), idle: assumption(0, 1) },
  build: ({ variant }) => defineSystem({ n: 0, m: 0 }, { deadlock: 'allowed' })
    .process('p', {
      up: (s) => (variant === 'moving' ? s.set('n', 1) : s.set('m', 1)),
      rest: variant === 'still' ? (s) => s : undefined,
    })
    .rules('q', {
      never: (s) => s.when(s.get('n') === 5)?.set('n', 6),
      one: { environment: (s) => s.choose({ way: s, other: s.when(s.get('n') === 7) }) },
    })
    .invariant('P', 'n stays small', (s) => s.get('n') < 5),
});
export default expecting(model, {
  variants: ['moving', 'still'], scenarios: { base: {}, idle: { idle: 1 } }, expected: { moving: {}, still: {} },
  vacuous: ${vacuous},
});
`;
const ALL = [
  "{ property: 'P', where: ({ variant }) => variant === 'still', because: 'n does not move' }",
  "{ step: 'q: never', because: 'for a test' }",
  "{ step: 'q: one (other)', because: 'for a test' }",
  "{ parameter: 'idle', because: 'for a test' }",
];
const file = (t: ExecutionContext, vacuous: string) => join(folderWith(t, { 'm.ts': model(vacuous) }), 'm.ts');

test('the matrix says how much of it is vacuous, and --strict makes each of it unexpected', async (t) => {
  const path = file(t, '[]');
  const lenient = await everywhenHere(['matrix', path]);
  t.is(lenient.exitCode, 0);
  // P in the two cells of the variant, a step, an outcome, a parameter.
  t.regex(lenient.stdout, /^4 cells, 4 as expected, 5 vacuous things \(--strict\)/m);
  const strict = await everywhenHere(['matrix', path, '--strict']);
  t.is(strict.exitCode, 1);
  t.regex(
    strict.stdout,
    /^! P is vacuous: it reads no component that ever changes\.\n {2}everywhen check \S+m\.ts variant=still$/m,
  );
  t.regex(strict.stdout, /^! 'q: never' is never taken in the default matrix\.$/m);
  t.regex(strict.stdout, /^! 'q: one \(other\)' is never taken in the default matrix\.$/m);
  t.regex(strict.stdout, /^! parameter 'idle' is without effect in the default matrix\.$/m);
  t.notRegex(strict.stdout, /parameter 'variant'/);
});

test('a vacuous thing that the model accepts with a reason is not a doubt', async (t) => {
  const { exitCode, stdout } = await everywhenHere(['matrix', file(t, `[${ALL.join()}]`), '--strict']);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /^4 cells, 4 as expected, \d/m);
});

test('a thing that is accepted as vacuous and is not is an error, too', async (t) => {
  const accepted = [
    ...ALL,
    "{ property: 'P', where: ({ variant }) => variant === 'moving', because: 'wrong' }",
    "{ step: 'p: up', because: 'wrong' }",
    "{ parameter: 'variant', because: 'wrong' }",
  ];
  const { exitCode, stdout } = await everywhenHere(['matrix', file(t, `[${accepted.join()}]`), '--strict']);
  t.is(exitCode, 1);
  t.regex(stdout, /^! P is accepted as vacuous and is not\.$/m);
  t.regex(stdout, /^! 'p: up' is accepted as never taken and is taken\.$/m);
  t.regex(stdout, /^! parameter 'variant' is accepted as without effect and has one\.$/m);
});

test('check --strict fails for a vacuous property, and not for one that is accepted in this cell', async (t) => {
  const open = file(t, '[]');
  t.is((await everywhenHere(['check', open, 'variant=still'])).exitCode, 0);
  const strict = await everywhenHere(['check', open, 'variant=still', '--strict']);
  t.is(strict.exitCode, 1);
  t.regex(strict.stderr, /^--strict: P is vacuous: it reads no component that ever changes\.$/m);
  t.is((await everywhenHere(['check', file(t, `[${ALL.join()}]`), 'variant=still', '--strict'])).exitCode, 0);
});

test('--coverage counts the transitions of each step, and names those that are never taken', async (t) => {
  // Two values of n, and p halts after its step: two states, one step up, the environment's self-loop in both.
  const path = file(t, '[]');
  for (const engine of ['kernel', 'reference']) {
    const { stdout } = await everywhenHere(['check', path, '--coverage', '--engine', engine]);
    t.regex(stdout, /^ +1 +\d+ +p +up$/m);
    t.regex(stdout, /^ +never +\d+ +q +never$/m);
    t.regex(stdout, /^ +2 +\d+ +q +one$/m);
    t.regex(stdout, /^ +never +\(other\)$/m);
  }
  const { stdout } = await everywhenHere(['check', path, '--coverage', '--format', 'json']);
  const report = JSON.parse(stdout);
  const transitions = report.coverage.map((step: { transitions: number }) => step.transitions);
  t.deepEqual(transitions, [1, 0, 2]);
  t.is(
    transitions.reduce((a: number, b: number) => a + b),
    report.statistics.transitions,
  );
});
