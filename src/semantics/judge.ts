/** The meaning of each kind of property, for one state or one step. */

import type { Outcomes } from '../model/outcomes.ts';
import { HALTED, type Process } from '../model/process.ts';
import {
  isLeadsTo,
  isOfCycles,
  type LastingProperty,
  type Property,
  type Refinement,
  type StepName,
} from '../model/property.ts';
import { isOfSteps, isReached, type JudgedIn, judgedIn } from '../model/property-kinds.ts';
import type { State, Valuation } from '../model/state.ts';
import type { LastingMark, LastingPredicate } from '../model/state-graph.ts';
import { type OnRead, StateReader } from '../model/state-reader.ts';
import { labelAt, type System } from '../model/system.ts';
import { beginEvaluation, endEvaluation } from './beacon.ts';
import { isEnabled, waitsForBudget } from './enabled.ts';
import { located } from './evaluation.ts';
import type { Situation } from './situation.ts';
import { truthOf } from './truth.ts';

/**
 * `nothing to judge`: the antecedent does not hold, or the property is not about such states. `decided`: the state or step
 * violates it; for `reachable`, is a witness.
 */
export type Judgement = 'nothing to judge' | 'undecided' | 'decided';

/**
 * Judges a property of states; for a property of steps there is nothing to judge. Adds to `outcomes` what an `outcomes` property shows.
 * Throws `E_STEP` where its predicate throws, and `E_PROPERTY` where it is neither true nor false.
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
  const reader = readerOf(system, state, onRead);
  return guarded(system, property, () => {
    switch (property.kind) {
      case 'deadlock': {
        const waits =
          property.of === 'rule sets'
            ? !waitsForBudget(system, state)
            : system.processes.some((process) => waitsForEver(process, state));
        const { mayRest } = property;
        return waits && !(mayRest !== undefined && truthOf(mayRest(reader), 'mayRest')) ? 'decided' : 'undecided';
      }
      case 'outcomes':
        outcomes?.note(property.id, system.canon, property.shows(reader));
        return 'undecided';
      case 'invariant':
      case 'reachable':
      case 'quiescence':
      case 'quiescent states': {
        if (property.when !== undefined && !truthOf(property.when(reader), ANTECEDENT)) return 'nothing to judge';
        const claimed = property.kind === 'quiescent states' ? situation.quiescent : !isReached(property.kind);
        return truthOf(property.holds(reader), PREDICATE) === claimed ? 'undecided' : 'decided';
      }
      case 'refinement':
        // No step can mend an initial state that maps to none.
        return property.wrong.some((one) => isState(one, state)) ? 'decided' : 'nothing to judge';
      default:
        return 'nothing to judge';
    }
  });
}

/** In a restricted system a state has a monitor besides. */
function isState({ values }: State, state: Valuation): boolean {
  return values.every((value, slot) => value === state.at(slot));
}

function isAbout(where: JudgedIn, { terminal, quiescent, stuck }: Situation): boolean {
  switch (where) {
    case 'states':
      return true;
    case 'non-terminal states':
      return !terminal;
    case 'quiescent states':
      return quiescent;
    case 'stuck states':
      return stuck;
    case 'claims':
    case 'steps':
    case 'infinite runs':
    case 'lock events':
    case 'nowhere':
      return false;
  }
}

/**
 * Judges a step invariant or a refinement for one step. Of a refinement there is nothing to judge where the step maps to a stutter. Throws
 * `E_STEP` where its predicate or mapping throws, `E_PROPERTY` for a predicate that is neither true nor false, `E_MAPPING` for a mapping that
 * gives no state of the specification.
 */
export function judgeStep(
  system: System,
  property: Property<StateReader>,
  before: Valuation,
  after: Valuation,
  step: StepName,
  onRead?: OnRead,
): Judgement {
  if (!isOfSteps(property)) return 'nothing to judge';
  const readers = [readerOf(system, before, onRead), readerOf(system, after, onRead)] as const;
  return guarded(system, property, () => {
    if (property.kind === 'refinement') return judgeMapped(system, property, ...readers);
    if (property.kind !== 'step invariant') return 'nothing to judge';
    const { when, holds } = property;
    if (when !== undefined && !truthOf(when(...readers, step), ANTECEDENT)) return 'nothing to judge';
    return truthOf(holds(...readers, step), PREDICATE) ? 'undecided' : 'decided';
  });
}

function judgeMapped(
  { origin }: System,
  { spec, mapping }: Refinement<StateReader>,
  before: StateReader,
  after: StateReader,
): Judgement {
  const [from, to] = [spec.stateOf(mapping(before), origin), spec.stateOf(mapping(after), origin)];
  if (from.equals(to)) return 'nothing to judge';
  return spec.stepsFrom(from).some(({ next }) => next.equals(to)) ? 'undecided' : 'decided';
}

/** The state of the specification that a state maps to. Throws as `judgeStep`. */
export function mappedState(system: System, property: Refinement<StateReader>, state: State): State {
  return guarded(system, property, () =>
    property.spec.stateOf(property.mapping(readerOf(system, state)), system.origin),
  );
}

