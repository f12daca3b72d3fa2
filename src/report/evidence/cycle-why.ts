/** Why a lasso violates a property of infinite runs: from where on something is due and never comes, what recurs, and who takes no step. */
import type { Counterexample } from '../../check/counterexample.ts';
import { authored } from '../../language/properties/authored.ts';
import { HALTED } from '../../model/process.ts';
import { isLeadsTo, type LastingProperty, type LeadsTo } from '../../model/property.ts';
import type { State } from '../../model/state.ts';
import type { StateReader } from '../../model/state-reader.ts';
import { alternativesOf, isTerminal, labelAt, type System } from '../../model/system.ts';
import type { Starved, Why, WhyFunction } from '../../page/evidence.ts';
import { changesMore } from '../../semantics/changes.ts';
import { evaluate, stepName } from '../../semantics/evaluation.ts';
import { holdsIn, isMarked } from '../../semantics/judge.ts';
import type { Path } from '../../semantics/path.ts';
import type { PlaceList } from './place-list.ts';
import { readNames } from './read-names.ts';

interface Lasso {
  readonly trace: Counterexample;
  readonly path: Path;
}

export function cycleWhy(
  system: System,
  property: LastingProperty<StateReader>,
  { trace, path }: Lasso,
  places: PlaceList,
): Why {
  const start = trace.cycleStart ?? path.steps.length;
  const starves = starvedIn(system, path, start);
  if (isLeadsTo(property)) return { ...sidesOf(system, property, path, start, places), starves };
  const marked = path.steps.flatMap(({ alternative, outcome }, i) => {
    const [before, after] = [path.states[i] as State, path.states[i + 1] as State];
    const isOne = (_: unknown, number: number) =>
      isMarked(system, property, { part: 'marked', number }, before, after, stepName(alternative, outcome));
    return i >= start && property.marked.some(isOne) ? [i] : [];
  });
  const written = property.marked.slice(0, 1).map(authored);
  const role = property.kind === 'mapped fairness' ? 'its mapping' : 'what it marks';
  const functions = written.map((one) => ({ role, ...places.of(one), seen: [] }));
  return { functions, marked, starves };
}

/** The first instance that the lasso violates: its sides, and where it becomes due. */
function sidesOf(
  system: System,
  property: LeadsTo<StateReader>,
  { states }: Path,
  start: number,
  places: PlaceList,
): Why {
  const dues = property.instances.map((_, number) => owedFrom(system, property, number, states, start));
  const instance = Math.max(
    0,
    dues.findIndex((due) => due !== undefined),
  );
  const due = dues[instance] ?? start;
  const moments = [...new Set([due, states.length - 1])];
  const parts = (['from', 'to'] as const).flatMap((part): WhyFunction[] => {
    const written = property.instances[instance]?.[part];
    if (written === undefined) return [];
    const seen = moments.map((moment) => {
      const reads = new Set<number>();
      const state = states[moment] as State;
      const result = holdsIn(system, property, { part, number: instance }, state, (slot) => reads.add(slot));
      return { moment, reads: readNames(system, reads), result };
    });
    return [{ role: roleOf(property, part), ...places.of(authored(written)), seen }];
  });
  return { functions: parts, owedFrom: due };
}

function roleOf({ kind }: LeadsTo<StateReader>, part: 'from' | 'to'): string {
  if (kind !== 'leads-to') return 'its predicate';
  return part === 'from' ? 'its left side' : 'its right side';
}

/**
 * The first moment from which on the right side never holds again and is due; undefined if the lasso does not violate the instance.
 * What is to stabilise is due where it fails in the cycle.
 */
function owedFrom(
  system: System,
  property: LeadsTo<StateReader>,
  number: number,
  states: readonly State[],
  start: number,
): number | undefined {
  const holds = (part: 'from' | 'to') => (state: State) => holdsIn(system, property, { part, number }, state);
  if (property.kind === 'stabilises') {
    const fails = states.findIndex((state, i) => i >= start && !holds('to')(state));
    return fails === -1 ? undefined : fails;
  }
  const served = states.findLastIndex(holds('to'));
  if (served >= start || (property.kind === 'eventually' && served >= 0)) return undefined;
  const due = states.findIndex((state, i) => i > served && holds('from')(state));
  return due === -1 ? undefined : due;
}

/** The processes that take no step in the cycle, though they could, or would have to. */
function starvedIn(system: System, { states, steps }: Path, start: number): Starved[] {
  const cycle = start === steps.length ? states.slice(-1) : states.slice(start, -1);
  // A program that has not ended, where it may not wait for ever.
  const waits = new Set(
    system.processes.flatMap((process) => {
      const label = labelAt(process, states[start] as State);
      return label === undefined || label === HALTED || process.mayWaitAt.has(label) ? [] : [process.name];
    }),
  );
  const takes = new Set(steps.slice(start).map(({ alternative }) => alternative.process));
  return system.processes
    .filter((process) => !takes.has(process))
    .map((process) => {
      const enabled = cycle.filter(
        (state) =>
          !isTerminal(system, state) &&
          alternativesOf(process, state).some(
            (alternative) =>
              alternative.tag === 'system' &&
              evaluate(system, alternative, state).outcomes.some(({ next }) => changesMore(system, state, next)),
          ),
      );
      return { process: process.name, enabled: enabled.length, of: cycle.length, fairness: process.fairness };
    })
    .filter(({ process: name, enabled }) => enabled > 0 || waits.has(name));
}
