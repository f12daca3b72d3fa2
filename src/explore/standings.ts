/** The standing of each property at the end of a path: in the state there, and for the step that led there. */
import { lockFaultsAtEnd, showsLockFault } from '../check/locks/lock-order.ts';
import { UserError } from '../errors.ts';
import { Outcomes } from '../model/outcomes.ts';
import {
  type CycleProperty,
  isLeadsTo,
  isOfCycles,
  type LeadsTo,
  type LockOrder,
  type Property,
} from '../model/property.ts';
import { isReached, judgedIn } from '../model/property-kinds.ts';
import type { State } from '../model/state.ts';
import type { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import type { JsonValue } from '../model/value-json.ts';
import type { Situation as ShownSituation, Standing } from '../page/position.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { holdsIn, isMarked, type Judgement, judgeState, judgeStep } from '../semantics/judge.ts';
import { lastOf, type Path } from '../semantics/path.ts';
import { type Situation, situationOf } from '../semantics/situation.ts';
import { valueText } from '../trace/value-text.ts';
import { transitionsOf } from './transitions.ts';

type Says = Pick<Standing, 'standing' | 'note'>;
const SILENT: Says = { standing: 'silent' };

export function standingsOf(system: System, path: Path): Standing[] {
  const situation = shownSituation(system, lastOf(path));
  return system.properties.map((property) => {
    const { id, title, kind, informational } = property;
    return { id, title, kind, informational, ...guarded(() => says(system, property, path, situation)) };
  });
}

/** The ids of the properties that the end of a path violates. */
export function violatedAt(system: System, path: Path): string[] {
  return standingsOf(system, path).flatMap(({ id, standing }) => (standing === 'violated' ? [id] : []));
}

/** The situation of a state as the page shows it; a step that throws is not enabled. */
export function shownSituation(system: System, state: State): ShownSituation {
  const enabled = transitionsOf(system, state).map(({ alternative }) => alternative);
  const { terminal, quiescent } = situationOf(system, state, enabled);
  return {
    ...(terminal && { terminal: String(state.at(system.terminalSlot as number).value) }),
    quiescent,
    final: enabled.length === 0,
  };
}

/** A predicate that throws is a fault of the model; the walk continues. */
function guarded(judge: () => Says): Says {
  try {
    return judge();
  } catch (error) {
    if (error instanceof UserError) return { standing: 'silent', note: `${error.code} ${error.message}` };
    throw error;
  }
}

function says(system: System, property: Property<StateReader>, path: Path, situation: ShownSituation): Says {
  if (isLeadsTo(property)) return ofLeadsTo(system, property, lastOf(path));
  if (isOfCycles(property)) return ofCycles(system, property, path);
  switch (judgedIn(property)) {
    case 'claims':
      return ofClaim(system, property.id, path);
    case 'steps':
      return ofStep(system, property, path);
    case 'lock events':
      return property.kind === 'lock order' ? ofLocks(system, property, path) : SILENT;
    default: {
      const { terminal, quiescent, final } = situation;
      const stuck = quiescent && final;
      return ofState(system, property, lastOf(path), { terminal: terminal !== undefined, quiescent, stuck });
    }
  }
}

function ofState(system: System, property: Property<StateReader>, state: State, situation: Situation): Says {
  const outcomes = new Outcomes();
  const judgement = judgeState(system, property, state, situation, undefined, outcomes);
  if (property.kind === 'outcomes') {
    const [shown] = outcomes.of(property.id);
    return shown === undefined ? SILENT : { standing: 'silent', note: `shows ${shownText(shown)}` };
  }
  if (isReached(property.kind)) return { standing: judgement === 'decided' ? 'reached' : 'silent' };
  return { standing: standingOf(judgement) };
}

/** A claim is judged inside the last step, where the step made it. */
function ofClaim(system: System, id: string, { states, steps }: Path): Says {
  const [step, before] = [steps.at(-1), states.at(-2)];
  if (step === undefined || before === undefined) return SILENT;
  if (step.failed.includes(id)) return { standing: 'violated' };
  return evaluate(system, step.alternative, before).held.includes(id) ? { standing: 'holds' } : SILENT;
}

function ofStep(system: System, property: Property<StateReader>, path: Path): Says {
  const last = lastStep(path);
  if (last === undefined) return SILENT;
  return { standing: standingOf(judgeStep(system, property, last.before, last.after, last.name)) };
}

const MARKED = {
  storm: 'the last step is one that may not recur for ever',
  progress: 'the last step is progress',
  'step infinitely often': 'the last step is one that must recur for ever',
  'mapped fairness': 'the last step maps to one of its steps',
} as const;

function ofCycles(system: System, property: CycleProperty<StateReader>, path: Path): Says {
  const last = lastStep(path);
  if (last === undefined) return SILENT;
  const { before, after, name } = last;
  const marks = (_: unknown, number: number) =>
    isMarked(system, property, { part: 'marked', number }, before, after, name);
  return property.marked.some(marks) ? { standing: 'silent', note: MARKED[property.kind] } : SILENT;
}

function ofLocks(system: System, property: LockOrder, path: Path): Says {
  const [fault] = lockFaultsAtEnd(system, property, path);
  if (fault !== undefined) return { standing: 'violated', note: fault };
  const part = showsLockFault(system, property, path);
  return part ? { standing: 'silent', note: 'a step here can be part of a violation, with others' } : SILENT;
}

function lastStep({ states, steps }: Path) {
  const [step, before, after] = [steps.at(-1), states.at(-2), states.at(-1)];
  if (step === undefined || before === undefined || after === undefined) return undefined;
  return { before, after, name: stepName(step.alternative, step.outcome) };
}

/** No single state decides a property of infinite runs: the note says which of its sides hold here. */
function ofLeadsTo(system: System, property: LeadsTo<StateReader>, state: State): Says {
  const notes = property.instances.map((instance, number) => {
    const holds = (part: 'from' | 'to') => holdsIn(system, property, { part, number }, state);
    if (holds('to')) return 'fulfilled here';
    return instance.from === undefined || holds('from') ? 'still owed here' : 'not owed here';
  });
  const counts = [...Map.groupBy(notes, (note) => note)].map(([note, all]) =>
    notes.length === 1 ? note : `${all.length} ${note}`,
  );
  return { standing: 'silent', note: counts.join(', ') };
}

function standingOf(judgement: Judgement): Standing['standing'] {
  return judgement === 'decided' ? 'violated' : judgement === 'undecided' ? 'holds' : 'silent';
}

/** Several values by name are an object without a tag. */
function shownText(shown: JsonValue): string {
  if (typeof shown !== 'object' || shown === null || Array.isArray(shown) || '$' in shown) return valueText(shown);
  return Object.entries(shown)
    .map(([name, value]) => `${name} ${valueText(value as JsonValue)}`)
    .join(', ');
}
