/** The questions about a counterexample: its environment steps, and the points at which another process interleaves. */

import { compareRanks } from '../../model/least-path.ts';
import type { Alternative } from '../../model/process.ts';
import type { StepName } from '../../model/property.ts';
import type { State } from '../../model/state.ts';
import { alternativesOf, type LeftOut, type System } from '../../model/system.ts';
import { evaluate, stepName } from '../../semantics/evaluation.ts';
import type { Path } from '../../semantics/path.ts';
import { goesOn } from '../../semantics/restriction.ts';

/** A step as it is declared. `injector[*]` stands for all replicas of a process: one question asks about all of them. */
export type DeclaredStep = Pick<StepName, 'process' | 'label' | 'alternative'>;

/** A part of a counterexample, as reports name it: an environment step, or the step after which another process interleaves. */
export interface Question extends DeclaredStep {
  readonly kind: 'environment step' | 'context switch';
  /** Indices of steps of the trace: of the environment step, or of the first step of the other process. */
  readonly steps: readonly number[];
  /** For a switch: the steps of other processes that follow, in this trace. */
  readonly comesIn?: readonly DeclaredStep[];
  /** For a switch: the system steps with which the process could have continued. */
  readonly before?: readonly DeclaredStep[];
}

export interface Asked {
  /** Equal for the same question about another trace. */
  readonly key: string;
  readonly question: Question;
  /** What to leave out; undefined for a switch at which the process has no system step to continue with. */
  readonly leftOut: LeftOut | undefined;
}

/** Environment steps, then context switches, each in the order of declaration. */
export function askedOf(system: System, path: Path): readonly Asked[] {
  return [...environmentSteps(system, path), ...switches(system, path)];
}

function environmentSteps(system: System, { steps }: Path): Asked[] {
  const found = steps.flatMap(({ alternative }, step) =>
    alternative.tag === 'environment' ? [{ alternative, step }] : [],
  );
  return grouped(system, found).map(({ declared, replicas, some }) => ({
    key: `take ${replicas[0]?.position}`,
    question: { kind: 'environment step', ...declared, steps: some.map(({ step }) => step) },
    leftOut: { taken: replicas, interrupted: [] },
  }));
}

function switches(system: System, { states, steps }: Path): Asked[] {
  const found = steps.flatMap(({ alternative: next }, step) => {
    const last = steps[step - 1]?.alternative;
    if (last === undefined || last.process === next.process) return [];
    return [{ alternative: last, step, next, before: goingOn(system, last, states[step] as State) }];
  });
  const groups = grouped(system, found).map(({ declared, replicas, some }): Asked => {
    const avoidable = some.some(({ before }) => before.length > 0);
    return {
      key: `interrupt ${replicas[0]?.position}`,
      question: {
        kind: 'context switch',
        ...declared,
        steps: some.map(({ step }) => step),
        comesIn: distinct(some.map(({ next }) => declaredStep(next))),
        before: distinct(some.flatMap(({ before }) => before).map((one) => declaredStep(one, replicasOf(system, one)))),
      },
      leftOut: avoidable ? { taken: [], interrupted: replicas } : undefined,
    };
  });
  return [
    ...groups.filter(({ leftOut }) => leftOut !== undefined),
    ...groups.filter((one) => one.leftOut === undefined),
  ];
}

/** The system steps with which a process can continue after a step. */
function goingOn(system: System, { process }: Alternative, state: State): readonly Alternative[] {
  return alternativesOf(process, state).filter((alternative) =>
    goesOn([alternative], state, (one) => evaluate(system, one, state)),
  );
}

interface Group<T> {
  readonly declared: DeclaredStep;
  readonly replicas: readonly Alternative[];
  readonly some: readonly T[];
}

/** By the step of a process or of any of its replicas, in the order of declaration. */
function grouped<T extends { readonly alternative: Alternative }>(system: System, all: readonly T[]): Group<T>[] {
  const groups = Map.groupBy(all, ({ alternative }) => replicasOf(system, alternative)[0] as Alternative);
  return [...groups]
    .toSorted(([a], [b]) => compareRanks(a.rank, b.rank))
    .map(([first, some]) => {
      const replicas = replicasOf(system, first);
      return { declared: declaredStep(first, replicas), replicas, some };
    });
}

/** The same step of all replicas of its process. */
function replicasOf({ alternatives }: System, { process, label, name }: Alternative): readonly Alternative[] {
  return alternatives.filter(
    (other) => other.label === label && other.name === name && declaredName(other.process) === declaredName(process),
  );
}

/** Without the index of a replica. */
function declaredName({ name, index }: Alternative['process']): string {
  return index === undefined ? name : name.slice(0, name.lastIndexOf('['));
}

function declaredStep(step: Alternative, replicas: readonly Alternative[] = [step]): DeclaredStep {
  const { process, label, alternative } = stepName(step, undefined);
  return {
    process: replicas.length === 1 ? process : `${declaredName(step.process)}[*]`,
    label,
    ...(alternative !== undefined && { alternative }),
  };
}

function distinct(steps: readonly DeclaredStep[]): readonly DeclaredStep[] {
  return [...new Map(steps.map((step) => [JSON.stringify(step), step])).values()];
}
