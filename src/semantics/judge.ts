/** What each kind of property means, judged of one state or of one step. */

import type { Outcomes } from '../model/outcomes.ts';
import { HALTED, type Process } from '../model/process.ts';
import type { CycleProperty, LeadsTo, Property, StepName } from '../model/property.ts';
import type { Valuation } from '../model/state.ts';
import type { LastingPredicate } from '../model/state-graph.ts';
import { type OnRead, StateReader } from '../model/state-reader.ts';
import { labelAt, type System } from '../model/system.ts';
import { located } from './evaluation.ts';

/** What a state is apart from its values. */
export interface Situation {
  readonly terminal: boolean;
  /** Not terminal, and no system alternative is enabled. */
  readonly quiescent: boolean;
}

/**
 * `nothing to judge`: the antecedent does not hold, or the property is not about such states. `decided`: the state or step
 * violates it; for `reachable`, is a witness.
 */
export type Judgement = 'nothing to judge' | 'undecided' | 'decided';

/**
 * Judges a property of states; for one of steps there is nothing to judge. What an `outcomes` property shows goes to `outcomes`.
 * Throws `E_STEP` where its predicate throws.
 */
export function judgeState(
  system: System,
  property: Property<StateReader>,
  state: Valuation,
  situation: Situation,
  onRead?: OnRead,
  outcomes?: Outcomes,
): Judgement {
  switch (property.kind) {
    case 'assertion':
    case 'unreachable':
    case 'step invariant':
    case 'leads-to':
    case 'eventually':
    case 'infinitely often':
    case 'storm':
    case 'progress':
    case 'lock order':
      return 'nothing to judge';
    case 'deadlock':
      if (!situation.quiescent) return 'nothing to judge';
      return system.processes.some((process) => isStuck(process, state)) ? 'decided' : 'undecided';
    case 'quiescence':
    case 'outcomes':
      if (!situation.quiescent) return 'nothing to judge';
      break;
    case 'quiescent states':
      if (situation.terminal) return 'nothing to judge';
      break;
    case 'reachable':
      if (property.quiescent && !situation.quiescent) return 'nothing to judge';
      break;
    case 'invariant':
  }
  const reader = new StateReader(system.names, state, onRead);
  return guarded(system, property, () => {
    if (property.kind === 'outcomes') {
      outcomes?.note(property.id, system.canon, property.shows(reader));
      return 'undecided';
    }
    if (!(property.when?.(reader) ?? true)) return 'nothing to judge';
    const holds = property.holds(reader);
    const decided =
      property.kind === 'reachable'
        ? holds
        : property.kind === 'quiescent states'
          ? holds !== situation.quiescent
          : !holds;
    return decided ? 'decided' : 'undecided';
  });
}

/** Judges a step invariant of one step. */
export function judgeStep(
  system: System,
  property: Property<StateReader>,
  before: Valuation,
  after: Valuation,
  step: StepName,
  onRead?: OnRead,
): Judgement {
  if (property.kind !== 'step invariant') return 'nothing to judge';
  const readers = [
    new StateReader(system.names, before, onRead),
    new StateReader(system.names, after, onRead),
  ] as const;
  return guarded(system, property, () => {
    if (!(property.when?.(...readers, step) ?? true)) return 'nothing to judge';
    return property.holds(...readers, step) ? 'undecided' : 'decided';
  });
}

/** Whether one side of an instance of a leads-to property holds in a state; everywhere, where it has none. */
export function holdsIn(
  system: System,
  property: LeadsTo<StateReader>,
  { instance, side }: Pick<LastingPredicate, 'instance' | 'side'>,
  state: Valuation,
  onRead?: OnRead,
): boolean {
  const reader = new StateReader(system.names, state, onRead);
  return guarded(system, property, () => property.instances[instance]?.[side]?.(reader) ?? true);
}

/** Whether a property of cycles marks a step. */
export function isMarked(
  system: System,
  property: CycleProperty<StateReader>,
  before: Valuation,
  after: Valuation,
  step: StepName,
  onRead?: OnRead,
): boolean {
  const [reader, readerAfter] = [before, after].map((state) => new StateReader(system.names, state, onRead));
  return guarded(system, property, () => property.marked(reader as StateReader, readerAfter as StateReader, step));
}

function guarded<T>(system: System, property: Property<StateReader>, judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    throw located(error, `${property.kind} '${property.id}' (${system.origin})`);
  }
}

/** A program that has not ended and is at a label where it may not wait for ever. */
function isStuck(process: Process, state: Valuation): boolean {
  const label = labelAt(process, state);
  return label !== undefined && label !== HALTED && !process.mayWaitAt.has(label);
}
