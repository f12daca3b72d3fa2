/** The search against trying all sets, on designs that lines mend and break. */
import test from 'ava';
import { assumptionSet, defineModel, defineSystem, expecting, repairs, sizeRange, variant } from 'everywhen';
import fc from 'fast-check';
import type { AnyModel } from '../../src/language/model.ts';
import { Question, type QuestionOptions } from '../../src/repair/question.ts';
import { repairText } from '../../src/repair/repair-text.ts';
import { type RepairResult, resultOf } from '../../src/repair/result.ts';
import { Search, type SearchOptions } from '../../src/repair/search.ts';
import { tryAllSets } from '../helpers/all-sets.ts';
import { HereRunner } from '../helpers/here-runner.ts';

const NAMES = ['a', 'b', 'c', 'd'] as const;

/**
 * A way to a bad state. It is there in one cell if the lines of `with` are, and those of `without` are not; or, as two lines may do together
 * what neither does alone, under any sets of lines, a bit of `under` for each. `renames` changes its steps only.
 */
interface Bug {
  readonly cell: number;
  readonly under?: number | undefined;
  readonly with: readonly string[];
  readonly without: readonly string[];
  readonly renames: readonly string[];
  readonly steps: number;
  readonly property: 'P' | 'Q';
}

const some = (lengthMax: number) => fc.subarray([...NAMES], { maxLength: lengthMax });
const bug: fc.Arbitrary<Bug> = fc.record({
  cell: fc.nat(1),
  with: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, some(2)),
  without: some(2),
  under: fc.option(fc.nat(2 ** 16 - 1), { nil: undefined, freq: 2 }),
  renames: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, some(1)),
  steps: fc.integer({ min: 1, max: 3 }),
  property: fc.constantFrom('P', 'Q'),
});

/** A bug is a process that counts to the number of its steps, which is bad. */
function modelOf(bugs: readonly Bug[]): AnyModel {
  const model = defineModel({
    name: 'bugs',
    title: 'ways to a bad state',
    parameters: {
      variant: variant('only'),
      cell: sizeRange({ from: 0, to: 1, initial: 0 }),
      fix: assumptionSet(...NAMES),
    },
    build: ({ cell, fix }) => {
      const has = (name: string) => (fix as ReadonlySet<string>).has(name);
      const present = bugs
        .map((one, number) => ({ ...one, number }))
        .filter(({ under, ...one }) => {
          const set = NAMES.reduce((bits, name, i) => bits + (has(name) ? 2 ** i : 0), 0);
          const isThere =
            under === undefined ? one.with.every(has) && !one.without.some(has) : (under >> set) % 2 === 1;
          return one.cell === cell && isThere;
        });
      let system = defineSystem({ badP: false, badQ: false })
        .invariant('P', 'P is good', (s) => !s.get('badP'))
        .invariant('Q', 'Q is good', (s) => !s.get('badQ'))
        .process('idle', { rest: (s) => s.goto('rest') }, { end: 'loop', mayWaitAt: ['rest'] });
      for (const { number, steps, property, renames } of present) {
        const step = renames.some(has) ? 'other' : 'up';
        const program = {
          [step]: (s: never) => count(s, steps, property === 'P' ? 'badP' : 'badQ'),
        };
        system = system.process(`bug ${number}`, program as never, {
          end: 'loop',
          mayWaitAt: [step as never],
          locals: { n: 0 },
        }) as never;
      }
      return system;
    },
  });
  const matrix = expecting(model, {
    variants: ['only'],
    scenarios: { zero: { cell: 0 }, one: { cell: 1 } },
    expected: { only: {} },
  } as never);
  return matrix as unknown as AnyModel;
}

// biome-ignore lint/suspicious/noExplicitAny: a snapshot of a system whose processes are not known to the types.
function count(s: any, steps: number, bad: string): unknown {
  const n = s.get('n') as number;
  if (n === steps) return undefined;
  return n + 1 === steps ? s.set('n', n + 1).set(bad, true) : s.set('n', n + 1);
}

async function searched(
  model: AnyModel,
  question: QuestionOptions,
  options: Partial<SearchOptions> = {},
): Promise<{ readonly result: RepairResult; readonly search: Search; readonly runner: HereRunner }> {
  const runner = new HereRunner();
  const loaded = { model, name: model.name, path: import.meta.filename, hash: () => '' };
  const search = new Search(new Question(loaded, question), { runner, limits: { engine: 'reference' }, ...options });
  await search.run();
  return { result: resultOf(search, 0), search, runner };
}

