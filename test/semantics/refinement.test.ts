/** Refinement: which initial states and steps violate it, what the trace says, and what is refused. */
import '../helpers/uncounted.ts';
import test, { type ExecutionContext } from 'ava';
import { defineSystem, type Fairness, replicated, spinLock, value } from 'everywhen';
import { Set as ImmutableSet } from 'immutable';
import peterson from '../../models/classics/peterson.ts';
import twoPhaseCommit from '../../models/classics/two-phase-commit.ts';
import { checkSystem } from '../../src/check/check.ts';
import type { RunOptions } from '../../src/check/run.ts';
import { traceText } from '../../src/trace/text.ts';
import { checked, property, steps, systemOf, userError } from '../helpers/explored.ts';

type Manager = 'working' | 'prepared' | 'committed' | 'aborted';
type Managers = { readonly manager: (index: number) => Manager };
type Read = { get(name: 'manager', index: number): Manager };

/** Transaction commit: J. Gray and L. Lamport, "Consensus on transaction commit", TODS 31(1), 2006, section 2 (TCommit). */
function transactionCommit(count: number) {
  const managers = Array.from({ length: count }, (_, i) => i);
  return defineSystem(
    { manager: replicated(count, value<Manager>('working')) },
    { deadlock: 'allowed', fairness: 'none' },
  ).ruleSets('rm', count, {
    prepare: (s) => s.when(s.get('manager', s.index) === 'working')?.set('manager', s.index, 'prepared'),
    'decide commit': (s) =>
      s.get('manager', s.index) === 'prepared' &&
      managers.every((i) => ['prepared', 'committed'].includes(s.get('manager', i))) &&
      s.set('manager', s.index, 'committed'),
    'decide abort': (s) =>
      ['working', 'prepared'].includes(s.get('manager', s.index)) &&
      managers.every((i) => s.get('manager', i) !== 'committed') &&
      s.set('manager', s.index, 'aborted'),
  });
}

const twoPhase = (managers: number) => twoPhaseCommit.build({ managers, liveness: 'off' });
const managersOf = (s: Read): Managers => ({ manager: (i) => s.get('manager', i) });

/** At most one process is inside. */
function lock(count: number) {
  return defineSystem({ inside: replicated(count, false) }, { fairness: 'none' }).ruleSets('p', count, {
    enter: (s) =>
      Array.from({ length: count }, (_, i) => i).every((i) => !s.get('inside', i)) && s.set('inside', s.index, true),
    leave: (s) => s.when(s.get('inside', s.index))?.set('inside', s.index, false),
  });
}

/** By both explorers, which must agree. */
async function judged(t: ExecutionContext, builder: unknown, id = 'R', options: RunOptions = {}) {
  const system = systemOf(builder);
  const cell = { model: 'test', parameters: {} };
  const report = property(await checkSystem(system, cell, { workers: 1, ...options }), id);
  t.deepEqual(property(await checkSystem(system, cell, { engine: 'reference' }), id), report);
  return report;
}

test('two-phase commit refines transaction commit', async (t) => {
  for (const count of [1, 2, 3, 5]) {
    const system = twoPhase(count).refines('R', 'refines TCommit', transactionCommit(count), managersOf);
    const { verdict, vacuous } = await judged(t, system);
    t.deepEqual({ verdict, vacuous }, { verdict: 'holds', vacuous: undefined });
  }
});

test('a coordinator that does not wait for the prepared messages makes a working manager commit, in two steps', async (t) => {
  // The first step sends the message, which is a stutter; by the second a manager that has not prepared commits.
  const hasty = twoPhase(3).rules('hasty', { commit: (s) => s.set('commit' as never, true as never) });
  const found = await judged(t, hasty.refines('R', 'refines TCommit', transactionCommit(3), managersOf));
  t.is(found.verdict, 'violated');
  t.deepEqual(steps(found), ['hasty commit', 'rm[0] receive commit']);
  const { mapped } = found.counterexample ?? {};
  t.deepEqual(mapped?.steps, ['stutter', 'none']);
  t.deepEqual(mapped?.before, { 'manager[0]': 'working', 'manager[1]': 'working', 'manager[2]': 'working' });
  t.deepEqual(mapped?.after, { 'manager[0]': 'committed', 'manager[1]': 'working', 'manager[2]': 'working' });
  t.deepEqual(
    mapped?.possible.map(({ process, label }) => `${process} ${label}`),
    [0, 1, 2].flatMap((i) => [`rm[${i}] prepare`, `rm[${i}] decide abort`]),
  );
});

