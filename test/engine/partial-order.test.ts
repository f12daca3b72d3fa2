/** What stubborn sets leave out, by hand, and why each of the rules P, Q, D and E is needed. */
import test from 'ava';
import { defineSystem, replicated, SpinLock } from 'everywhen';
import { List } from 'immutable';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import type { EngineOptions } from '../../src/engine/exploring/engine-options.ts';
import { StubbornExplorer } from '../../src/engine/exploring/stubborn-explorer.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { property, systemOf } from '../helpers/explored.ts';
import { agreeUnderPartialOrder } from '../helpers/partial-order-agreement.ts';
import { buildLoose } from '../helpers/random-loose.ts';

const named = { model: 'm', parameters: {} };
const whole = (system: unknown, options: RunOptions = {}) =>
  checkSystem(systemOf(system), named, { workers: 1, ...options });
const reduced = (system: unknown, options: RunOptions = {}) => whole(system, { reduce: 'partial-order', ...options });

/** So many processes, which take so many steps, each on its own. */
const apart = (processes: number, steps: number) =>
  defineSystem({ n: replicated(processes, 0) }, { deadlock: 'allowed' }).processes(
    'p',
    processes,
    Object.fromEntries(Array.from({ length: steps }, (_, i) => [`l${i}`, (s) => s.update('n', s.index, (n) => n + 1)])),
  );

test('of processes that have nothing to do with one another, one order is explored', async (t) => {
  const all = await whole(apart(4, 2));
  const { statistics } = await reduced(apart(4, 2));
  t.is(all.statistics.states, 3 ** 4);
  t.is(statistics.states, 4 * 2 + 1);
  t.is(statistics.transitions, 4 * 2);
  t.is(statistics.quiescentStates, 1);
  t.deepEqual(statistics.reduced?.by, ['partial-order']);
});

test('P: a process that goes round for ever does not keep the others from their steps', async (t) => {
  // Without P the spinner alone is taken, for ever: nobody learns what the second step of the other does.
  const system = defineSystem({ stop: false })
    .process(
      'spinner',
      { spin: (s) => s.when(!s.get('stop'))?.update('own', (own) => 1 - own) },
      { locals: { own: 0 }, end: 'loop' },
    )
    .process('other', { first: (s) => s.set('own', 1), second: (s) => s.set('stop', true) }, { locals: { own: 0 } });
  const report = await reduced(system);
  t.is(property(report, 'deadlock').verdict, 'violated');
  t.is(property(report, 'deadlock').counterexample?.steps.length, 2);
});

/** A system step and an environment step that have nothing to do with each other. */
const disturbed = () =>
  defineSystem({ done: false, wire: false }, { deadlock: 'allowed' })
    .process('p', { work: (s) => s.set('done', true) })
    .rules('hardware', { rise: { environment: (s) => s.when(!s.get('wire'))?.set('wire', true) } });

test('Q: every quiescent state is visited, and in it every environment step is taken', async (t) => {
  // Taken first, the environment step leads to one quiescent state only: with the wire up.
  const { statistics } = await reduced(disturbed());
  t.is(statistics.quiescentStates, 2);
  t.is(statistics.states, 3);
  const report = await reduced(disturbed().quiescent('down', 'the wire stays down', (s) => !s.get('wire')));
  t.is(property(report, 'down').verdict, 'violated');
});

/** Each of two processes raises a flag of its own and lowers it again. */
const flags = () =>
  defineSystem({ a: false, b: false }, { deadlock: 'allowed' })
    .process('p', { up: (s) => s.set('a', true), down: (s) => s.set('a', false) })
    .process('q', { up: (s) => s.set('b', true), down: (s) => s.set('b', false) });

test('E: a step waits for the claims that it may change, and they for the steps that may change them', async (t) => {
  t.is((await reduced(flags())).statistics.states, 5);
  const claimed = () => flags().invariant('one', 'never both', (s) => !(s.get('a') && s.get('b')));
  const [all, fewer] = [await whole(claimed()), await reduced(claimed())];
  t.is(fewer.verdict, 'violated');
  t.deepEqual(fewer.properties, all.properties);
});

test('E: two steps that write the same component are taken in both orders, unless they write the same', async (t) => {
  const both = (a: number, b: number) =>
    defineSystem({ x: 0 }, { deadlock: 'allowed' })
      .process('p', { write: (s) => s.set('x', a) })
      .process('q', { write: (s) => s.set('x', b) });
  // The last one to write decides where they rest.
  t.is((await reduced(both(1, 2))).statistics.quiescentStates, 2);
  t.is((await reduced(both(1, 1))).statistics.quiescentStates, 1);
  t.is((await reduced(both(1, 1))).statistics.states, 3);
});

