/**
 * Lock analysis: what the explored steps say of the order in which locks are taken, by the rules of Linux' lock dependency validator
 * (I. Molnar, A. van de Ven, "Runtime locking correctness validator", Documentation/locking/lockdep-design.rst), over every
 * explored transition instead of those of one run. A finding needs no run that deadlocks. It has a trace for each step that it
 * consists of. Which findings are reported depends on the system alone.
 */
import { UserError } from '../../errors.ts';
import type { Exploration } from '../../model/exploration.ts';
import { isLockEvent, LOCK_RULES, type LockEvent, type LockRule } from '../../model/locks/lock-event.ts';
import { keyOf, type Observation } from '../../model/observation.ts';
import type { LockOrder } from '../../model/property.ts';
import type { State } from '../../model/state.ts';
import { candidates, type System } from '../../model/system.ts';
import { isAtomic, isSleepEvent, type SleepEvent } from '../../model/waiting/sleep-event.ts';
import { evaluate } from '../../semantics/evaluation.ts';
import { lastOf, type Path, retrace } from '../../semantics/path.ts';
import { type Counterexample, toCounterexample } from '../counterexample.ts';
import { waitingIn } from '../waiting.ts';
import { faultsOf } from './lock-faults.ts';
import * as found from './lock-finding.ts';
import { type LockEvents, LockGraph } from './lock-graph.ts';
import { type ReachedCycle, reachedCycle } from './reached-cycle.ts';
import { tellSleep, tellSleepEvent } from './sleep-finding.ts';
import { suspectWaits, waitCycle } from './wait-cycle.ts';

/** A violation of a rule, with a trace for each step that it consists of. */
export interface LockFinding extends found.Told {
  readonly rule: LockRule;
  readonly traces: readonly LockTrace[];
  /** Of a cycle: whether a reachable state deadlocks so. */
  readonly deadlock?: ReachedCycle;
}

export interface LockTrace {
  /** What the end of the trace shows. */
  readonly shows: string;
  readonly trace: Counterexample;
}

/**
 * Whether it is open if there is a wait cycle: one is possible, and depth first and random walks keep no levels to search for it.
 */
export function waitsUndecided({ rules }: LockOrder, exploration: Exploration): boolean {
  if (!rules.includes('wait cycle') || exploration.levelsFinished > 0) return false;
  return suspectWaits(exploration.system, eventsOf(exploration)).length > 0;
}