test('a mapping that forgets who has prepared makes a commit impossible: eight steps, in one column', async (t) => {
  const forgetful = (s: Read): Managers => {
    const { manager } = managersOf(s);
    return { manager: (i) => (manager(i) === 'prepared' ? 'working' : manager(i)) };
  };
  const found = await judged(t, twoPhase(3).refines('R', 'refines', transactionCommit(3), forgetful));
  // Three managers prepare, three messages are received, the coordinator commits, and a manager receives that.
  t.is(steps(found).length, 8);
  const rows = traceText(found.counterexample as never).filter((line) => /^ {2}[178] {2}/.test(line));
  t.regex(rows[0] ?? '', /rm\[0\]: prepare +stutter +manager\[0\] working -> prepared/);
  t.regex(rows[1] ?? '', /tm: commit +stutter +coordinator init -> committed/);
  t.regex(rows[2] ?? '', /rm\[0\]: receive commit +none +manager\[0\] prepared -> committed/);
});

test("Peterson's filter lock refines a lock", async (t) => {
  for (const count of [2, 3]) {
    const system = peterson.build({ processes: count }).refines('R', 'refines a lock', lock(count), (s) => ({
      inside: (i) => s.at('p', i) === 'CS',
    }));
    t.like(await judged(t, system), { verdict: 'holds', vacuous: undefined });
  }
});

function looking(look: 'and take' | 'then take') {
  return defineSystem({ taken: false }, { deadlock: 'allowed' })
    .processes(
      'p',
      2,
      {
        look: (s) => s.when(!s.get('taken'))?.set('taken', look === 'and take'),
        take: (s) => s.set('taken', true),
        inside: (s) => s.set('taken', false),
      },
      { end: 'loop' },
    )
    .refines('R', 'refines a lock', lock(2), (s) => ({ inside: (i) => s.at('p', i) === 'inside' }));
}

test('a lock that looks and takes at once refines a lock; one that looks first and takes later does not', async (t) => {
  t.is((await judged(t, looking('and take'))).verdict, 'holds');
  const found = await judged(t, looking('then take'));
  // Both have to look before one of them takes, so four steps are the fewest, and two switches.
  t.deepEqual(steps(found), ['p[0] look', 'p[1] look', 'p[1] take', 'p[0] take']);
  t.deepEqual(found.counterexample?.mapped?.steps, ['stutter', 'stutter', { process: 'p[1]', label: 'enter' }, 'none']);
});

test('the trace names the abstract step of each step, and says what was possible instead', async (t) => {
  const { counterexample } = await judged(t, looking('then take'));
  if (counterexample === undefined) return t.fail();
  const lines = traceText(counterexample);
  t.regex(lines.find((line) => line.startsWith('  3')) ?? '', /^ +3 .*take.* {2}p\[1\]: enter {2}/);
  t.deepEqual(lines.slice(-5), [
    'The last step maps to no step of the specification, and to no stutter. Its abstract states, and the',
    'steps possible before it:',
    'before     inside[0] false, inside[1] true',
    'after      inside[0] true, inside[1] true',
    'possible   p[1]: leave',
  ]);
});

test('an initial state that maps to no initial state of the specification violates it in no step', async (t) => {
  const spec = defineSystem({ n: 0 }, { fairness: 'none' }).rules('r', {
    up: (s) => s.update('n', (n) => (n + 1) % 3),
  });
  const system = defineSystem({ n: 0 })
    .rules('r', { up: (s) => s.update('n', (n) => (n + 1) % 3) })
    .initially((s) => [0, 1].map((n) => s.set('n', n)))
    .refines('R', 'refines the counter', spec, (s) => ({ n: s.get('n') }));
  const found = await judged(t, system);
  t.like(found, { verdict: 'violated', counterexample: { initial: { n: 1 }, steps: [] } });
  t.deepEqual(found.counterexample?.mapped, { steps: [], after: { n: 1 }, possible: [] });
  t.true(traceText(found.counterexample as never).includes('maps to    n 1'));
});

