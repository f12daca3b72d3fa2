/** Walks the state space along a path, and says what is seen at its end. The meaning is the reference's: nothing is remembered. */
import { type Counterexample, changesBetween, type Run, toCounterexample } from '../check/counterexample.ts';
import { HALTED } from '../model/process.ts';
import type { State } from '../model/state.ts';
import { labelAt, type System, shownSlots } from '../model/system.ts';
import { valueToJson } from '../model/value-json.ts';
import type { Enabled, Misfit, Path, Position, ProcessHere, ShownValue } from '../page/position.ts';
import { stepName } from '../semantics/evaluation.ts';
import { withoutChance } from '../semantics/purity.ts';
import { situationOf, standingsOf, violatedAt } from './standings.ts';
import { blockedIn, extended, type Transition, transitionsOf } from './transitions.ts';

/** What is at the end of a path; of one that does not fit, at the last state that it comes to. */
export function positionAt(system: System, path: Path): Position {
  return withoutChance(() => {
    const { run, misfit } = follow(system, path);
    const state = run.states.at(-1) as State;
    return {
      path: path.slice(0, run.steps.length),
      ...(misfit !== undefined && { misfit }),
      trace: toCounterexample(system, run),
      values: valuesOf(system, state),
      processes: processesIn(system, run),
      properties: standingsOf(system, run),
      situation: situationOf(system, state),
    };
  });
}

/** The indices of a trace's steps. Throws an `Error` where a step is not possible: a trace of the same system always is. */
export function pathOf(system: System, { steps }: Counterexample): Path {
  return withoutChance(() => {
    let state: State = system.initial;
    return steps.map((step, i) => {
      const transitions = transitionsOf(system, state);
      const index = transitions.findIndex(
        ({ alternative: { process, label, name }, outcome }) =>
          process.name === step.process &&
          label === step.label &&
          name === step.alternative &&
          outcome.name === step.outcome,
      );
      if (index === -1) throw new Error(`step ${i + 1}, '${step.label}' of '${step.process}', is not possible`);
      state = (transitions[index] as Transition).outcome.next;
      return index;
    });
  });
}

function follow(system: System, path: Path): { readonly run: Run; readonly misfit?: Misfit } {
  const states = [system.initial];
  const steps: Run['steps'][number][] = [];
  for (const [i, index] of path.entries()) {
    const transitions = transitionsOf(system, states.at(-1) as State);
    const taken = transitions[index];
    if (taken === undefined) {
      return { run: { states, steps }, misfit: { step: i + 1, index, enabled: transitions.length } };
    }
    const { alternative, outcome } = taken;
    states.push(outcome.next);
    steps.push({ alternative, outcome: outcome.name, failed: outcome.failed });
  }
  return { run: { states, steps } };
}

function valuesOf(system: System, state: State): ShownValue[] {
  return shownSlots(system).map(({ name, kind, ghost, position }) => ({
    name,
    kind,
    ghost,
    value: valueToJson(state.at(position).value),
  }));
}

function processesIn(system: System, run: Run): ProcessHere[] {
  const state = run.states.at(-1) as State;
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
        .map((transition) => enabledHere(system, run, transition)),
      blocked: blocked
        .filter(({ alternative }) => alternative.process === process)
        .map(({ step, why }) => ({ ...step, why })),
    };
  });
}

function enabledHere(
  system: System,
  run: Run,
  { index, ...transition }: Transition & { readonly index: number },
): Enabled {
  const { alternative, outcome } = transition;
  return {
    index,
    ...stepName(alternative, outcome.name),
    changes: changesBetween(system, run.states.at(-1) as State, outcome.next),
    violates: violatedAt(system, extended(run, transition)),
  };
}