for (const properties of [undefined, ['P']]) {
  test(`the minimal sets are those that trying all sets finds${properties === undefined ? '' : ', for one property'}`, async (t) => {
    t.timeout(600_000);
    let replayed = 0;
    let broken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(bug, { minLength: 1, maxLength: 5 }), async (bugs) => {
        const model = modelOf(bugs);
        const design = (fix: readonly string[], cell: number) => ({ cell, fix: new Set(fix) });
        const all = await tryAllSets(model, NAMES, 2, design, 'reference');
        const [verdicts, minimal] = [all.verdicts(properties), all.minimal(properties)];
        const question = { fix: 'fix', ...(properties && { properties }) };
        const { result, search } = await searched(model, question, { larger: true });
        const { result: without } = await searched(model, question);
        for (const each of [result, without]) {
          t.deepEqual(each.minimal.map(({ lines }) => lines.join()).toSorted(), minimal);
          t.is(each.counts.notExamined + each.counts.undecided, 0);
        }
        // Every set has been decided as it is, by whatever means.
        for (const [set, { kind }] of search.standings.entries()) {
          const names = search.question.namesOf(set).join();
          t.is(kind === 'refuted' ? 'violated' : kind, verdicts.get(names) as string, names);
        }
        t.is(search.standings.size, 16);
        const isMonotone = [...verdicts].every(([set, verdict]) => {
          const lines = set === '' ? [] : set.split(',');
          const holdsWithin = minimal.some((one) =>
            one.split(',').every((name) => name === '' || lines.includes(name)),
          );
          return verdict === 'holds' || !holdsWithin;
        });
        t.is(result.monotone, isMonotone);
        t.is(result.verdict, minimal.length > 0 ? 'found' : 'none');
        replayed += result.counts.refutedByReplay;
        broken += result.broken.length;
      }),
      { numRuns: 60, seed: 7 },
    );
    // The cases are not idle: replays decide sets, and lines break what holds without them.
    t.true(replayed > 100);
    t.true(broken > 10);
  });
}

const bugOf = (changed: Partial<Bug>): Bug => ({
  cell: 0,
  with: [],
  without: [],
  renames: [],
  steps: 1,
  property: 'P',
  ...changed,
});

test('a line that only changes the names of the steps repairs nothing', async (t) => {
  const { result } = await searched(modelOf([bugOf({ renames: ['a'], without: ['b'] })]), { fix: 'fix' });
  t.deepEqual(
    result.minimal.map(({ lines }) => lines),
    [['b']],
  );
});

test('no line is needed where every cell holds', async (t) => {
  const { result } = await searched(modelOf([]), { fix: 'a,b' });
  t.is(result.verdict, 'found');
  t.deepEqual(
    result.minimal.map(({ lines, needs }) => ({ lines, needs })),
    [{ lines: [], needs: [] }],
  );
  t.is(result.counts.largerNotExamined, 3);
  t.is(result.monotone, undefined);
});

test('each line of a minimal set is needed, and the counterexample without it is named with its command', async (t) => {
  const bugs = [bugOf({ without: ['a'], steps: 2 }), bugOf({ without: ['b'], cell: 1, property: 'Q' })];
  const { result } = await searched(modelOf(bugs), { fix: 'a,b,c' });
  t.deepEqual(
    result.minimal.map(({ lines, needs }) => ({
      lines,
      needs: needs.map(({ line, cell, property, steps, command }) => ({ line, cell, property, steps, command })),
    })),
    [
      {
        lines: ['a', 'b'],
        needs: [
          { line: 'a', cell: 'zero', property: 'P', steps: 2, command: 'everywhen check bugs fix=b --property P' },
          {
            line: 'b',
            cell: 'one',
            property: 'Q',
            steps: 1,
            command: 'everywhen check bugs cell=1 fix=a --property Q',
          },
        ],
      },
    ],
  );
  // The design without lines, in both cells, and the set that holds: replays refute the others.
  t.is(result.counts.explorations, 4);
  t.is(result.counts.explorationsOfAll, 16);
});