test('a mapping under which every step is a stutter is vacuous: the refinement is not judged', async (t) => {
  const found = await judged(
    t,
    twoPhase(2).refines('R', 'nothing', transactionCommit(2), () => managersOf({ get: () => 'working' })),
  );
  t.like(found, {
    verdict: 'not judged',
    vacuous: true,
    vacuousBecause: 'no step maps to an abstract step: each is a stutter',
  });
});

const toggle = (fairness: Fairness) =>
  defineSystem({ n: 0 }, { fairness }).rules('r', { up: (s) => s.update('n', (n) => 1 - n) });

test('fairness of the specification is claimed of the fair runs of the system, a property for each of its constraints', async (t) => {
  for (const [concrete, abstract, ids] of [
    ['weak', 'none', []],
    ['weak', 'weak', ['R fair to r']],
    ['strong', 'strong', ['R fair to r']],
    // It is always enabled: both constraints demand the same.
    ['weak', 'strong', ['R fair to r']],
  ] as const) {
    const system = toggle(concrete).refines('R', 'toggles', toggle(abstract), (s) => ({ n: s.get('n') }));
    const { properties } = await checked(system);
    const claims = properties.filter(({ kind }) => kind === 'mapped fairness');
    t.deepEqual(
      claims.map(({ id, verdict, vacuous }) => ({ id, verdict, vacuous })),
      ids.map((id) => ({ id, verdict: 'holds' as const, vacuous: undefined })),
    );
  }
});

test('a system without fairness may rest where the specification may not, and refines it for safety alone', async (t) => {
  const system = toggle('none').refines('R', 'toggles', toggle('weak'), (s) => ({ n: s.get('n') }));
  t.is((await judged(t, system)).verdict, 'holds');
  const { verdict, counterexample } = await judged(t, system, 'R fair to r');
  t.is(verdict, 'violated');
  t.deepEqual([counterexample?.steps, counterexample?.cycleStart], [[], 0]);
});

test('a step that is enabled infinitely often owes strong fairness, and no weak fairness', async (t) => {
  // The door opens and closes for ever; nobody enters.
  const door = (fairness: Fairness) =>
    defineSystem({ open: false, inside: false }, { deadlock: 'allowed', fairness: 'none' })
      .rules('door', { move: (s) => s.when(!s.get('inside'))?.update('open', (open) => !open) })
      .rules('guest', { enter: (s) => s.when(s.get('open'))?.set('inside', true) }, { fairness });
  const same = (s: { get(name: 'open' | 'inside'): boolean }) => ({ open: s.get('open'), inside: s.get('inside') });
  const verdictOf = async (concrete: Fairness, abstract: Fairness) => {
    const moves = door(concrete).rules('motor', { move: (s) => s.when(!s.get('inside'))?.update('open', (o) => !o) });
    return (await judged(t, moves.refines('R', 'is a door', door(abstract), same), 'R fair to guest')).verdict;
  };
  t.is(await verdictOf('weak', 'weak'), 'holds');
  t.is(await verdictOf('weak', 'strong'), 'violated');
  t.is(await verdictOf('strong', 'strong'), 'holds');
});

test('the fairness of one rule of a specification is claimed by its name', async (t) => {
  const spec = defineSystem({ n: 0 }, { fairness: 'none' }).rules('r', {
    up: { system: (s) => s.update('n', (n) => 1 - n), fairness: 'weak' },
  });
  const system = toggle('none').refines('R', 'toggles', spec, (s) => ({ n: s.get('n') }));
  t.is((await judged(t, system, "R fair to r 'up'")).verdict, 'violated');
});

test('a collection that is learnt by its parts is mapped as a value', async (t) => {
  const elements = [0, 1, 2];
  const box = () => defineSystem({ box: ImmutableSet<number>() }, { fairness: 'none', deadlock: 'allowed' });
  const spec = box().rules('r', { put: (s) => s.chooseFrom(elements, (n) => s.update('box', (set) => set.add(n))) });
  const system = box()
    .rules('r', {
      put: (s) => s.chooseFrom(elements, (n) => s.update('box', (set) => set.add(n))),
      take: (s) => s.when(s.get('box').size === 3)?.update('box', (set) => set.delete(1)),
    })
    .refines('R', 'nothing is taken', spec, (s) => ({ box: s.get('box') }));
  const found = await judged(t, system, 'R', { parts: true });
  t.deepEqual(steps(found), ['r put', 'r put', 'r put', 'r take']);
});

