import { availableParallelism } from 'node:os';
import test from 'ava';
import { check, defineModel, defineSystem, sizeRange, variant } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import { checked, property, steps, systemOf } from '../helpers/explored.ts';

const counter = defineModel({
  name: 'counter',
  title: 'counts without end or up to a bound',
  parameters: { variant: variant('bounded', 'endless'), bound: sizeRange({ from: 1, to: 1000, initial: 10 }) },
  refusal: ({ variant, bound }) =>
    variant === 'endless' && bound > 500 ? 'an endless counter has no bound.' : undefined,
  build: ({ variant, bound }) =>
    defineSystem({ n: 0 })
      .process(
        'p',
        { count: (s) => s.when(variant === 'endless' || s.get('n') < bound)?.update('n', (n) => n + 1) },
        { end: 'loop', mayWaitAt: ['count'] },
      )
      .invariant('small', 'n stays below 1000', (s) => s.get('n') < 1000),
});

test('a check takes defaults for parameters that are not given', async (t) => {
  const report = await check(counter);
  t.like(report, { model: 'counter', parameters: { variant: 'bounded', bound: 10 }, verdict: 'holds' });
  t.like(report.statistics, {
    states: 11,
    transitions: 10,
    depth: 10,
    store: 'exact',
    workers: availableParallelism(),
  });
});

test('a limit on states is inconclusive and says why', async (t) => {
  const report = await check(counter, { variant: 'endless' }, { statesMax: 500 });
  t.is(report.stopped, 'max-states');
  t.is(report.verdict, 'inconclusive');
  t.deepEqual(
    report.properties.map(({ verdict }) => verdict),
    ['inconclusive', 'not judged'],
  );
  t.true(report.statistics.states >= 500 && report.statistics.levelsFinished > 400);
});

test('a violation that was found stays a violation when the run stops early', async (t) => {
  const report = await check(counter, { variant: 'endless' }, { statesMax: 1500 });
  t.is(report.stopped, 'max-states');
  t.is(property(report, 'small').verdict, 'violated');
  t.is(property(report, 'small').counterexample?.steps.length, 1000);
  t.is(report.verdict, 'violated');
});

test('a run that stops early is inconclusive, also where nothing is claimed', async (t) => {
  const system = systemOf(
    defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', { next: (s) => s.set('n', s.get('n') + 1) }),
  );
  const report = await checkSystem(system, { model: 'test', parameters: {} }, { statesMax: 50 });
  t.deepEqual(report.properties, []);
  t.is(report.verdict, 'inconclusive');
});

test('a timeout is inconclusive', async (t) => {
  const report = await check(counter, { variant: 'endless' }, { timeoutSeconds: 0.05 });
  t.is(report.stopped, 'timeout');
});

test('an abort signal ends with what was found so far', async (t) => {
  const controller = new AbortController();
  let seen = 0;
  const report = await check(
    counter,
    { variant: 'endless' },
    {
      signal: controller.signal,
      onProgress: ({ states }) => {
        seen = Math.max(seen, states);
        controller.abort();
      },
    },
  );
  t.is(report.stopped, 'interrupted');
  // A progress is told of after 20 ms: the initial state is not all that was found.
  t.true(seen > 1);
  t.true(report.statistics.states >= seen);
});

test('a combination that the model refuses is refused with its reason', async (t) => {
  const error = await t.throwsAsync(check(counter, { variant: 'endless', bound: 501 }));
  t.like(error, {
    code: 'E_PARAMETER',
    message: 'counter variant=endless bound=501: an endless counter has no bound.',
  });
});

test('a value outside the domain is refused with the domain', async (t) => {
  const error = await t.throwsAsync(check(counter, { bound: 0 }));
  t.like(error, { code: 'E_PARAMETER', advice: { hint: 'It may be 1..1000.' } });
});

// Is the green real?
const flat = defineSystem({ still: 0, moving: 0 }).process('p', { a: (s) => s.set('moving', 1) });
const vacuous: readonly (readonly [what: string, builder: unknown, because: string | undefined])[] = [
  [
    'an invariant over what never changes',
    flat.invariant('V', '', (s) => s.get('still') === 0),
    'it reads no component that ever changes',
  ],
  ['an invariant over what changes', flat.invariant('V', '', (s) => s.get('moving') < 2), undefined],
  [
    'an antecedent that never holds',
    flat.invariant('V', '', () => true, { when: (s) => s.get('moving') > 1 }),
    'its antecedent never held',
  ],
  ['an antecedent that holds', flat.invariant('V', '', () => true, { when: (s) => s.get('moving') > 0 }), undefined],
  [
    'a step invariant whose antecedent never holds',
    flat.stepInvariant('V', '', () => true, { when: () => false }),
    'its antecedent never held',
  ],
  ['an assertion that no step judges', flat.assertion('V', ''), 'no step judged it'],
  ['quiescence', flat.quiescent('V', '', () => true), undefined],
  [
    'quiescence whose antecedent never holds',
    flat.quiescent('V', '', () => true, { when: () => false }),
    'its antecedent never held',
  ],
  [
    'quiescence without a quiescent state',
    flat.rules('r', { on: (s) => s }).quiescent('V', '', () => false),
    'no quiescent state was reached',
  ],
  ['an unreachable place that is not reached', flat.unreachable('V', ''), undefined],
];
for (const [what, builder, because] of vacuous) {
  test(`vacuity: ${what}`, async (t) => {
    const found = property(await checked(builder), 'V');
    t.is(found.verdict, 'holds');
    t.is(found.vacuousBecause, because);
    t.is(found.vacuous, because === undefined ? undefined : true);
  });
}

test('a violated property is not called vacuous', async (t) => {
  const found = property(await checked(flat.invariant('V', '', (s) => s.get('still') === 1)), 'V');
  t.is(found.verdict, 'violated');
  t.is(found.vacuous, undefined);
});

for (const options of [{ workers: 1 }, { workers: 2 }, { workers: 3 }, { engine: 'reference' }] as const) {
  test(`the counterexample is the least one, with ${JSON.stringify(options)}`, async (t) => {
    const system = systemOf(
      defineSystem({ n: 0 })
        .processes('p', 3, { a: (s) => s.update('n', (n) => n + 1), b: (s) => s.update('n', (n) => n * 2) })
        .invariant('I', 'below 7', (s) => s.get('n') < 7),
    );
    const report = await checkSystem(system, { model: 'test', parameters: {} }, options);
    // Three steps give 4 at most, four give 8 by two additions before two doublings: two processes, and two context switches if
    // the second of them doubles at once. Of the six pairs of processes, the first as they are declared.
    t.deepEqual(steps(property(report, 'I')), ['p[0] a', 'p[1] a', 'p[1] b', 'p[0] b']);
  });
}
