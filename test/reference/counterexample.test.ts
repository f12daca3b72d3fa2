/** The counterexample rule against brute force: all runs, tried length by length, the best of the first that end wrongly. */
import '../helpers/uncounted.ts';
import test from 'ava';
import fc from 'fast-check';
import { checkSystem } from '../../src/check/check.ts';
import { decides } from '../../src/check/confirm.ts';
import type { TraceStep } from '../../src/check/counterexample.ts';
import type { Property } from '../../src/model/property.ts';
import { isLasting } from '../../src/model/property-kinds.ts';
import type { StateReader } from '../../src/model/state-reader.ts';
import { candidates, type System } from '../../src/model/system.ts';
import { evaluate, stepName } from '../../src/semantics/evaluation.ts';
import type { Path } from '../../src/semantics/path.ts';
import { systemOf } from '../helpers/explored.ts';
import { buildRandom, randomSystem } from '../helpers/random-system.ts';

const RUNS_MAX = 3000;

interface Ranked extends Path {
  readonly ranks: readonly (readonly number[])[];
}

test('the counterexample is the least of all shortest runs that show the violation', async (t) => {
  const seen = { systems: 0, traces: 0, contested: 0, longest: 0, kinds: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(randomSystem, async (data) => {
      const system = systemOf(buildRandom(data));
      const report = await checkSystem(system, { model: 'random', parameters: {} }, { statesMax: 3000 });
      if (report.stopped !== undefined) return;
      seen.systems++;
      for (const property of system.properties) {
        // A lasso has a rule of its own.
        if (isLasting(property)) continue;
        const { counterexample, witness } = report.properties.find(({ id }) => id === property.id) ?? {};
        const trace = counterexample ?? witness;
        const ends = shortestRuns(system, property, trace?.steps.length ?? 4);
        if (ends === undefined) continue;
        if (trace === undefined) {
          t.deepEqual(ends, [], `${property.id} was not found but ${ends.length} runs show it`);
          continue;
        }
        const best = ends.toSorted(compareRuns)[0];
        t.deepEqual(
          trace.steps.map(withoutChanges),
          best?.steps.map(({ alternative, outcome }) => stepName(alternative, outcome)),
        );
        seen.traces++;
        seen.contested += ends.length > 1 ? 1 : 0;
        seen.longest = Math.max(seen.longest, trace.steps.length);
        seen.kinds.add(property.kind);
      }
    }),
    { numRuns: 400, seed: 20 },
  );
  t.log(seen);
  // The test says something only if rivals were there to choose among, for properties of every kind.
  t.true(seen.systems > 300 && seen.traces > 300 && seen.contested > 150 && seen.longest >= 4);
  t.deepEqual([...seen.kinds].toSorted(), [
    'assertion',
    'deadlock',
    'invariant',
    'quiescence',
    'reachable',
    'step invariant',
    'unreachable',
  ]);
});

/** All runs of the least length, up to a limit, that decide the property; undefined where there are too many to try. */
function shortestRuns(system: System, property: Property<StateReader>, lengthMax: number): Ranked[] | undefined {
  let runs: Ranked[] = [{ states: [system.initial], steps: [], ranks: [] }];
  for (let length = 0; ; length++) {
    const ends = runs.filter((run) => decides(system, property, run));
    if (ends.length > 0 || length === lengthMax) return ends;
    runs = runs.flatMap((run) => longerBy1(system, run));
    if (runs.length > RUNS_MAX) return undefined;
  }
}

function longerBy1(system: System, run: Ranked): Ranked[] {
  const state = run.states.at(-1) ?? system.initial;
  return [...candidates(system, state)].flatMap((alternative) =>
    evaluate(system, alternative, state).outcomes.map(({ name, place, next, failed }) => ({
      states: [...run.states, next],
      steps: [...run.steps, { alternative, outcome: name, place, failed }],
      ranks: [...run.ranks, [...alternative.rank, place]],
    })),
  );
}

function compareRuns(a: Ranked, b: Ranked): number {
  const switches = ({ ranks }: Ranked) => ranks.filter((rank, i) => i > 0 && rank[0] !== ranks[i - 1]?.[0]).length;
  if (switches(a) !== switches(b)) return switches(a) - switches(b);
  const [left, right] = [a.ranks.flat(), b.ranks.flat()];
  const place = left.findIndex((rank, i) => rank !== right[i]);
  return place === -1 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}

function withoutChanges({ changes: _, ...step }: TraceStep) {
  return step;
}
