/** Why a trace decides its property: the functions of the property, what they read where they were evaluated, and what came of it. */
import type { Counterexample } from '../../check/counterexample.ts';
import { authored } from '../../language/properties/authored.ts';
import { isLeadsTo, isOfCycles, type Property, type StepInvariant } from '../../model/property.ts';
import { judgedIn } from '../../model/property-kinds.ts';
import type { State, Valuation } from '../../model/state.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import type { Seen, Why, WhyFunction } from '../../page/evidence.ts';
import { stepName } from '../../semantics/evaluation.ts';
import { type Judgement, judgeState, judgeStep } from '../../semantics/judge.ts';
import type { Path } from '../../semantics/path.ts';
import { situationOf } from '../../semantics/situation.ts';
import { TrackedState } from '../../semantics/tracked-state.ts';
import { cycleWhy } from './cycle-why.ts';
import type { PlaceList } from './place-list.ts';
import { readNames } from './read-names.ts';

export interface Decided {
  readonly trace: Counterexample;
  readonly path: Path;
  readonly property: string;
}

export function whyOf(system: System, { trace, path, property: id }: Decided, places: PlaceList): Why {
  const property = system.properties.find((candidate) => candidate.id === id);
  if (property === undefined) return { functions: [] };
  if (isLeadsTo(property) || isOfCycles(property)) return cycleWhy(system, property, { trace, path }, places);
  const functions = functionsOf(property).map(
    ({ role, written }): WhyFunction => ({ role, ...places.of(authored(written)), seen: [] }),
  );
  // A claim inside a step is decided by what the step read.
  const claimed = judgedIn(property) === 'claims' ? path.steps.at(-1)?.alternative.run : undefined;
  if (claimed !== undefined) return { functions: [{ role: 'the step', ...places.of(claimed), seen: [] }] };
  const seen = seenAtEnd(system, property, path);
  // An antecedent and a predicate are judged together: the last has what both read.
  return { functions: functions.map((one, i) => (i === functions.length - 1 ? { ...one, seen } : one)) };
}

interface Written {
  readonly role: string;
  readonly written: object;
}

/** In the order in which they are evaluated. */
function functionsOf(property: Property<StateReader>): readonly Written[] {
  switch (property.kind) {
    case 'deadlock':
      return property.mayRest === undefined ? [] : [{ role: 'where it may rest', written: property.mayRest }];
    case 'outcomes':
      return [{ role: 'what it shows', written: property.shows }];
    case 'refinement':
      return [{ role: 'its mapping', written: property.mapping }];
    case 'assertion':
    case 'unreachable':
    case 'lock order':
      return [];
    default:
      return 'holds' in property ? predicates(property) : [];
  }
}

function predicates({
  when,
  holds,
}: Pick<StepInvariant<StateReader>, 'when' | 'holds'> | PredicateOfStates): Written[] {
  const antecedent = when === undefined ? [] : [{ role: 'its antecedent', written: when }];
  return [...antecedent, { role: 'its predicate', written: holds }];
}
interface PredicateOfStates {
  readonly when: object | undefined;
  readonly holds: object;
}

/** The values that the property reads in the state that decides it, or before and after the step that does. */
function seenAtEnd(system: System, property: Property<StateReader>, { states, steps }: Path): Seen[] {
  const [before, after, step] = [states.at(-2), states.at(-1) as State, steps.at(-1)];
  const moment = steps.length;
  if (judgedIn(property) === 'lock events') return [];
  if (judgedIn(property) === 'steps') {
    if (before === undefined || step === undefined) return [];
    const reads: [Set<number>, Set<number>] = [new Set(), new Set()];
    const judgement = judgeStep(
      system,
      property,
      noting(before, reads[0]),
      noting(after, reads[1]),
      stepName(step.alternative, step.outcome),
    );
    return [
      { moment: moment - 1, reads: readNames(system, reads[0]) },
      { moment, reads: readNames(system, reads[1]), ...resultOf(judgement) },
    ];
  }
  const reads = new Set<number>();
  const judgement = judgeState(system, property, after, situationOf(system, after), (slot) => reads.add(slot));
  const result = property.kind === 'deadlock' || property.kind === 'outcomes' ? {} : resultOf(judgement, property);
  return [{ moment, reads: readNames(system, reads), ...result }];
}

function noting(state: State, reads: Set<number>): Valuation {
  return new TrackedState({ valueAt: (slot) => state.at(slot), onRead: (slot) => reads.add(slot) });
}

function resultOf(judgement: Judgement, property?: Property<StateReader>): Pick<Seen, 'result'> {
  if (judgement === 'nothing to judge' || property?.kind === 'quiescent states') return {};
  return { result: (judgement === 'decided') === (property?.kind === 'reachable') };
}
