/**
 * The engine with stubborn sets against the reference: verdicts, quiescent states, what claims judged and counterexamples are equal; and
 * against the engine without them: the same is learnt of every step and claim.
 */
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { neverEnabled } from '../../src/check/coverage.ts';
import { vacuousBecause } from '../../src/check/doubt/vacuity.ts';
import type { EngineOptions } from '../../src/engine/exploring/engine-options.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { StubbornExplorer } from '../../src/engine/exploring/stubborn-explorer.ts';
import type { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { type Leaf, Node, type Tree } from '../../src/engine/knowledge/tree.ts';
import { setSubjects } from '../../src/engine/stubborn/subjects.ts';
import type { Exploration, Host, Route } from '../../src/model/exploration.ts';
import type { System } from '../../src/model/system.ts';
import { ReferenceExplorer } from '../../src/reference/explorer.ts';
import { withoutChance } from '../../src/semantics/purity.ts';
import { systemOf } from './explored.ts';
import { buildLoose, randomLoose } from './random-loose.ts';

export const STATES_MAX = 4000;

export const host: Host = { breathe: async () => undefined, mayGrow: () => true };

export interface Agreed {
  readonly isReduced: boolean;
  readonly states: number;
  readonly stored: number;
  readonly transitions: number;
  readonly taken: number;
  readonly found: number;
  readonly runs: number;
}

/** Throws with the first difference. Undefined if there are too many states for the reference. */
export async function agreeUnderPartialOrder(
  system: () => System,
  options: EngineOptions = {},
): Promise<Agreed | undefined> {
  const reference = new ReferenceExplorer(system(), STATES_MAX);
  if ((await reference.run(host)) !== undefined) return undefined;
  const explorer = new StubbornExplorer(system(), { auditOneIn: 1, ...options });
  try {
    await explorer.run(host);
    const { by = [], runs = 0 } = explorer.reduction ?? {};
    const isReduced = by.length > 0;
    mustEqual({ ...findingsOf(reference) }, { ...findingsOf(explorer) });
    if (isReduced) mustEqual({ entries: await allEntries(system()) }, { entries: entriesOf(teacherOf(explorer)) });
    const { states, transitions, found } = reference;
    const counts = { states, transitions, stored: explorer.states, taken: explorer.transitions, found: found.size };
    return { isReduced, runs, ...counts };
  } finally {
    await explorer.close();
  }
}

export function mustEqual(
  expected: { readonly [what: string]: unknown },
  got: { readonly [what: string]: unknown },
): void {
  for (const [what, value] of Object.entries(expected)) {
    const [a, b] = [JSON.stringify(value), JSON.stringify(got[what])];
    if (a !== b) throw new Error(`${what}: ${a} without reduction, ${b} with stubborn sets`);
  }
}

export function findingsOf(exploration: Exploration) {
  const { found, exercised, quiescentStates } = exploration;
  const inOrder = [...found.keys()].sort();
  const steps = ({ start, steps }: Route) => [start, ...steps.map((step) => [step.alternative.position, step.place])];
  return {
    found: inOrder.map((id) => [id, found.get(id)]),
    routes: inOrder.map((id) => [id, steps(withoutChance(() => exploration.pathTo(id)))]),
    quiescentStates,
    exercised: [...exercised].sort(),
    idle: neverEnabled(exploration),
    vacuous: exploration.system.properties.map((property) => vacuousBecause(property, exploration) ?? null),
  };
}

/** What the engine learns of a system without reduction. */
export async function allEntries(system: System): Promise<readonly string[]> {
  const explorer = new Explorer(system, { auditOneIn: 0, entriesFree: 1e9, tabulateFrom: 1e9 });
  try {
    await explorer.run(host);
    return entriesOf(teacherOf(explorer));
  } finally {
    await explorer.close();
  }
}

export function teacherOf(explorer: Explorer): Teacher {
  return (explorer as unknown as { readonly teacher: Teacher }).teacher;
}

/** The entries of steps and of claims about every state, a line each: the numbers of values differ from run to run. */
export function entriesOf(teacher: Teacher, trees?: readonly Tree[]): readonly string[] {
  const { system, domains } = teacher;
  const value = (slot: number, id: number) =>
    `${system.slots[slot]?.name}=${JSON.stringify(domains[slot]?.valueOf(id).value)}`;
  const leafText = ({ outcomes, failed }: Leaf) =>
    `${outcomes.map(({ writes }) => writes.map(([slot, id]) => value(slot, id)).join()).join('|')} !${failed.join()}`;
  const lines: string[] = [];
  for (const { number, tree } of setSubjects(teacher, trees && { known: trees, reached: trees })) {
    const walk = (at: Node | Leaf, path: string): void => {
      if (at instanceof Node) {
        at.children.forEach((child, id) => {
          if (child !== undefined) walk(child, `${path} ${value(at.slot, id)}`);
        });
      } else lines.push(`${number}:${path} -> ${leafText(at)}`);
    };
    if (tree.root !== undefined) walk(tree.root, '');
  }
  return lines.sort();
}

/** The ways in which the system with a number is explored. */
export function partialOrderWays(number: number): EngineOptions[] {
  return [
    {},
    { wordBits: 9 + (number % 7) },
    ...(number % 3 === 0 ? [{ tight: true, auditOneIn: 0 }] : []),
    ...(number % 40 === 0 ? [{ workers: 2, poolStates: 0 }] : []),
    ...(number % 40 === 20 ? [{ workers: 4, poolStates: 0, wordBits: 11 }] : []),
  ];
}

/** What the first system of a seed shows in which stubborn sets differ from the reference; undefined if they agree in all. */
export async function firstPartialOrderDifference(systems: number, seed: number): Promise<string | undefined> {
  for (const [number, data] of fc.sample(randomLoose, { numRuns: systems, seed }).entries()) {
    try {
      await agreeUnderPartialOrder(() => systemOf(buildLoose(data)), { auditOneIn: 0 });
    } catch (error) {
      return `system ${number}: ${error instanceof Error ? error.message : error}`;
    }
  }
  return undefined;
}

/** All systems agree, and in many of them not all states are stored. */
export async function partialOrderAgrees(
  t: ExecutionContext,
  { numRuns, seed, secondsMax }: { readonly numRuns: number; readonly seed: number; readonly secondsMax: number },
): Promise<void> {
  let [number, compared, fewer, fewerTaken, decided, runs, most] = [0, 0, 0, 0, 0, 0, 1];
  let failing: EngineOptions[] | undefined;
  const property = fc.asyncProperty(randomLoose, async (data) => {
    let counts: string | undefined;
    for (const way of failing ?? partialOrderWays(number++)) {
      const agreed = await agreeUnderPartialOrder(() => systemOf(buildLoose(data)), way).catch((error) => {
        failing = [way];
        throw new Error(`${JSON.stringify(way)}: ${error instanceof Error ? error.message : error}`, { cause: error });
      });
      if (agreed === undefined) return;
      const { states, stored, transitions, taken, found } = agreed;
      // Which states are stored depends on neither threads nor layouts.
      counts ??= `${stored} ${taken}`;
      if (counts !== `${stored} ${taken}`) throw new Error(`${JSON.stringify(way)}: ${stored} ${taken}, not ${counts}`);
      compared++;
      if (stored < states) fewer++;
      if (taken < transitions) fewerTaken++;
      if (found > 0) decided++;
      runs += agreed.runs;
      most = Math.max(most, states / stored);
    }
  });
  await fc.assert(property, {
    numRuns,
    seed,
    interruptAfterTimeLimit: 1000 * secondsMax,
    markInterruptAsFailure: true,
  });
  t.log(`${compared} explorations: ${fewer} store fewer states, at most 1 in ${most.toFixed(1)}; ${decided} decide`);
  t.log(`${fewerTaken} take fewer steps; ${(runs / compared).toFixed(1)} runs until nothing is learnt`);
  t.true(fewer > compared / 4);
  t.true(fewerTaken > compared / 3);
  t.true(decided > compared / 3);
}
