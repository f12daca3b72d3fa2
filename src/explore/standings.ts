/** What each property says of the end of a run: of the state there, and of the step that led there. */
import type { Run } from '../check/counterexample.ts';
import { lockFaultsAtEnd, showsLockFault } from '../check/locks/lock-order.ts';
import { UserError } from '../errors.ts';
import { Outcomes } from '../model/outcomes.ts';
import type { LeadsTo, Property } from '../model/property.ts';
import type { State } from '../model/state.ts';
import type { StateReader } from '../model/state-reader.ts';
import { isTerminal, type System } from '../model/system.ts';
import type { JsonValue } from '../model/value-json.ts';
import type { Situation, Standing } from '../page/position.ts';
import { evaluate, stepName } from '../semantics/evaluation.ts';
import { holdsIn, isMarked, type Judgement, judgeState, judgeStep } from '../semantics/judge.ts';
import { valueText } from '../trace/value-text.ts';
import { transitionsOf } from './transitions.ts';

type Says = Pick<Standing, 'standing' | 'note'>;
const SILENT: Says = { standing: 'silent' };

export function standingsOf(system: System, run: Run): Standing[] {
  const situation = situationOf(system, run.states.at(-1) as State);
  return system.properties.map((property) => {
    const { id, title, kind, informational } = property;
    return { id, title, kind, informational, ...guarded(() => says(system, property, run, situation)) };
  });
}

/** The ids of the properties that the end of a run violates. */
export function violatedAt(system: System, run: Run): string[] {
  return standingsOf(system, run).flatMap(({ id, standing }) => (standing === 'violated' ? [id] : []));
}

export function situationOf(system: System, state: State): Situation {
  const transitions = transitionsOf(system, state);
  const terminal = isTerminal(system, state);
  return {
    ...(terminal && { terminal: String(state.at(system.terminalSlot as number).value) }),
    quiescent: !terminal && !transitions.some(({ alternative }) => alternative.tag === 'system'),
    final: transitions.length === 0,
  };
}

/** A predicate that throws breaks the model, and not the walk. */
function guarded(judge: () => Says): Says {
  try {
    return judge();
  } catch (error) {
    if (error instanceof UserError) return { standing: 'silent', note: `${error.code} ${error.message}` };
    throw error;
  }
}

function says(system: System, property: Property<StateReader>, run: Run, situation: Situation): Says {
  const last = run.states.at(-1) as State;
  const at = { terminal: situation.terminal !== undefined, quiescent: situation.quiescent };
  switch (property.kind) {
    case 'assertion':
    case 'unreachable':
      return ofClaim(system, property.id, run);
    case 'step invariant':
    case 'storm':
    case 'progress':
      return ofStep(system, property, run);
    case 'leads-to':
    case 'eventually':
    case 'infinitely often':
      return ofLeadsTo(system, property, last);
    case 'lock order': {
      const [fault] = lockFaultsAtEnd(system, property, run);
      if (fault !== undefined) return { standing: 'violated', note: fault };
      const part = showsLockFault(system, property, run);
      return part ? { standing: 'silent', note: 'a step here can be part of a violation, with others' } : SILENT;
    }
    case 'outcomes': {
      const outcomes = new Outcomes();
      judgeState(system, property, last, at, undefined, outcomes);
      const [shown] = outcomes.of(property.id);
      return shown === undefined ? SILENT : { standing: 'silent', note: `shows ${shownText(shown)}` };
    }
    case 'reachable': {
      const judgement = judgeState(system, property, last, at);
      return { standing: judgement === 'decided' ? 'reached' : 'silent' };
    }
    case 'invariant':
    case 'quiescence':
    case 'quiescent states':
    case 'deadlock':
      return { standing: standingOf(judgeState(system, property, last, at)) };
  }
}

/** A claim is judged inside the last step, where that came to it. */
function ofClaim(system: System, id: string, { states, steps }: Run): Says {
  const [step, before] = [steps.at(-1), states.at(-2)];
  if (step === undefined || before === undefined) return SILENT;
  if (step.failed.includes(id)) return { standing: 'violated' };
  return evaluate(system, step.alternative, before).held.includes(id) ? { standing: 'holds' } : SILENT;
}

function ofStep(system: System, property: Property<StateReader>, { states, steps }: Run): Says {
  const [step, before, after] = [steps.at(-1), states.at(-2), states.at(-1)];
  if (step === undefined || before === undefined || after === undefined) return SILENT;
  const name = stepName(step.alternative, step.outcome);
  if (property.kind !== 'storm' && property.kind !== 'progress') {
    return { standing: standingOf(judgeStep(system, property, before, after, name)) };
  }
  if (!isMarked(system, property, before, after, name)) return SILENT;
  return {
    standing: 'silent',
    note: property.kind === 'storm' ? 'the last step is one that may not recur for ever' : 'the last step is progress',
  };
}

/** No state alone decides what is claimed of infinite runs; it is said whether their sides hold here. */
function ofLeadsTo(system: System, property: LeadsTo<StateReader>, state: State): Says {
  const notes = property.instances.map((instance, i) => {
    const holds = (side: 'from' | 'to') => holdsIn(system, property, { instance: i, side }, state);
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