test('E: steps that lead to the same state in both orders are taken in one, although both write the component', async (t) => {
  const counted = () =>
    defineSystem({ n: 0 }, { deadlock: 'allowed' }).processes('p', 3, {
      one: (s) => s.update('n', (n) => n + 1),
      two: (s) => s.update('n', (n) => n + 1),
    });
  const [all, fewer] = [await whole(counted()), await reduced(counted())];
  t.is(all.statistics.states, 3 ** 3);
  // That every step commutes at every count has to be seen first.
  t.true(fewer.statistics.states < all.statistics.states);
  t.is(fewer.statistics.quiescentStates, 1);
  // What is read in between tells the orders apart.
  const seen = () =>
    counted().reachable('first', 'the first is done alone', (s) => s.get('n') === 2 && s.at('p', 0) === 'halted');
  t.deepEqual((await reduced(seen())).properties, (await whole(seen())).properties);
});

test('E: a process that appends to a list and one that takes its first element are taken in one order', async (t) => {
  const sent = () =>
    defineSystem({ inbox: List<number>() }, { deadlock: 'allowed' })
      .process('sender', {
        one: (s) => s.update('inbox', (inbox) => inbox.push(1)),
        two: (s) => s.update('inbox', (inbox) => inbox.push(2)),
        three: (s) => s.update('inbox', (inbox) => inbox.push(3)),
      })
      .process(
        'receiver',
        {
          take: (s) => {
            const first = s.get('inbox').first();
            return first === undefined
              ? undefined
              : s.update('inbox', (inbox) => inbox.shift()).set('sum', s.get('sum') + first);
          },
        },
        { locals: { sum: 0 }, end: 'loop' },
      );
  const [all, fewer] = [await whole(sent()), await reduced(sent())];
  t.true(fewer.statistics.states < all.statistics.states);
  t.deepEqual(fewer.properties, all.properties);
});

test('a claim that is false at its first read waits for the steps that change that alone', async (t) => {
  const constant = defineSystem({ a: false, b: false, c: false }, { deadlock: 'allowed' })
    .process('p', { up: (s) => s.set('a', true), down: (s) => s.set('a', false) })
    .process('q', { up: (s) => s.set('b', true), down: (s) => s.set('b', false) })
    .invariant('never', 'c is never up', (s) => !(s.get('c') && s.get('b') && s.get('a')));
  t.is((await reduced(constant)).statistics.states, 5);
});

test('D: a step that is blocked waits for every step that may unblock it, at any of its reads', async (t) => {
  // The window is open while both are up. The step that looks is blocked at its first read until p moves, and at its second until q does.
  const system = () =>
    flags()
      .unreachable('seen', 'both are seen')
      .process('eye', {
        look: (s) => s.when(s.get('a') && s.get('b'))?.unreachable('seen'),
      });
  const [all, fewer] = [await whole(system()), await reduced(system())];
  t.is(property(fewer, 'seen').verdict, 'violated');
  t.deepEqual(fewer.properties, all.properties);
});

test('labels that are never reached and claims that nothing exercised are the same', async (t) => {
  const system = () =>
    defineSystem({ a: 0, b: 0 }, { deadlock: 'allowed' })
      .process('p', {
        one: (s) => s.set('a', 1),
        two: { wait: (s) => s.when(s.get('b') === 2)?.goto('three'), pass: (s) => s.goto('end') },
        three: (s) => s.set('a', 3),
        end: (s) => s,
      })
      .process('q', { one: (s) => s.set('b', 1) })
      .invariant('I', 'an antecedent that never holds', () => true, { when: (s) => s.get('a') === 3 });
  const [all, fewer] = [await whole(system()), await reduced(system())];
  t.deepEqual(fewer.neverEnabled, all.neverEnabled);
  t.deepEqual(fewer.properties, all.properties);
  t.true(fewer.statistics.states < all.statistics.states);
});