function eventsOf({ observations }: Exploration): LockEvents {
  const all = [...observations].filter((entry): entry is [string, LockEvent] => isLockEvent(entry[1]));
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The findings of one property, by the severity of their rules and then in the order of declaration. */
export function lockFindings(property: LockOrder, exploration: Exploration): readonly LockFinding[] {
  const { system } = exploration;
  const events = eventsOf(exploration);
  const graph = new LockGraph(system, events);
  const rules = LOCK_RULES.filter((rule) => property.rules.includes(rule));
  const waits = rules.includes('wait cycle')
    ? waitCycles(exploration, events, !rules.includes('double acquire'))
    : ([] as const);
  return rules.flatMap((rule): readonly LockFinding[] => {
    switch (rule) {
      case 'wait cycle':
        return waits;
      case 'irq':
        return irqFindings(exploration, graph);
      case 'cycle':
        return cycles(exploration, events, graph, waits);
      case 'sleeping while atomic':
        return atomicSleeps(exploration);
      default:
        return singleFaults(exploration, events, rule);
    }
  });
}

/** One finding for each component that a process sleeps on while it is atomic. */
function atomicSleeps(exploration: Exploration): LockFinding[] {
  const { system, observations } = exploration;
  const sleeps = [...observations].filter((entry): entry is [string, SleepEvent] => isAtomicSleep(entry[1]));
  sleeps.sort(([a], [b]) => (a < b ? -1 : 1));
  return system.slots.flatMap(({ name }): LockFinding[] => {
    const here = sleeps.filter(([, { on }]) => on === name);
    const [first] = here;
    if (first === undefined) return [];
    const keys = here.map(([key]) => key);
    const shown = shownAs(exploration, keys, isAtomicSleep, tellSleepEvent);
    return [{ rule: 'sleeping while atomic', ...tellSleep(shown.event ?? first[1]), traces: shown.traces }];
  });
}

function isAtomicSleep(observation: Observation): observation is SleepEvent {
  return isSleepEvent(observation) && isAtomic(observation);
}

/** One finding for each lock class, or pair of them. */
function singleFaults(exploration: Exploration, events: LockEvents, rule: LockRule): LockFinding[] {
  const { system } = exploration;
  const order = [...system.locks.values()].map((lock) => lock.class);
  const groups = new Map<string, { readonly pair: number; readonly keys: string[] }>();
  for (const [key, event] of events) {
    for (const fault of faultsOf(system, event)) {
      if (fault.rule !== rule) continue;
      const [lock, held] = [fault.lock.class, fault.held?.class ?? fault.lock.class];
      const pair = order.indexOf(held) * order.length + order.indexOf(lock);
      const group = groups.get(`${pair}`) ?? { pair, keys: [] };
      groups.set(`${pair}`, group);
      group.keys.push(key);
    }
  }
  return [...groups.values()]
    .sort((a, b) => a.pair - b.pair)
    .map(({ keys }) => {
      const shown = shownBy(exploration, keys);
      const event = shown.event ?? (events.get(keys[0] as string) as LockEvent);
      const fault = faultsOf(system, event).find((candidate) => candidate.rule === rule) as found.Fault;
      return { rule, ...found.tellFault(event, fault), traces: shown.traces };
    });
}

/** For each class that is on a cycle, the shortest cycle through it; a class on a reported cycle is not reported again. */
function cycles(
  exploration: Exploration,
  events: LockEvents,
  graph: LockGraph,
  waits: readonly LockFinding[],
): LockFinding[] {
  const told = new Set<string>();
  const all = graph.classes.flatMap((name) => {
    const cycle = graph.cycleFrom(name);
    return cycle === undefined ? [] : [cycle];
  });
  all.sort((a, b) => a.length - b.length);
  return all.flatMap((cycle): LockFinding[] => {
    if (cycle.some(({ from }) => told.has(from.class))) return [];
    for (const { from } of cycle) told.add(from.class);
    const shown = cycle.map(({ keys }) => shownBy(exploration, keys)).flatMap(({ traces }) => traces);
    const { deadlock, trace } = reachedCycle(exploration, events, cycle);
    const { shows = '' } = deadlock;
    const isTold = trace === undefined || waits.some(({ traces }) => traces.some((one) => one.shows === shows));
    const traces = isTold ? shown : [...shown, { shows, trace }];
    return [{ rule: 'cycle', ...found.tellCycle(cycle), deadlock, traces }];
  });
}

/** Classes taken both in a handler and with interrupts on; then classes that depend on another class taken with interrupts on. */
function irqFindings(exploration: Exploration, graph: LockGraph): LockFinding[] {
  const told = new Set<string>();
  const finding = ({ path, inInterrupt, withInterrupts }: found.Inversion): LockFinding => ({
    rule: 'irq',
    ...found.tellInversion({ path, inInterrupt, withInterrupts }),
    traces: [inInterrupt.map(({ key }) => key), ...path.map(({ keys }) => keys), withInterrupts.map(({ key }) => key)]
      .map((keys) => shownBy(exploration, keys))
      .flatMap(({ traces }) => traces),
  });
  const simple = graph.classes.flatMap((name) => {
    const inversion = found.inversionOf(graph, name, name);
    if (inversion !== undefined) told.add(name);
    return inversion === undefined ? [] : [finding(inversion)];
  });
  const through = graph.classes.flatMap((safe) => {
    const unsafe = graph.classes.filter((name) => name !== safe && !told.has(name));
    if (told.has(safe)) return [];
    const inversions = unsafe.flatMap((name) => found.inversionOf(graph, safe, name) ?? []);
    const shortest = inversions.sort((a, b) => a.path.length - b.path.length)[0];
    return shortest === undefined ? [] : [finding(shortest)];
  });
  return [...simple, ...through];
}

function waitCycles(exploration: Exploration, events: LockEvents, alone: boolean): LockFinding[] {
  const { system } = exploration;
  const suspects = suspectWaits(system, events);
  if (suspects.length === 0) return [];
  const steps = exploration.pathToState(suspects, (state) => waitCycle(system, state, alone) !== undefined);
  if (steps === undefined) return [];
  const path = retrace(system, steps);
  const cycle = waitCycle(system, lastOf(path), alone);
  if (cycle === undefined) throw unshown(system);
  const told = found.tellWaits(system, cycle);
  const waiting = waitingIn(system, lastOf(path));
  return [
    {
      rule: 'wait cycle',
      ...told,
      traces: [{ shows: told.message.replace(/\.$/, ''), trace: { ...toCounterexample(system, path), waiting } }],
    },
  ];
}

/** The least trace to any of the observations, and the observation that it shows; no trace where levels are not known. */
function shownBy(exploration: Exploration, keys: readonly string[]): Shown<LockEvent> {
  return shownAs(exploration, keys, isLockEvent, found.tellEvent);
}

interface Shown<E> {
  readonly event?: E;
  readonly traces: readonly LockTrace[];
}

function shownAs<E extends Observation>(
  exploration: Exploration,
  keys: readonly string[],
  isOne: (observation: Observation) => observation is E,
  tell: (event: E) => string,
): Shown<E> {
  const steps = exploration.pathToObservation(...keys);
  if (steps === undefined) return { traces: [] };
  const { system } = exploration;
  const path = retrace(system, steps);
  const noticed = noticedAtEnd(system, path).filter((observation) => keys.includes(keyOf(observation)));
  const [event] = noticed.filter(isOne).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (event === undefined) throw unshown(system);
  return { event, traces: [{ shows: tell(event), trace: toCounterexample(system, path) }] };
}

/** What the last step of a path noticed, and what the steps noticed that are blocked where it ends. */
export function noticedAtEnd(system: System, { states, steps }: Path): readonly Observation[] {
  const [before, last] = [states.at(-2), states.at(-1) as State];
  const step = steps.at(-1);
  const blocked = [...candidates(system, last)].flatMap((alternative) => {
    const { outcomes, observed } = evaluate(system, alternative, last);
    return outcomes.length === 0 ? observed : [];
  });
  if (step === undefined || before === undefined) return blocked;
  const { outcomes, observed } = evaluate(system, step.alternative, before);
  const place = outcomes.find(({ name }) => name === step.outcome)?.place;
  return [...observed.filter((observation) => (observation.place ?? place) === place), ...blocked];
}

/** Whether the end of a path breaks a rule, or shows a step that breaks one together with others. */
export function showsLockFault(system: System, { rules }: LockOrder, path: Path): boolean {
  const noticed = noticedAtEnd(system, path);
  if (rules.includes('sleeping while atomic') && noticed.some(isAtomicSleep)) return true;
  const events = noticed.filter(isLockEvent);
  if (events.some((event) => faultsOf(system, event).some(({ rule }) => rules.includes(rule)))) return true;
  const graph = new LockGraph(system, new Map(events.map((event) => [keyOf(event), event])));
  if (rules.includes('irq') && graph.inInterrupt.length + graph.withInterrupts.length > 0) return true;
  if (rules.includes('cycle') && graph.hasEdges) return true;
  return rules.includes('wait cycle') && waitCycle(system, lastOf(path), true) !== undefined;
}

/** The rules that the end of a path breaks by itself, a sentence for each. `showsLockFault` also counts a part of a violation. */
export function lockFaultsAtEnd(system: System, { rules }: LockOrder, path: Path): readonly string[] {
  const noticed = noticedAtEnd(system, path);
  const events = noticed.filter(isLockEvent);
  const sleeps = rules.includes('sleeping while atomic') ? noticed.filter(isAtomicSleep) : [];
  const faults = events.flatMap((event) =>
    faultsOf(system, event).flatMap((fault) =>
      rules.includes(fault.rule) ? [found.tellFault(event, fault).message] : [],
    ),
  );
  const cycle = rules.includes('wait cycle') ? waitCycle(system, lastOf(path), true) : undefined;
  const waits = cycle === undefined ? [] : [found.tellWaits(system, cycle).message];
  return [...faults, ...waits, ...sleeps.map((event) => tellSleep(event).message)];
}

function unshown({ origin }: System): UserError {
  return new UserError('E_INTERNAL', `the trace found for a lock (${origin}) does not show it when replayed.`, {
    hint: 'This is a bug of Everywhen, and no verdict of this run can be trusted. Please report it with the model.',
  });
}
