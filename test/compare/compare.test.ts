/** `compare`: each mark, both directions, what is observed, and limits, on systems of a few states. */
import test from 'ava';
import { defineSystem, ghost, replicated } from 'everywhen';
import { type CompareOptions, compare } from '../../src/compare/compare.ts';
import { comparisonText } from '../../src/compare/compare-text.ts';
import { build } from '../../src/language/define-system.ts';
import { userError } from '../helpers/explored.ts';

const compared = (A: unknown, B: unknown, options: CompareOptions = {}) =>
  compare(build(A, 'one'), build(B, 'other'), { workers: 1, ...options });

async function difference(A: unknown, B: unknown, options?: CompareOptions) {
  const { verdict, directions } = await compared(A, B, options);
  const [found] = directions.flatMap((direction) => direction.difference ?? []);
  if (found === undefined) throw new Error(verdict);
  return { ...found, verdict, steps: found.run.steps.map(({ label }) => label) };
}

/** A device raises an interrupt once; the CPU takes it, or may lose it. */
const interrupt = (loses: boolean) =>
  defineSystem({ pending: false, taken: false }, { deadlock: 'allowed' })
    .rules('device', {
      raise: { environment: (s) => s.when(!s.get('taken') && !s.get('pending'))?.set('pending', true) },
    })
    .rules('cpu', {
      take: (s) => s.when(s.get('pending'))?.set('pending', false).set('taken', true),
      lose: (s) => loses && s.get('pending') && s.set('pending', false),
    })
    .observable('taken');

test('a design that loses an interrupt is not included: it rests where the other does not', async (t) => {
  // Before the interrupt is raised both rest, so what is lost shows only if it is observed to be due.
  const seen = (loses: boolean) =>
    interrupt(loses).observable({ event: 'edge', step: ({ label }) => label === 'raise' });
  const found = await difference(seen(true), seen(false));
  t.is(found.by, 'rests');
  t.deepEqual(found.steps, ['raise', 'lose']);
  t.deepEqual(found.observations, [{ values: { taken: false } }, { event: 'edge', values: { taken: false } }]);
  t.deepEqual(found.instead, { observations: [{ values: { taken: true } }], marks: [] });
  t.is((await compared(seen(false), seen(true))).verdict, 'included');
});

test('an environment that tries for ever is a run, too: nothing is fair', async (t) => {
  const found = await difference(interrupt(true), interrupt(false));
  t.is(found.by, 'diverges');
  t.deepEqual(found.steps, ['raise', 'lose']);
  t.is(found.run.cycleStart, 0);
});

test('what is not observed makes no difference', async (t) => {
  const via = (mode: 'direct' | 'relay') =>
    defineSystem({ sent: false, relayed: false, got: false })
      .process('p', { send: (s) => s.set('sent', true) })
      .process('q', {
        relay: (s) => s.when(s.get('sent'))?.set('relayed', mode === 'relay'),
        get: (s) => s.set('got', true),
      })
      .observable('got');
  t.is((await compared(via('direct'), via('relay'), { both: true })).verdict, 'equal');
});

const counter = (end: number, extra: 'crash' | 'spin' | 'none' = 'none') =>
  defineSystem({ n: 0, flips: false }, { deadlock: 'allowed' })
    .unreachable('bug', 'it never crashes')
    .rules('counter', {
      up: (s) => s.when(s.get('n') < end)?.update('n', (n) => n + 1),
      crash: (s) => extra === 'crash' && s.get('n') === end && s.unreachable('bug'),
      spin: (s) => extra === 'spin' && s.get('n') === end && s.update('flips', (flips) => !flips),
    })
    .observable('n');

test('a crash is a mark', async (t) => {
  const found = await difference(counter(1, 'crash'), counter(1));
  t.is(found.by, 'crashes');
  t.deepEqual(found.steps, ['up', 'crash']);
  t.deepEqual(found.instead, { observations: [], marks: ['rests'] });
});

test('a run that continues for ever without a new observation diverges, and is shown as a lasso', async (t) => {
  const found = await difference(counter(1, 'spin'), counter(1));
  t.is(found.by, 'diverges');
  t.deepEqual(found.steps, ['up', 'spin', 'spin']);
  t.is(found.run.cycleStart, 1);
  t.is((await difference(counter(1), counter(1, 'spin'))).by, 'rests');
});

test('a step that changes nothing diverges, too: nothing obliges another process to be chosen', async (t) => {
  const polling = defineSystem({ n: 0 })
    .process('p', { poll: (s) => s }, { end: 'loop' })
    .observable('n');
  const waiting = defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .process('p', { wait: (s) => s.when(false) })
    .observable('n');
  t.is((await difference(polling, waiting)).by, 'diverges');
  t.is((await difference(waiting, polling)).by, 'rests');
});

test('a longer run is not included in a shorter one, and the reverse fails by a mark', async (t) => {
  const { directions, verdict } = await compared(counter(2), counter(1), { both: true });
  t.is(verdict, 'different');
  t.deepEqual(
    directions.map((one) => [one.of, one.in, one.verdict, one.difference?.by, one.difference?.run.steps.length]),
    [
      ['A', 'B', 'not included', 'observation', 2],
      ['B', 'A', 'not included', 'rests', 1],
    ],
  );
});

