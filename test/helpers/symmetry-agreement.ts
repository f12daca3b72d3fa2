/**
 * The engine with symmetry against the reference: verdicts, depths and counterexamples are equal, and the orbits of the states that are
 * stored add up to the states that the reference finds.
 */
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { neverEnabled } from '../../src/check/coverage.ts';
import { vacuousBecause } from '../../src/check/doubt/vacuity.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import type { Attempt } from '../../src/engine/symmetry/attempts.ts';
import type { Exploration, Host, Route } from '../../src/model/exploration.ts';
import type { System } from '../../src/model/system.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { withoutChance } from '../../src/semantics/purity.ts';
import { systemOf } from './explored.ts';
import { buildReplicas, randomReplicas } from './random-replicas.ts';

export const STATES_MAX = 4000;

const host: Host = { breathe: async () => undefined, mayGrow: () => true };

export interface Agreed {
  /** The number of permutations under which states were stored once; 1 if no replicas are interchangeable. */
  readonly order: number;
  readonly states: number;
  readonly stored: number;
  readonly found: number;
  readonly isCounted: boolean;
}

/** Throws with the first difference. Undefined if there are too many states for the reference. */
export async function agreeUnderSymmetry(
  system: () => System,
  options: NonNullable<ConstructorParameters<typeof Explorer>[1]> = {},
): Promise<Agreed | undefined> {
  const reference = new ReferenceExplorer(system(), STATES_MAX);
  if ((await reference.run(host)) !== undefined) return undefined;
  const explorer = new Explorer(system(), { symmetry: true, auditOneIn: 1, ...options });
  try {
    await explorer.run(host);
    const { symmetry, orbits } = explorer;
    const order = symmetry?.group?.order ?? 1;
    const counted = orbits ?? explorer;
    const isCounted = order === 1 || orbits !== undefined;
    const [expected, got] = [findingsOf(reference), findingsOf(explorer)];
    const counts = ({ states, transitions }: { readonly states: number; readonly transitions: number }) => ({
      states,
      transitions,
    });
    const all = { ...expected, ...(isCounted && counts(reference)) };
    const mine = { ...got, ...(isCounted && counts(counted)) };
    for (const [what, value] of Object.entries(all)) {
      const other = (mine as Record<string, unknown>)[what];
      if (JSON.stringify(value) === JSON.stringify(other)) continue;
      throw new Error(`${what}: ${JSON.stringify(value)} in the reference, ${JSON.stringify(other)} with symmetry`);
    }
    return { order, states: reference.states, stored: explorer.states, found: reference.found.size, isCounted };
  } finally {
    await explorer.close();
  }
}

function findingsOf(exploration: Exploration) {
  const { depth, found, exercised } = exploration;
  const inOrder = [...found.keys()].sort();
  const steps = ({ start, steps }: Route) => [start, ...steps.map((step) => [step.alternative.position, step.place])];
  return {
    depth,
    found: inOrder.map((id) => [id, found.get(id)]),
    routes: inOrder.map((id) => [id, steps(withoutChance(() => exploration.pathTo(id)))]),
    exercised: [...exercised].sort(),
    idle: neverEnabled(exploration),
    vacuous: exploration.system.properties.map((property) => vacuousBecause(property, exploration) ?? null),
  };
}

/** A run that begins without symmetry tries it twice, and again begins without it if what it met meanwhile refuses it. */
function attemptsFrom(states: number): readonly Attempt[] {
  const attempt = { entriesMax: 2 ** 16, permutationsMin: 2 };
  return [
    { ...attempt, states },
    { ...attempt, states: 8 * states },
  ];
}

/** The ways in which the system with a number is explored. */
export function symmetryWays(number: number): NonNullable<ConstructorParameters<typeof Explorer>[1]>[] {
  return [
    {},
    { wordBits: 9 + (number % 7) },
    { tight: true, auditOneIn: 0 },
    { symmetry: false, attempts: attemptsFrom(1 + (number % 30)) },
    ...(number % 40 === 0 ? [{ workers: 2, poolStates: 0 }] : []),
    ...(number % 40 === 20 ? [{ workers: 4, poolStates: 0, wordBits: 11 }] : []),
  ];
}

/** What the first system of a seed shows in which symmetry differs from the reference; undefined if they agree in all. */
export async function firstSymmetryDifference(systems: number, seed: number): Promise<string | undefined> {
  for (const [number, data] of fc.sample(randomReplicas, { numRuns: systems, seed }).entries()) {
    for (const way of symmetryWays(number)) {
      try {
        await agreeUnderSymmetry(() => systemOf(buildReplicas(data)), { ...way, auditOneIn: 0 });
      } catch (error) {
        return `system ${number}: ${error instanceof Error ? error.message : error}`;
      }
    }
  }
  return undefined;
}

/** All systems agree, and in most of them replicas are interchangeable. */
export async function symmetryAgrees(
  t: ExecutionContext,
  { numRuns, seed, secondsMax }: { readonly numRuns: number; readonly seed: number; readonly secondsMax: number },
): Promise<void> {
  let [number, compared, reduced, refused, uncounted, decided, most] = [0, 0, 0, 0, 0, 0, 1];
  let failing: ReturnType<typeof symmetryWays> | undefined;
  const property = fc.asyncProperty(randomReplicas, async (data) => {
    for (const way of failing ?? symmetryWays(number++)) {
      const agreed = await agreeUnderSymmetry(() => systemOf(buildReplicas(data)), way).catch((error) => {
        failing = [way];
        throw new Error(`${JSON.stringify(way)}: ${error instanceof Error ? error.message : error}`, { cause: error });
      });
      if (agreed === undefined) return;
      compared++;
      if (agreed.order > 1) reduced++;
      else refused++;
      if (agreed.found > 0) decided++;
      if (!agreed.isCounted) uncounted++;
      most = Math.max(most, agreed.states / agreed.stored);
    }
  });
  await fc.assert(property, {
    numRuns,
    seed,
    interruptAfterTimeLimit: 1000 * secondsMax,
    markInterruptAsFailure: true,
  });
  t.log(
    `${compared} explorations: ${reduced} with symmetry, at most to 1 in ${most.toFixed(1)}; ${decided} decide a property`,
  );
  t.log(`${uncounted} whose orbits have no known sizes; in ${refused} no replicas are interchangeable`);
  t.true(reduced > compared / 2);
  t.true(refused > 0);
  t.true(decided > compared / 5);
  t.true(uncounted < compared / 50);
}