test('a set that hits a limit is undecided: neither it nor what includes it is called minimal on its account', async (t) => {
  // With line a there is a way of 5,000 steps to a bad state, which the limit hides.
  const bugs = [bugOf({ without: ['a', 'b'] }), bugOf({ with: ['a'], without: ['b'], steps: 5000 })];
  const { result, search } = await searched(
    modelOf(bugs),
    { fix: 'a,b' },
    { limits: { engine: 'reference', statesMax: 1000 } },
  );
  t.is(search.standings.of(0b01)?.kind, 'undecided');
  t.is(search.standings.of(0b10)?.kind, 'holds');
  t.deepEqual(
    result.minimal.map(({ lines }) => lines),
    [['b']],
  );
  t.is(result.monotone, undefined);
  t.deepEqual(
    result.undecided.map(({ lines, cell }) => ({ lines, cell })),
    [{ lines: ['a'], cell: 'zero' }],
  );
});

test('a set that holds is not proved minimal while a set within it is undecided', async (t) => {
  const bugs = [bugOf({ without: ['a'] }), bugOf({ with: ['a'], without: ['b'], steps: 5000 })];
  const { result } = await searched(
    modelOf(bugs),
    { fix: 'a,b' },
    { limits: { engine: 'reference', statesMax: 1000 } },
  );
  t.is(result.verdict, 'undecided');
  t.deepEqual(result.minimal, []);
  t.deepEqual(
    result.unproved.map(({ lines }) => lines),
    [['a', 'b']],
  );
});

test('a line that leaves a property nothing to judge is said to make it vacuous', async (t) => {
  const model = defineModel({
    name: 'bell',
    title: 'a bell that may be deaf',
    parameters: { fix: assumptionSet('answers', 'silent') },
    build: ({ fix }) =>
      defineSystem({ rung: false, heard: false })
        .process('hand', { ring: (s) => (fix.has('silent') ? s : s.set('rung', true)) })
        .process(
          'ear',
          { hear: (s) => s.when(fix.has('answers') && s.get('rung') && !s.get('heard'))?.set('heard', true) },
          { end: 'loop', mayWaitAt: ['hear'] },
        )
        .quiescent('heard', 'what was rung is heard', (s) => s.get('heard'), { when: (s) => s.get('rung') }),
  });
  const { result } = await searched(model as unknown as AnyModel, { fix: 'fix', properties: ['heard'] });
  t.deepEqual(
    result.minimal.map(({ lines, proof }) => [lines, proof.flatMap(({ vacuous = [] }) => vacuous)]),
    [
      [['answers'], []],
      [['silent'], [{ property: 'heard', because: 'its antecedent never held' }]],
    ],
  );
  t.true(repairText(result).includes('  with these lines heard is vacuous: its antecedent never held (in defaults)'));
});

test('lines that choose different values of one parameter exclude each other', async (t) => {
  const model = defineModel({
    name: 'door',
    title: 'a door',
    parameters: { lock: variant('none', 'chain', 'bolt', 'both') },
    build: ({ lock }) =>
      defineSystem({ inside: false })
        .process('guest', { enter: (s) => (lock === 'none' ? s.set('inside', true) : s) })
        .invariant('out', 'no guest is inside', (s) => !s.get('inside')),
  });
  const lines = {
    chain: { title: 'a chain', parameters: { lock: 'chain' }, cost: 3 },
    bolt: { title: 'a bolt', parameters: { lock: 'bolt' } },
  } as const;
  const { result, search } = await searched(repairs(model, { lines }) as unknown as AnyModel, {}, { larger: true });
  t.deepEqual(
    result.minimal.map((set) => [set.lines, set.cost]),
    [
      [['bolt'], 1],
      [['chain'], 3],
    ],
  );
  t.deepEqual(search.standings.of(0b11), {
    kind: 'refused',
    because: 'chain and bolt choose different values of lock',
  });
});

test('when the time is over, the sets that are left are not examined, and nothing is claimed of them', async (t) => {
  const bugs = [bugOf({ without: ['a'] }), bugOf({ without: ['b'], cell: 1 })];
  let left = 1;
  const { result } = await searched(modelOf(bugs), { fix: 'a,b,c' }, { secondsLeft: () => left-- });
  t.is(result.verdict, 'undecided');
  t.true(result.counts.notExamined > 0);
  t.is(result.monotone, undefined);
});