test('a mapping that gives no state of the specification is E_MAPPING', async (t) => {
  const spec = defineSystem({ n: 0, on: replicated(2, false) }, { fairness: 'none' }).rules('r', {
    up: (s) => s.update('n', (n) => n + 1),
  });
  const whole = { n: 0, on: () => false };
  const rows: readonly (readonly [mapped: unknown, why: RegExp])[] = [
    [undefined, /its mapping is undefined, and no state of the specification/],
    [Promise.resolve(whole), /its mapping is a promise/],
    [{ n: 0 }, /gives no value for 'on'/],
    [{ ...whole, m: 0 }, /gives a value for 'm', which the specification does not have/],
    [{ ...whole, on: false }, /gives false for 'on', which is replicated/],
    [{ ...whole, n: undefined }, /gives undefined for 'n' of the specification/],
    [{ ...whole, on: () => [] }, /gives an array for 'on\[0\]' of the specification/],
  ];
  for (const [mapped, why] of rows) {
    const system = defineSystem({ n: 0 }).rules('r', { up: (s) => s });
    const error = await userError(() => systemOf(system.refines('R', 'refines', spec, () => mapped as never)));
    t.is(error.code, 'E_MAPPING');
    t.regex(error.message, /^refinement 'R' \(test\): its mapping /);
    t.regex(error.message, why);
    t.is(error.advice.next, 'everywhen check test');
    t.truthy(error.advice.hint);
  }
});

test('a mapping that gives no state only later is E_MAPPING when it is explored', async (t) => {
  const spec = defineSystem({ n: 0 }).rules('r', { up: (s) => s.update('n', (n) => n + 1) });
  const system = defineSystem({ n: 0 })
    .rules('r', { up: (s) => s.when(s.get('n') < 3)?.update('n', (n) => n + 1) })
    .refines('R', 'refines', spec, (s) => ({ n: [0, 1][s.get('n')] as number }));
  t.is((await userError(() => checked(system))).code, 'E_MAPPING');
});

test('an impure mapping is E_IMPURE, also where each of its results violates the refinement', async (t) => {
  let evaluations = 0;
  const spec = defineSystem({ n: 0 }).rules('r', { up: (s) => s.update('n', (n) => n + 1) });
  const system = defineSystem({ n: 0 })
    .rules('r', { up: (s) => s.when(s.get('n') < 3)?.update('n', (n) => n + 1) })
    .refines('R', 'refines', spec, (s) => ({ n: s.get('n') === 0 ? 0 : 10 * s.get('n') + evaluations++ }));
  const error = await userError(() => checked(system));
  t.is(error.code, 'E_IMPURE');
  t.regex(error.message, /^refinement 'R' \(test\) gave two results/);
});

test('an impure rule of the specification is E_IMPURE', async (t) => {
  let evaluations = 0;
  const spec = defineSystem({ n: 0 }).rules('r', { up: (s) => s.set('n', evaluations++) });
  const system = defineSystem({ n: 0 })
    .rules('r', { up: (s) => s.when(s.get('n') < 1)?.set('n', 1) })
    .refines('R', 'refines', spec, (s) => ({ n: s.get('n') }));
  const error = await userError(() => checked(system));
  t.is(error.code, 'E_IMPURE');
  t.regex(
    error.message,
    /^refinement 'R' \(test\): rule 'up' of process 'r' \(specification of 'R'\) gave two results/,
  );
  t.is(error.advice.next, undefined);
});

test('a specification is a system of components and rule sets, or E_SYSTEM', async (t) => {
  const system = defineSystem({ n: 0 });
  const refused = async (spec: unknown, why: RegExp, mapping: unknown = () => ({})) => {
    const error = await userError(() => system.refines('R', 'refines', spec as never, mapping as never));
    t.is(error.code, 'E_SYSTEM');
    t.regex(error.message, why);
  };
  await refused({}, /refinement 'R' has no specification/);
  await refused(defineSystem({}).process('q', { go: (s) => s }), /has a program, 'q'/);
  await refused(defineSystem({ lock: spinLock() }), /has a lock or RCU, 'lock'/);
  await refused(defineSystem({}).unreachable('bug', 'never'), /has a terminal, 'reached'/);
  await refused(system, /refinement 'R' has no mapping/, null);
  await refused(system, /refinement 'R' has no mapping/, {});
});

// ---- against separate code ------------------------------------------------------------------------------------------

