/** Walks the state space along a path and describes its end. Steps are evaluated as the reference does; nothing is memoised. */
import { type Counterexample, changesBetween, toCounterexample } from '../check/counterexample.ts';
import { HALTED } from '../model/process.ts';
import type { State } from '../model/state.ts';
import { labelAt, type System, shownSlots } from '../model/system.ts';
import { valueToJson } from '../model/value-json.ts';
import type { Enabled, Path as Indices, Misfit, Position, ProcessHere, ShownValue } from '../page/position.ts';
import { stepName } from '../semantics/evaluation.ts';
import { extended, follow, lastOf, type Path, rerun, type Transition } from '../semantics/path.ts';
import { withoutChance } from '../semantics/purity.ts';
import { shownSituation, standingsOf, violatedAt } from './standings.ts';
import { blockedIn, transitionsOf } from './transitions.ts';

/** The position at the end of a path; of a path that does not fit, the position at the last state that it reaches. */
export function positionAt(system: System, indices: Indices): Position {
  return withoutChance(() => {
    const { path, misfit } = followed(system, indices);
    const state = lastOf(path);
    return {
      path: { start: startIn(system, indices), steps: indices.steps.slice(0, path.steps.length) },
      ...(misfit !== undefined && { misfit }),
      trace: toCounterexample(system, path),
      values: valuesOf(system, state),
      processes: processesIn(system, path),
      properties: standingsOf(system, path),
      situation: shownSituation(system, state),
    };
  });
}

/** The steps of a path as a trace, as far as the path fits. */
export function traceAt(system: System, indices: Indices): Counterexample {
  return withoutChance(() => toCounterexample(system, followed(system, indices).path));
}

/** The state at the end of a path; undefined if the path does not fit. */
export function stateAt(system: System, indices: Indices): State | undefined {
  return withoutChance(() => {
    const { path, misfit } = followed(system, indices);
    return misfit === undefined ? lastOf(path) : undefined;
  });
}

/** A state of a walk, the path that leads there, and the step by which it does. */
export interface Visit {
  readonly state: State;
  readonly path: Indices;
  readonly by: { readonly before: State; readonly transition: Transition } | undefined;
}

/** The states of a walk in turn, as far as its path fits. */
export function statesAlong(system: System, indices: Indices): readonly Visit[] {
  return withoutChance(() => {
    const start = startIn(system, indices);
    const visits: Visit[] = [{ state: system.initials[start] as State, path: { start, steps: [] }, by: undefined }];
    for (const [i, index] of (start === indices.start ? indices.steps : []).entries()) {
      const { state } = visits[i] as Visit;
      const transition = transitionsOf(system, state)[index];
      if (transition === undefined) break;
      const path = { start, steps: indices.steps.slice(0, i + 1) };
      visits.push({ state: transition.outcome.next, path, by: { before: state, transition } });
    }
    return visits;
  });
}

/** The initial state and the indices of a trace's steps. Throws an `Error` where a step is not possible: a trace of the same system always is. */
export function pathOf(system: System, trace: Parameters<typeof rerun>[1]): Indices {
  return withoutChance(() => {
    const { states, steps } = rerun(system, trace);
    return {
      start: system.initials.indexOf(states[0] as State),
      steps: steps.map((step, i) =>
        transitionsOf(system, states[i] as State).findIndex(
          ({ alternative, outcome }) => alternative === step.alternative && outcome.name === step.outcome,
        ),
      ),
    };
  });
}

/** The first initial state stands for one that there is not. */
function startIn({ initials }: System, { start }: Indices): number {
  return start < initials.length ? start : 0;
}

/** The path as far as it fits; of a path from an initial state that there is not, nothing fits. */
function followed(system: System, indices: Indices): { readonly path: Path; readonly misfit?: Misfit } {
  const start = startIn(system, indices);
  const begun = system.initials[start] as State;
  if (start !== indices.start) {
    const misfit = { step: 0, index: indices.start, enabled: system.initials.length };
    return { path: { states: [begun], steps: [] }, misfit };
  }
  const find = (state: State, index: number) => {
    const transitions = transitionsOf(system, state);
    return transitions[index] ?? { why: transitions.length };
  };
  const { path, misfit } = follow(system, indices.steps, find, begun);
  if (misfit === undefined) return { path };
  return {
    path,
    misfit: { step: misfit.index + 1, index: indices.steps[misfit.index] as number, enabled: misfit.why },
  };
}

function valuesOf(system: System, state: State): ShownValue[] {
  return shownSlots(system).map(({ name, kind, ghost, position }) => ({
    name,
    kind,
    ghost,
    value: valueToJson(state.at(position).value),
  }));
}

function processesIn(system: System, path: Path): ProcessHere[] {
  const state = lastOf(path);
  const enabled = transitionsOf(system, state).map((transition, index) => ({ index, ...transition }));
  const blocked = blockedIn(system, state);
  return system.processes.map((process) => {
    const label = labelAt(process, state);
    return {
      name: process.name,
      column: process.column,
      cpu: process.cpu,
      ...(label !== undefined && { label }),
      mayWait: label !== undefined && (label === HALTED || process.mayWaitAt.has(label)),
      enabled: enabled
        .filter(({ alternative }) => alternative.process === process)
        .map((transition) => enabledHere(system, path, transition)),
      blocked: blocked
        .filter(({ alternative }) => alternative.process === process)
        .map(({ step, why }) => ({ ...step, why })),
    };
  });
}

function enabledHere(
  system: System,
  path: Path,
  { index, ...transition }: Transition & { readonly index: number },
): Enabled {
  const { alternative, outcome } = transition;
  return {
    index,
    ...stepName(alternative, outcome.name),
    changes: changesBetween(system, lastOf(path), outcome.next),
    violates: violatedAt(system, extended(path, transition)),
  };
}