test('if the search for the shortest trace meets a limit, the trace is that of the reduced run, and says so', async (t) => {
  // There are 455 states up to the depth of the violation, and 37 in one order.
  const system = () => apart(3, 12).invariant('low', 'the last does not finish', (s) => s.get('n', 2) < 12);
  const report = await reduced(system(), { statesMax: 300 });
  t.is(report.verdict, 'violated');
  t.is(report.stopped, undefined);
  const trace = property(report, 'low').counterexample;
  t.true(trace?.notShortest);
  t.true((trace?.steps.length ?? 0) >= 12);
  const shortest = property(await reduced(system()), 'low').counterexample;
  t.is(shortest?.steps.length, 12);
  t.is(shortest?.notShortest, undefined);
});

for (const [what, system, because] of [
  [
    'infinite runs',
    () => apart(2, 1).eventually('E', 'all count', (s) => s.get('n', 0) === 1),
    "'E' is about infinite runs",
  ],
  [
    'outcomes',
    () => apart(2, 1).outcomes('O', 'what is counted', (s) => s.get('n', 0)),
    "'O' collects what states show",
  ],
  [
    'all states that are quiescent',
    () => apart(2, 1).quiescentStates('D', 'all have counted', (s) => s.get('n', 0) + s.get('n', 1) === 2),
    "'D' also claims something of each state that is not quiescent",
  ],
  [
    'the order of locks',
    () =>
      defineSystem({ lock: new SpinLock() }, { deadlock: 'allowed' })
        .process('p', { take: (s) => s.acquire('lock'), give: (s) => s.release('lock') })
        .lockOrder('L', 'lock analysis'),
    'the order of locks is judged of all steps together',
  ],
] as const) {
  test(`a property of ${what} is judged on all states, and the report says why`, async (t) => {
    const [all, fewer] = [await whole(system()), await reduced(system())];
    t.is(fewer.statistics.states, all.statistics.states);
    t.deepEqual(fewer.properties, all.properties);
    t.deepEqual(fewer.statistics.reduced?.by, []);
    t.is(fewer.statistics.reduced?.because, because);
  });
}

const host = { breathe: async () => undefined, mayGrow: () => true };

async function explored(name: string, parameters: { readonly [name: string]: string }, options: EngineOptions = {}) {
  const { model } = await loadModel(name);
  const system = instantiate(model, chooseParameters(model.parameters, parameters), name);
  const explorer = new StubbornExplorer(system, options);
  try {
    await explorer.run(host);
    const { states, transitions, quiescentStates, depth, reduction } = explorer;
    return { states, transitions, quiescentStates, depth, reduction };
  } finally {
    await explorer.close();
  }
}

test('any number of workers stores the same states, and takes the same steps', async (t) => {
  const sizes = { injectors: '2', movers: '2', injections: '1', moves: '1' };
  const one = await explored('locked-queue', sizes);
  t.deepEqual(one.reduction?.by, ['partial-order']);
  for (const workers of [2, 4]) t.deepEqual(await explored('locked-queue', sizes, { workers, poolStates: 0 }), one);
});

test('what has too many entries to compare is explored with all steps', async (t) => {
  const sizes = { managers: '3' };
  const { states, reduction } = await explored('two-phase-commit', sizes, { entriesMax: 10 });
  t.is(states, 288);
  t.deepEqual(reduction?.by, []);
  t.regex(reduction?.because ?? '', /too many combinations/);
});

type Loose = Parameters<typeof buildLoose>[0];
type LooseStep = Loose['rules'][number];
type LooseClaim = Loose['claims'][number];

test('what a run decided before it began again counts: the next run knows the entry, and need not visit such a state', async (t) => {
  const step: LooseStep = { guard: [], effects: [], ends: 'next', to: 0, environment: true };
  const chooses: LooseStep = {
    ...step,
    effects: [{ does: 'set', which: 1, to: 1 }],
    ends: 'choose',
    environment: false,
  };
  const asks = (what: 'label' | 'shared', which: number, is: number): LooseClaim => ({
    atoms: [{ asks: what, which, is }],
    all: false,
  });
  const system = () =>
    systemOf(
      buildLoose({
        programs: [
          { labels: [[step, step]], loop: false },
          { labels: [[step], [step]], loop: true },
          { labels: [[chooses]], loop: true },
        ],
        rules: [],
        claimed: { I: 0, W: 2, S: 0 },
        claims: [asks('label', 0, 0), asks('label', 1, 1), asks('shared', 1, 1), ...Array(3).fill(asks('label', 0, 0))],
      }),
    );
  await agreeUnderPartialOrder(system);
  // There is no room for labels that were not met, so a run begins again in the middle of a level, which violates W.
  const agreed = await agreeUnderPartialOrder(system, { tight: true, auditOneIn: 0 });
  t.is(agreed?.found, 2);
});