/** The properties of a system whose initial states are known, each refinement with those that map to no initial state. Throws as `judgeStep`. */
export function withWrongInitials(system: System): readonly Property<StateReader>[] {
  return system.properties.map((property) => {
    if (property.kind !== 'refinement') return property;
    const isWrong = (initial: State) => !property.spec.isInitial(mappedState(system, property, initial));
    return { ...property, wrong: system.initials.filter(isWrong) };
  });
}

/**
 * The positions of the properties of steps that a step violates. They are part of the step's result, as its assertions are. `noting` is given
 * the ids of those that had something to judge.
 */
export function violatedBy(
  system: System,
  before: Valuation,
  after: Valuation,
  step: () => StepName,
  noting: { readonly onRead: (id: string) => OnRead; readonly onJudged: (id: string) => void },
): number[] {
  return system.properties.flatMap((property, position) => {
    if (!isOfSteps(property)) return [];
    const judgement = judgeStep(system, property, before, after, step(), noting.onRead(property.id));
    if (judgement !== 'nothing to judge') noting.onJudged(property.id);
    return judgement === 'decided' ? [position] : [];
  });
}

/** Whether a predicate of a property of infinite runs holds in a state. Throws `E_STEP` where it throws. */
export function holdsIn(
  system: System,
  property: LastingProperty<StateReader>,
  { part, number }: Pick<LastingPredicate, 'part' | 'number'>,
  state: Valuation,
  onRead?: OnRead,
): boolean {
  const reader = readerOf(system, state, onRead);
  return guarded(system, property, () => {
    if (part !== 'assumed') {
      const holds = isLeadsTo(property) ? property.instances[number]?.[part] : undefined;
      return holds === undefined || truthOf(holds(reader), property.kind === 'leads-to' ? SIDES[part] : PREDICATE);
    }
    const assumption = property.assuming[number];
    return assumption !== undefined && 'holds' in assumption && truthOf(assumption.holds(reader), ASSUMPTION);
  });
}

/** Whether a predicate of a property of infinite runs marks a step. Throws `E_STEP` where it throws. */
export function isMarked(
  system: System,
  property: LastingProperty<StateReader>,
  { part, number }: Pick<LastingMark, 'part' | 'number'>,
  before: Valuation,
  after: Valuation,
  step: StepName,
  onRead?: OnRead,
): boolean {
  const readers = [readerOf(system, before, onRead), readerOf(system, after, onRead)] as const;
  return guarded(system, property, () => {
    if (part === 'marked')
      return isOfCycles(property) && truthOf(property.marked[number]?.(...readers, step), PREDICATE);
    const assumption = property.assuming[number];
    return (
      assumption !== undefined && 'marked' in assumption && truthOf(assumption.marked(...readers, step), ASSUMPTION)
    );
  });
}

/**
 * The numbers of the predicates that mark a step, of all `marks` (`lastingMarks`). `onRead` is given the property of a predicate that does not belong
 * to an assumption; `onMark` is called with the property that such a predicate marks.
 */
export function marksOf(
  system: System,
  marks: readonly LastingMark[],
  before: Valuation,
  after: Valuation,
  step: StepName,
  noting: { readonly onRead: (id: string) => OnRead; readonly onMark: (id: string) => void },
): number[] {
  return marks.flatMap((mark, number) => {
    const property = system.properties[mark.position] as LastingProperty<StateReader>;
    const own = mark.part === 'marked';
    if (!isMarked(system, property, mark, before, after, step, own ? noting.onRead(property.id) : undefined)) return [];
    if (own) noting.onMark(property.id);
    return [number];
  });
}

function readerOf(system: System, state: Valuation, onRead: OnRead = () => {}): StateReader {
  return new StateReader(system.names, state, {
    onRead,
    enabled: (process, index, step) => isEnabled(system, state, onRead, { process, index, step }),
  });
}

function guarded<T>(system: System, property: Property<StateReader>, judge: () => T): T {
  beginEvaluation(property, system.origin, (one) => describeProperty(system, one));
  try {
    return judge();
  } catch (error) {
    throw located(error, describeProperty(system, property));
  } finally {
    endEvaluation();
  }
}

/** How error messages name a property: `invariant 'P1' (vgic-queue scenario=S1)`. */
export function describeProperty(system: System, { kind, id }: Property<StateReader>): string {
  return `${kind} '${id}' (${system.origin})`;
}

/** The functions of an author, as messages name them. */
const PREDICATE = 'its predicate';
const ASSUMPTION = 'its assumption';
const ANTECEDENT = 'its antecedent (when)';
const SIDES = { from: 'its left side', to: 'its right side' } as const;

/** Whether a program has not ended and is at a label where it may not wait for ever. */
function waitsForEver(process: Process, state: Valuation): boolean {
  const label = labelAt(process, state);
  return label !== undefined && label !== HALTED && !process.mayWaitAt.has(label);
}