test('another beginning is a difference of no steps', async (t) => {
  const from = (n: number) =>
    defineSystem({ n })
      .process('p', { go: (s) => s })
      .observable('n');
  const found = await difference(from(1), from(2));
  t.is(found.by, 'observation');
  t.deepEqual(found.steps, []);
  t.deepEqual(found.instead, { observations: [{ values: { n: 2 } }], marks: [] });
});

test('a choice that is made later is the same to an observer, as sets of states of B know', async (t) => {
  const early = defineSystem({ shown: 'none', kept: 'none' })
    .process('p', {
      choose: (s) => s.chooseFrom(['a', 'b'] as const, (one) => s.set('kept', one)),
      show: (s) => s.set('shown', 'tick'),
      tell: (s) => s.set('shown', s.get('kept')),
    })
    .observable('shown');
  const late = defineSystem({ shown: 'none' })
    .process('p', {
      show: (s) => s.set('shown', 'tick'),
      tell: (s) => s.chooseFrom(['a', 'b'] as const, (one) => s.set('shown', one)),
    })
    .observable('shown');
  t.is((await compared(early, late, { both: true })).verdict, 'equal');
});

test('labels are observed only if they are declared', async (t) => {
  const system = defineSystem({ n: 0 }).invariant('P', 'n is small', (s) => s.get('n') < 2);
  const a = system.process('p', { a: (s) => s, go: (s) => s.set('n', 1) });
  const b = system.process('p', { b: (s) => s, go: (s) => s.set('n', 1) });
  t.is((await compared(a, b, { both: true })).verdict, 'equal');
  const found = await difference(a.observable({ label: 'p' }), b.observable({ label: 'p' }));
  t.is(found.by, 'observation');
  t.deepEqual(found.instead.observations, [{ values: { p: 'b' } }]);
});

test('by default the components are observed that properties of either system read, ghosts and replicas included', async (t) => {
  const system = (more: boolean) =>
    defineSystem({ a: 0, b: replicated(2, 0), seen: ghost(0), unread: more ? 1 : 0, ...(more && { own: 0 }) })
      .process('p', { go: (s) => s.set('a', 1).set('seen', 1) })
      .invariant('P', 'it is small', (s) => s.get('b', 1) + s.get('seen') < 9)
      .invariant('Q', 'its own is small', (s) => !more || (s.get('own' as 'a') as number) < 9);
  const { observed, verdict } = await compared(system(true), system(false), { both: true });
  t.deepEqual(observed, { by: 'properties', values: ['b[1]', 'seen'], events: [], notCompared: ['own'] });
  t.is(verdict, 'equal');
  const named = await compared(system(true), system(false), { observe: ['unread'] });
  t.is(named.verdict, 'not included');
  t.deepEqual(named.observed, { by: 'command line', values: ['unread'], events: [], notCompared: [] });
});

test('observables that one system lacks, and none at all, are refused', async (t) => {
  const one = defineSystem({ a: replicated(2, 0) }).process('p', { go: (s) => s });
  const other = defineSystem({ a: replicated(1, 0), b: 0 }).process('p', { go: (s) => s });
  t.regex((await userError(() => compared(one, other))).message, /no observable in common/);
  t.regex((await userError(() => compared(one, other.observable('b')))).message, /^one has no component 'b'/);
  t.regex((await userError(() => compared(one, other.observable('a')))).message, /'a\[1\]' is observed/);
  t.throws(() => other.observable(7 as never), { code: 'E_SYSTEM' });
  const event = one.observable({ event: 'go', step: () => true });
  t.regex((await userError(() => compared(event, one))).message, /^other has no event 'go' to observe/);
});

test('which steps are an event, each system says itself', async (t) => {
  const a = defineSystem({ n: 0 }).process('p', { a: (s) => s, b: (s) => s });
  const b = defineSystem({ n: 0 }).process('p', { b: (s) => s, a: (s) => s });
  const ofStep = (name: string) => ({ event: 'go', step: ({ label }: { readonly label: string }) => label === name });
  t.is((await compared(a.observable(ofStep('a')), b.observable(ofStep('b')), { both: true })).verdict, 'equal');
  const both = [ofStep('a'), ofStep('b')];
  t.is((await difference(a.observable(...both), b.observable(ofStep('b')))).by, 'observation');
});

test('a limit leaves it undecided, and the report says where', async (t) => {
  const small = await compared(counter(999), counter(999), { statesMax: 100, engine: 'reference' });
  t.is(small.verdict, 'undecided');
  t.like(small.stopped, { reason: 'max-states', during: 'exploring A' });
  const text = comparisonText(small, { A: new Map(), B: new Map() }).join('\n');
  t.regex(text, /^undecided$/m);
  t.regex(text, /stopped while exploring A: more states or pairs than --max-states/);
  const both = await compared(counter(1, 'crash'), counter(999), { statesMax: 900, both: true, engine: 'reference' });
  t.is(both.verdict, 'undecided');
  t.like(both.stopped, { during: 'exploring B' });
});
