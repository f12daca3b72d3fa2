/** How often each step was evaluated and taken: what was never taken was not checked either. */
import { isScheduler } from '../model/cpu.ts';
import type { Exploration, Host } from '../model/exploration.ts';
import { alternativeText } from '../model/process.ts';
import type { StateGraph } from '../model/state-graph.ts';
import { inSlices } from '../semantics/slices.ts';

/** Whether a step was taken: what was never taken was not checked either. */
export interface StepCoverage {
  /** The process, `sender[1]` for a replica. */
  readonly process: string;
  /** The label, and the name of the alternative there: `guest / wfi`. */
  readonly step: string;
  /** Runs of the step in TypeScript. */
  readonly evaluations: number;
  /** Transitions, where they were counted and every state was explored. */
  readonly transitions?: number;
  /** Whether it was taken in any reachable state. */
  readonly isTaken: boolean;
  /** For each outcome that it offered in a choice, by name: whether it was ever taken. */
  readonly outcomes: { readonly [outcome: string]: boolean };
}

/** A step that is enabled in no reachable state, nor is it in another replica of its process. */
export interface IdleStep {
  /** The process, without the index of a replica. */
  readonly process: string;
  /** The label, and the name of the alternative there: `guest / wfi`. */
  readonly step: string;
  /** Whether it was evaluated at all: it was blocked in every state of its label. A step of rules is reached in every state. */
  readonly reached: boolean;
}

/** The coverage of each step, in the order of declaration. Counting transitions visits every state once more. */
export async function coverageOf(
  exploration: Exploration,
  host: Host,
  counted: boolean,
): Promise<readonly StepCoverage[]> {
  const counts = counted && exploration.complete ? await transitionsOf(exploration, host) : undefined;
  const { system, coverage } = exploration;
  return system.alternatives.flatMap((alternative) => {
    const { evaluations, isTaken, outcomes } = coverage.of(alternative.position);
    // A scheduler is not the author's: there is nothing to check in what it never does.
    if (!isTaken && isScheduler(system.cpus, alternative.process)) return [];
    return {
      process: alternative.process.name,
      step: alternativeText(alternative),
      evaluations,
      ...(counts !== undefined && { transitions: counts[alternative.position] as number }),
      isTaken,
      outcomes: Object.fromEntries(outcomes),
    };
  });
}

/** The steps that no state enabled so far. What evaluations showed is noted anyway, so this costs nothing. */
export function neverEnabled({ system, coverage }: Exploration): readonly IdleStep[] {
  const steps = new Map<string, IdleStep & { readonly isTaken: boolean }>();
  for (const alternative of system.alternatives) {
    if (isScheduler(system.cpus, alternative.process)) continue;
    const [process, step] = [processOfAll(alternative.process.name), alternativeText(alternative)];
    const { evaluations, isTaken } = coverage.of(alternative.position);
    const key = `${process}: ${step}`;
    const others = steps.get(key);
    const reached = evaluations > 0 || (others?.reached ?? false);
    steps.set(key, { process, step, reached, isTaken: isTaken || (others?.isTaken ?? false) });
  }
  return [...steps.values()].filter((step) => !step.isTaken).map(({ isTaken: _, ...step }) => step);
}

/** The name of a process without the index of a replica. */
export function processOfAll(process: string): string {
  return process.replace(/\[[^\]]*\]$/, '');
}

/** By position of the alternative; undefined where the count was stopped early. */
async function transitionsOf(exploration: Exploration, host: Host): Promise<readonly number[] | undefined> {
  const counts = exploration.system.alternatives.map(() => 0);
  const stopped = await inSlices(count(exploration.graph(), counts), host, 'counting transitions');
  return stopped === undefined ? counts : undefined;
}

function* count(graph: StateGraph, counts: number[]): Generator<void, undefined> {
  for (let node = graph.nodeFrom(0); node !== undefined; node = graph.nodeFrom(node + 1)) {
    for (const { alternative } of graph.visit(node).labels) {
      counts[alternative.position] = (counts[alternative.position] as number) + 1;
    }
    if (node % 1024 === 0) yield;
  }
}
