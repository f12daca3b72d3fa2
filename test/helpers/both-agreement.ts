/**
 * The engine with stubborn sets on the representatives of orbits against the reference: verdicts, what claims judged and counterexamples are
 * equal; against the engine with symmetry alone: the same quiescent states are stored; and against the engine without reduction: whatever
 * it learns is known, or the image of what is known.
 */
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { EngineOptions } from '../../src/engine/exploring/engine-options.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { StubbornExplorer } from '../../src/engine/exploring/stubborn-explorer.ts';
import type { System } from '../../src/model/system.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { systemOf } from './explored.ts';
import {
  allEntries,
  entriesOf,
  findingsOf,
  host,
  mustEqual,
  partialOrderWays,
  STATES_MAX,
  teacherOf,
} from './partial-order-agreement.ts';
import { buildLoose, randomLoose } from './random-loose.ts';
import { buildReplicas, randomReplicas } from './random-replicas.ts';

/** Replicas that have much to do with one another, or several processes of loose programs. */
const randomSystems = fc.oneof(
  randomReplicas.map((data) => () => systemOf(buildReplicas(data))),
  fc.tuple(randomLoose, fc.array(fc.constantFrom(1, 2, 2, 3), { minLength: 4, maxLength: 4 })).map(([data, copies]) => {
    const programs = data.programs.slice(0, 2);
    return () => systemOf(buildLoose({ ...data, programs }, (program) => copies[program] as number));
  }),
);

export interface Agreed {
  /** Both reductions had something to reduce. */
  readonly isByBoth: boolean;
  readonly states: number;
  /** With symmetry alone, and with both. */
  readonly permuted: number;
  readonly stored: number;
  readonly transitions: number;
  readonly found: number;
}

/** Throws with the first difference. Undefined if there are too many states for the reference. */
export async function agreeUnderBoth(system: () => System, options: EngineOptions = {}): Promise<Agreed | undefined> {
  const reference = new ReferenceExplorer(system(), STATES_MAX);
  if ((await reference.run(host)) !== undefined) return undefined;
  const alone = new Explorer(system(), { auditOneIn: 0, symmetry: true });
  const both = new StubbornExplorer(system(), { auditOneIn: 1, ...options, symmetry: true });
  try {
    await alone.run(host);
    await both.run(host);
    const { by = [] } = both.reduction ?? {};
    const { quiescentStates: _, ...expected } = findingsOf(reference);
    mustEqual(expected, { ...findingsOf(both) });
    mustEqual({ quiescentStates: alone.quiescentStates }, { quiescentStates: both.quiescentStates });
    if (by.includes('partial-order')) {
      const known = new Set(entriesOf(teacherOf(both), both.symmetry?.trees));
      mustEqual({ unknown: [] }, { unknown: (await allEntries(system())).filter((entry) => !known.has(entry)) });
    }
    return {
      isByBoth: by.length === 2,
      states: reference.states,
      permuted: alone.states,
      stored: both.states,
      transitions: both.transitions,
      found: reference.found.size,
    };
  } finally {
    await alone.close();
    await both.close();
  }
}

/** What the first system of a seed shows in which both reductions differ from none; undefined if they agree in all. */
export async function firstDifferenceUnderBoth(systems: number, seed: number): Promise<string | undefined> {
  for (const [number, system] of fc.sample(randomSystems, { numRuns: systems, seed }).entries()) {
    try {
      await agreeUnderBoth(system, { auditOneIn: 0 });
    } catch (error) {
      return `system ${number}: ${error instanceof Error ? error.message : error}`;
    }
  }
  return undefined;
}

/** All systems agree; in most of them replicas are interchangeable, and in many of those fewer states are stored than with symmetry alone. */
export async function bothAgree(
  t: ExecutionContext,
  { numRuns, seed, secondsMax }: { readonly numRuns: number; readonly seed: number; readonly secondsMax: number },
): Promise<void> {
  let [number, compared, byBoth, fewer, decided, most] = [0, 0, 0, 0, 0, 1];
  let failing: EngineOptions[] | undefined;
  const property = fc.asyncProperty(randomSystems, async (system) => {
    const counts = new Map<string, number>();
    for (const way of failing ?? partialOrderWays(number++)) {
      const agreed = await agreeUnderBoth(system, way).catch((error) => {
        failing = [way];
        throw new Error(`${JSON.stringify(way)}: ${error instanceof Error ? error.message : error}`, { cause: error });
      });
      if (agreed === undefined) return;
      // In other bits another state is the least of its orbit; threads change nothing.
      const layout = JSON.stringify([way.wordBits, way.tight]);
      if ((counts.get(layout) ?? agreed.stored) !== agreed.stored)
        throw new Error(`${JSON.stringify(way)}: ${agreed.stored}`);
      counts.set(layout, agreed.stored);
      compared++;
      if (agreed.isByBoth) byBoth++;
      if (agreed.isByBoth && agreed.stored < agreed.permuted) fewer++;
      if (agreed.found > 0) decided++;
      most = Math.max(most, agreed.states / agreed.stored);
    }
  });
  await fc.assert(property, {
    numRuns,
    seed,
    interruptAfterTimeLimit: 1000 * secondsMax,
    markInterruptAsFailure: true,
  });
  t.log(`${compared} explorations: ${byBoth} by both; ${fewer} of them store fewer states than with symmetry alone`);
  t.log(`at most 1 in ${most.toFixed(1)} of all states; ${decided} decide a property`);
  t.true(byBoth > compared / 2);
  t.true(fewer > byBoth / 10);
  t.true(decided > compared / 5);
}
