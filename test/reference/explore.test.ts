import test from 'ava';
import { defineSystem, replicated, value } from 'everywhen';
import { Set as ImmutableSet, List } from 'immutable';
import { checked, property, steps } from '../helpers/explored.ts';

test('self-loops and equal successors of different steps are transitions, the initial state is none', async (t) => {
  const { statistics } = await checked(
    defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', {
      stay: (s) => s,
      one: (s) => s.set('n', 1),
      'one too': (s) => s.choose({ here: s.set('n', 1), there: s.set('n', 1) }),
    }),
  );
  t.like(statistics, { states: 2, transitions: 8, depth: 1, levelsFinished: 2, finalStates: 0, quiescentStates: 0 });
});

test('depth counts the steps to the farthest state', async (t) => {
  const { statistics } = await checked(defineSystem({}).process('p', { a: (s) => s, b: (s) => s, c: (s) => s }));
  t.like(statistics, { states: 4, transitions: 3, depth: 3, finalStates: 1 });
});

test('a violation cuts nothing: every property is judged over all states', async (t) => {
  const report = await checked(
    defineSystem({ n: 0 })
      .process('p', { a: (s) => s.set('n', 1), b: (s) => s.set('n', 2), c: (s) => s.set('n', 3) })
      .invariant('first', 'violated at once', () => false)
      .invariant('last', 'violated at the end', (s) => s.get('n') < 3),
  );
  t.is(report.statistics.states, 4);
  t.deepEqual(property(report, 'first').counterexample?.steps, []);
  t.is(property(report, 'last').counterexample?.steps.length, 3);
});

test('a step invariant sees the state before, the state after and the step', async (t) => {
  const report = await checked(
    defineSystem({ n: 0 })
      .process('p', {
        up: { by2: (s) => s.set('n', 2), by1: { environment: (s) => s.choose({ slow: s.set('n', 1) }) } },
        end: (s) => s,
      })
      .stepInvariant('small', 'n grows by one', (before, after) => after.get('n') - before.get('n') < 2)
      .stepInvariant('named', 'only the named step grows n', (before, after, step) => {
        return (
          after.get('n') === before.get('n') ||
          (step.alternative === 'by1' && step.outcome === 'slow' && step.tag === 'environment')
        );
      }),
  );
  t.deepEqual(property(report, 'small').counterexample?.steps[0]?.alternative, 'by2');
  t.is(property(report, 'named').counterexample?.steps[0]?.alternative, 'by2');
});

test('quiescence is judged where no system step is enabled, whatever the environment may do', async (t) => {
  const report = await checked(
    defineSystem({ pending: false, served: false })
      .rules('device', {
        raise: { environment: (s) => s.when(!s.get('pending'))?.set('pending', true).set('served', false) },
      })
      .process(
        'cpu',
        { serve: (s) => s.when(s.get('pending') && !s.get('served'))?.set('served', true) },
        { end: 'loop', mayWaitAt: ['serve'] },
      )
      .quiescent('served', 'what is pending was served', (s) => !s.get('pending') || s.get('served'))
      .quiescent('never', 'nothing is ever pending', (s) => !s.get('pending')),
  );
  t.is(property(report, 'served').verdict, 'holds');
  t.deepEqual(steps(property(report, 'never')), ['device raise', 'cpu serve']);
});

test('a description of the quiescent states is wrong in either direction', async (t) => {
  const system = defineSystem({ n: 0 }).process(
    'p',
    { a: (s) => s.set('n', 1), b: (s) => s.set('n', 2) },
    { mayWaitAt: [] },
  );
  const verdict = async (described: number[]) => {
    const report = await checked(system.quiescentStates('Q', 'those', (s) => described.includes(s.get('n'))));
    return property(report, 'Q').verdict;
  };
  t.is(await verdict([2]), 'holds');
  t.is(await verdict([]), 'violated', 'a quiescent state that is not described');
  t.is(await verdict([1, 2]), 'violated', 'a described state that is not quiescent');
});

test('a deadlock is a state without system steps where a program waits that neither ended nor may wait there', async (t) => {
  const stuck = defineSystem({ go: false });
  const report = (builder: unknown) =>
    checked(builder).then((checkedReport) => property(checkedReport, 'deadlock').verdict);
  t.is(await report(stuck.process('p', { wait: (s) => s.when(s.get('go')) })), 'violated');
  t.is(await report(stuck.process('p', { wait: (s) => s.when(s.get('go')) }, { mayWaitAt: ['wait'] })), 'not judged');
  const other = stuck.process('q', { end: (s) => s });
  t.is(await report(other.process('p', { wait: (s) => s.when(s.get('go')) }, { mayWaitAt: ['wait'] })), 'holds');
  t.is(await report(stuck.process('p', { end: (s) => s })), 'holds');
  t.is(await report(stuck.rules('r', { wait: (s) => s.when(s.get('go')) })), 'violated', 'no step is enabled');
  t.is(
    await report(other.rules('r', { wait: (s) => s.when(s.get('go')) })),
    'holds',
    'beside a program hardware may rest',
  );
  const rescued = stuck
    .process('p', { wait: (s) => s.when(s.get('go')) })
    .rules('env', { go: { environment: (s) => s.set('go', true) } });
  t.is(await report(rescued), 'violated', 'an environment step must not be relied on');
});

test('a system that allows deadlock does not judge it', async (t) => {
  const report = await checked(defineSystem({}, { deadlock: 'allowed' }).process('p', { wait: (s) => s.when(false) }));
  t.deepEqual(report.properties, []);
});

test('a reachable property holds with a shortest witness, and is violated without a trace', async (t) => {
  const report = await checked(
    defineSystem({ n: 0 })
      .process('p', { a: (s) => s.set('n', 1), b: (s) => s.set('n', 2) })
      .reachable('two', 'n becomes 2', (s) => s.get('n') === 2)
      .reachable('three', 'n becomes 3', (s) => s.get('n') === 3),
  );
  t.deepEqual(steps(property(report, 'two')), ['p a', 'p b']);
  t.is(property(report, 'two').verdict, 'holds');
  t.is(property(report, 'three').verdict, 'violated');
  t.is(property(report, 'three').counterexample, undefined);
});

test('an informational property is judged but decides nothing', async (t) => {
  const report = await checked(
    defineSystem({}, { deadlock: 'allowed' })
      .process('p', { a: (s) => s })
      .invariant('I', 'no', () => false, { informational: true }),
  );
  t.is(property(report, 'I').verdict, 'violated');
  t.is(report.verdict, 'holds');
});

test('states that differ only in how their collections were built are one state', async (t) => {
  const { statistics, properties } = await checked(
    defineSystem({
      set: value<ImmutableSet<number>>(ImmutableSet()),
      list: value<List<number>>(List()),
      built: replicated(2, false),
    })
      .processes('p', 2, { add: (s) => s.update('set', (set) => set.add(s.index * 9)).set('built', s.index, true) })
      .invariant('I', 'never both', (s) => s.get('set').size < 2),
  );
  t.is(statistics.states, 4, 'first one then the other, in two orders, end in one state');
  t.deepEqual(properties[0]?.counterexample?.steps.at(-1)?.changes['set'], [
    { $: 'Set', values: [0] },
    { $: 'Set', values: [0, 9] },
  ]);
});