/** Numbered states; `rules[k][n]` are the states to which rule `k` leads from state `n`. */
interface Graph {
  readonly initials: readonly number[];
  readonly rules: readonly (readonly (readonly number[])[])[];
}

/** Numbers from a seed: mulberry32. */
function random(seed: number) {
  let state = seed + 1;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (n: number) => Math.floor(n * next()), chance: (p: number) => next() < p };
}

/** The least steps of a run that violates the refinement; and whether some step of a run maps to an abstract step. Searches plain numbers. */
function naive(concrete: Graph, abstract: Graph, mapping: readonly number[]) {
  if (concrete.initials.some((n) => !abstract.initials.includes(mapping[n] as number)))
    return { least: 0, exercised: false };
  const allowed = new Set(abstract.rules.flatMap((rule) => rule.flatMap((to, from) => to.map((n) => `${from} ${n}`))));
  const depths = new Map(concrete.initials.map((n) => [n, 0]));
  let least: number | undefined;
  let exercised = false;
  for (const [from, depth] of depths) {
    for (const to of concrete.rules.flatMap((rule) => rule[from] ?? [])) {
      if (!depths.has(to)) depths.set(to, depth + 1);
      if (mapping[from] === mapping[to]) continue;
      exercised = true;
      if (!allowed.has(`${mapping[from]} ${mapping[to]}`)) least ??= depth + 1;
    }
  }
  return { least, exercised };
}

test('200 random systems refine random specifications where separate code says so, by both explorers', async (t) => {
  const found = { holds: 0, violated: 0, 'not judged': 0, initial: 0 };
  for (let seed = 0; seed < 200; seed++) {
    const { below, chance } = random(seed);
    const states = 4 + below(9);
    const abstracts = 1 + below(4);
    const mapping = Array.from({ length: states }, () => below(abstracts));
    const some = (count: number, n: number) => Array.from({ length: count }, () => below(n));
    const concrete: Graph = {
      initials: [...new Set(some(1 + below(2), states))],
      rules: Array.from({ length: 1 + below(3) }, () =>
        Array.from({ length: states }, () => [...new Set(some(below(3), states))]),
      ),
    };
    // The image of the system, from which a specification may leave out a step, and an initial state.
    const keeps = chance(0.5) ? 1 : 0.97;
    const image = (from: number) =>
      concrete.rules.flatMap((rule) =>
        rule.flatMap((to, n) =>
          mapping[n] === from ? to.filter(() => chance(keeps)).map((m) => mapping[m] as number) : [],
        ),
      );
    const initials = concrete.initials.map((n) => mapping[n] as number).filter(() => chance(0.95));
    const abstract: Graph = {
      initials: initials.length > 0 ? [...new Set(initials)] : [below(abstracts)],
      rules: [Array.from({ length: abstracts }, (_, from) => [...new Set(image(from))])],
    };
    const spec = defineSystem({ z: 0 }, { fairness: 'none' })
      .initially((s) => abstract.initials.map((n) => s.set('z', n)))
      .rules('r', { move: (s) => s.chooseFrom(abstract.rules[0]?.[s.get('z')] ?? [], (n) => s.set('z', n)) });
    const numberOf = (s: { get(name: 'high' | 'low'): number }) => 4 * s.get('high') + s.get('low');
    const system = defineSystem({ high: 0, low: 0 }, { deadlock: 'allowed' })
      .initially((s) => concrete.initials.map((n) => s.set('high', n >> 2).set('low', n & 3)))
      .ruleSets('r', concrete.rules.length, {
        move: (s) =>
          s.chooseFrom(concrete.rules[s.index]?.[numberOf(s)] ?? [], (n) => s.set('high', n >> 2).set('low', n & 3)),
      })
      .refines('R', 'refines', spec, (s) => ({ z: mapping[numberOf(s)] as number }));
    const { least, exercised } = naive(concrete, abstract, mapping);
    const { verdict, vacuous = false, counterexample } = await judged(t, system);
    const expected = {
      verdict: least !== undefined ? 'violated' : exercised ? 'holds' : 'not judged',
      vacuous: least === undefined && !exercised,
      steps: least,
    };
    t.deepEqual({ verdict, vacuous, steps: counterexample?.steps.length }, expected as never, `seed ${seed}`);
    found[verdict as 'holds' | 'violated' | 'not judged']++;
    if (least === 0) found.initial++;
  }
  for (const count of Object.values(found)) t.true(count >= 5, JSON.stringify(found));
});
