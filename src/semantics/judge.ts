/** The meaning of each kind of property, for one state or one step. */

import type { Outcomes } from '../model/outcomes.ts';
import { HALTED, type Process } from '../model/process.ts';
import type { CycleProperty, LeadsTo, Property, StepName } from '../model/property.ts';
import { isReached, type JudgedIn, judgedIn } from '../model/property-kinds.ts';
import type { Valuation } from '../model/state.ts';
import type { LastingPredicate } from '../model/state-graph.ts';
import { type OnRead, StateReader } from '../model/state-reader.ts';
import { labelAt, type System } from '../model/system.ts';
import { located } from './evaluation.ts';
import type { Situation } from './situation.ts';

/**
 * `nothing to judge`: the antecedent does not hold, or the property is not about such states. `decided`: the state or step
 * violates it; for `reachable`, is a witness.
 */
export type Judgement = 'nothing to judge' | 'undecided' | 'decided';

/**
 * Judges a property of states; for a property of steps there is nothing to judge. Adds to `outcomes` what an `outcomes` property shows.
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
  if (!isAbout(judgedIn(property), situation)) return 'nothing to judge';
  const reader = new StateReader(system.names, state, onRead);
  return guarded(system, property, () => {
    switch (property.kind) {
      case 'deadlock':
        return system.processes.some((process) => isStuck(process, state)) ? 'decided' : 'undecided';
      case 'outcomes':
        outcomes?.note(property.id, system.canon, property.shows(reader));
        return 'undecided';
      case 'invariant':
      case 'reachable':
      case 'quiescence':
      case 'quiescent states': {
        if (!(property.when?.(reader) ?? true)) return 'nothing to judge';
        const claimed = property.kind === 'quiescent states' ? situation.quiescent : !isReached(property.kind);
        return property.holds(reader) === claimed ? 'undecided' : 'decided';
      }
      default:
        return 'nothing to judge';
    }
  });
}

function isAbout(where: JudgedIn, { terminal, quiescent }: Situation): boolean {
  switch (where) {
    case 'states':
      return true;
    case 'non-terminal states':
      return !terminal;
    case 'quiescent states':
      return quiescent;
    case 'claims':
    case 'steps':
    case 'infinite runs':
    case 'lock events':
      return false;
  }
}

/** Judges a step invariant for one step. */
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

/** Whether one side of an instance of a leads-to property holds in a state. A side that the property does not have always holds. */
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

/** Whether a program has not ended and is at a label where it may not wait for ever. */
function isStuck(process: Process, state: Valuation): boolean {
  const label = labelAt(process, state);
  return label !== undefined && label !== HALTED && !process.mayWaitAt.has(label);
}
