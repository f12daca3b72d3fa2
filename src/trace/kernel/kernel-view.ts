/**
 * A trace as a commit message needs it: a column for each CPU, and of each step what bears on the violation.
 *
 * Left out are steps that change nothing, the state that Everywhen keeps of CPUs (which handler runs, saved interrupt flags, held locks), and
 * who holds a lock. Added is what makes no difference at the step itself: a value that it read and that another CPU changes before this one
 * reads it again, and a write that leaves the value as another CPU made it, which is the lost update itself.
 */
import type { Counterexample, TraceStep } from '../../check/counterexample.ts';
import { cpuOf } from '../../model/cpu.ts';
import { isLock, type Lock, RwLock } from '../../model/locks/lock.ts';
import type { Process } from '../../model/process.ts';
import { Rcu } from '../../model/rcu/rcu.ts';
import type { Slot, SlotKind, State } from '../../model/state.ts';
import { labelAt, type System } from '../../model/system.ts';
import { type JsonValue, valueToJson } from '../../model/value-json.ts';
import { WaitQueue } from '../../model/waiting/wait-queue.ts';
import { type Path, rerun } from '../../semantics/path.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { changesOf } from '../text.ts';
import { changeText, fieldChanges } from '../value-diff.ts';
import { valueText } from '../value-text.ts';
import { footprintsOf, relevanceOf } from './footprint.ts';
import {
  cycleOf,
  type KernelEvent,
  type KernelTrace,
  type KernelView,
  receiverEvents,
  sentText,
  waitsOf,
} from './kernel-trace.ts';
import { rcuNotes } from './rcu-notes.ts';

/** Slots that a commit message does not show: they follow from the steps, or only bound the model. */
const UNSHOWN: ReadonlySet<SlotKind> = new Set(['label', 'budget', 'cpu', 'holds', 'monitor']);
/** The longest value that is shown where it did not change. */
const VALUE_WIDTH_MAX = 30;

export function kernelViewOf(system: System): KernelView {
  const columns = cpuColumnsOf(system);
  return (trace, property) =>
    withoutChance(() => {
      const path = rerun(system, trace);
      return {
        columns: [...new Set(columns.values())],
        events: eventsOf(system, columns, { trace, path, property }),
        waiting: waitsOf(trace, (process) => columns.get(process) ?? process),
        ...cycleOf(trace),
      } satisfies KernelTrace;
    });
}

/** By process, its column: as declared; otherwise that of a process on the same CPU, or the CPU. */
export function cpuColumnsOf({ processes }: System): ReadonlyMap<string, string> {
  const declared = new Map<string, string>();
  for (const { name, column, cpu } of processes) if (column !== name && !declared.has(cpu)) declared.set(cpu, column);
  return new Map(
    processes.map(({ name, column, cpu }) => [name, column !== name ? column : (declared.get(cpu) ?? cpu)]),
  );
}

interface Run {
  readonly trace: Counterexample;
  readonly path: Path;
  readonly property: string | undefined;
}

function eventsOf(system: System, columns: ReadonlyMap<string, string>, run: Run): KernelEvent[] {
  const { states, steps } = run.path;
  const footprints = footprintsOf(system, run.path);
  const relevance = relevanceOf(system, run.path, footprints, run.property);
  const columnOf = (i: number) => columns.get(steps[i]?.alternative.process.name as string) as string;
  /** Who sees values change between its steps: a CPU, or where threads take turns on a CPU, each of them. */
  const actorOf = (i: number) => {
    const process = steps[i]?.alternative.process as Process;
    return cpuOf(system.cpus, process)?.thread === undefined ? columnOf(i) : process.name;
  };
  const at = (i: number, slot: number) => (states[i] as State).at(slot);
  /** The last step before one that changed a slot, if it is of another actor. */
  const changedElsewhere = (slot: number, actor: string, before: number): number | undefined => {
    let i = before - 1;
    while (i >= 0 && at(i, slot) === at(i + 1, slot)) i--;
    return i < 0 || actorOf(i) === actor ? undefined : i;
  };
  const isData = (slot: number) => {
    const { kind, ghost } = system.slots[slot] as Slot;
    return kind === 'component' && !ghost && !system.locks.has(slot);
  };

  /** The first step after one at which another actor writes another value than this one. */
  const writtenElsewhere = (slot: number, actor: string, value: unknown, from: number, to: number) => {
    const writes = footprints.findIndex(
      (footprint, i) =>
        i >= from && i <= to && actorOf(i) !== actor && footprint.writes.has(slot) && at(i + 1, slot) !== value,
    );
    return writes === -1 ? undefined : writes;
  };
  /** The values that the step read and that another actor writes before this one reads them again: they become stale. */
  const staleReads = (i: number, actor: string) =>
    (footprints[i]?.reads ?? []).flatMap((slot) => {
      if (!relevance.steps[i] || !isData(slot) || footprints[i]?.writes.has(slot) || i === steps.length - 1) return [];
      const again = footprints.findIndex(({ reads }, j) => j > i && actorOf(j) === actor && reads.includes(slot));
      const until = again === -1 ? steps.length - 1 : again;
      const later = writtenElsewhere(slot, actor, at(i, slot), i + 1, until);
      return later === undefined ? [] : [{ slot, notes: readNotes(system.slots[slot] as Slot, states, i, later) }];
    });
  /** Writes that changed nothing, because another actor has changed the value: the lost update itself. */
  const equalWrites = (i: number, actor: string) =>
    [...(footprints[i]?.writes ?? [])].flatMap((slot) => {
      if (!relevance.steps[i] || !isData(slot) || at(i, slot) !== at(i + 1, slot)) return [];
      const queue = at(i, slot).value;
      // That a wake-up found no process is said below; that it found another one pending is said here.
      if (queue instanceof WaitQueue && queue.pending !== true) return [];
      const before = changedElsewhere(slot, actor, i);
      return before === undefined ? [] : againNotes(system.slots[slot] as Slot, states, before);
    });

  /** What another column has written and the step reads to leave the order of the labels: the look that decides the way. */
  const decidingReads = (i: number, process: Process, actor: string) => {
    const [from, to] = [labelAt(process, states[i] as State), labelAt(process, states[i + 1] as State)];
    const next = from === undefined ? undefined : process.following.get(from);
    if (!relevance.steps[i] || next === undefined || next === to) return [];
    return (footprints[i]?.reads ?? [])
      .filter((slot) => isData(slot) && !(at(i, slot).value instanceof WaitQueue))
      .filter((slot) => changedElsewhere(slot, actor, i) !== undefined)
      .flatMap((slot) => readNotes(system.slots[slot] as Slot, states, i, i));
  };

  /** Wake-ups that found no process: the lost wake-up itself. A process that leaves a queue where it has waited wakes none. */
  const lostWakes = (i: number, process: string) =>
    [...(footprints[i]?.writes ?? [])].flatMap((slot) => {
      const queue = at(i, slot).value;
      if (!relevance.steps[i] || !(queue instanceof WaitQueue) || queue.hasWaiting || at(i + 1, slot).value !== queue)
        return [];
      const hasWaited = states.slice(0, i).some((state) => (state.at(slot).value as WaitQueue).isWaiting(process));
      return hasWaited ? [] : [`wakes none on ${(system.slots[slot] as Slot).name}`];
    });

  return steps.flatMap(({ alternative: { process } }, i): KernelEvent[] => {
    const [before, after] = [states[i] as State, states[i + 1] as State];
    const column = columnOf(i);
    const changed = system.slots.filter(({ position }) => before.at(position) !== after.at(position));
    const actor = actorOf(i);
    const stale = staleReads(i, actor);
    const read = new Set(stale.map(({ slot }) => before.at(slot)));
    const shown = changed.filter(
      ({ kind, ghost, position }) =>
        (!ghost || relevance.slots.has(position)) && !(kind === 'local' && read.has(after.at(position))),
    );
    const control = shown.flatMap((slot) => controlNotes(process, slot, before, after));
    const notes = [
      ...(control.length === 0 ? [] : [control.join(', ')]),
      ...shown.flatMap((slot) => changeNotes(system, process, slot, before, after)),
      ...equalWrites(i, actor),
      ...lostWakes(i, process.name),
      ...stale.flatMap((one) => one.notes),
      ...frameNotes(run.trace, i),
    ];
    if (notes.length === 0) notes.push(...decidingReads(i, process, actor));
    const arrives = changed.some(({ kind, name }) => kind === 'cpu' && name.endsWith('.running'));
    const preempts =
      process.kind === 'rules' &&
      run.trace.steps[i]?.tag === 'environment' &&
      changed.some(({ kind }) => kind === 'cpu');
    const step = run.trace.steps[i] as TraceStep;
    if (notes.length === 0 && !arrives && !preempts && step.with === undefined && i < steps.length - 1) return [];
    return [
      { step: i, process: process.name, column, text: sentText(step), notes },
      ...receiverEvents(step, i, (receiver) => columns.get(receiver) as string),
    ];
  });
}

/** What a step did to locks and interrupts. */
function controlNotes(process: Process, slot: Slot, before: State, after: State): string[] {
  const [old, now] = [before.at(slot.position).value, after.at(slot.position).value];
  if (slot.kind === 'cpu') return slot.name.endsWith('.interrupts') ? [interruptNote(String(now), process, slot)] : [];
  return isLock(old) && isLock(now) ? [lockNote(slot.name, process.name, old, now)] : [];
}

/** What else a step changed in a slot, as its process sees it. */
function changeNotes(system: System, process: Process, slot: Slot, before: State, after: State): string[] {
  const { kind, position } = slot;
  if (UNSHOWN.has(kind) || system.locks.has(position)) return [];
  const [old, now] = [json(before, position), json(after, position)];
  if (kind === 'buffer') return bufferNotes(old, now);
  if (kind === 'terminal') return [`reached ${now}`];
  const [was, is] = [before.at(position).value, after.at(position).value];
  if (was instanceof Rcu && is instanceof Rcu) return rcuNotes(slot.name, process.name, was, is);
  const own = `${process.name}.`;
  const name = kind === 'local' && slot.name.startsWith(own) ? slot.name.slice(own.length) : slot.name;
  return changeText(name, old, now);
}

function interruptNote(now: string, process: Process, { name }: Slot): string {
  const cpu = name.slice(0, -'.interrupts'.length);
  const whose = cpu === process.cpu || cpu === process.name ? '' : ` on ${cpu}`;
  return now === 'on' ? `irqs on${whose}` : `irqs off${whose}`;
}

function lockNote(name: string, process: string, before: Lock, after: Lock): string {
  const [was, is] = [before.heldBy(process), after.heldBy(process)];
  const how = (mode: string | undefined) => (before instanceof RwLock && mode !== undefined ? ` (${mode})` : '');
  if (was === undefined && is !== undefined) return `takes ${name}${how(is)}`;
  if (was !== undefined && is === undefined) return `releases ${name}${how(was)}`;
  // Its own holds are the same: it drew a ticket, or another process' hold ended.
  const [held, still] = [before.before(''), after.before('')];
  return held.every((other) => still.includes(other)) ? `queues for ${name}` : `releases ${name}`;
}

/** A store that waits in the buffer; one that has drained is seen in memory. */
function bufferNotes(before: JsonValue, after: JsonValue): string[] {
  const [old, now] = [storesIn(before), storesIn(after)];
  return now.slice(old.length).map((store) => `${store} (in the store buffer)`);
}

function storesIn(buffer: JsonValue): string[] {
  const { values } = buffer as { readonly values: readonly { readonly values: readonly JsonValue[] }[] };
  return values.map(({ values: [location, value] }) => `${valueText(location ?? null)} = ${valueText(value ?? null)}`);
}

/** Of a value that is read, the fields that another column changes later. */
function readNotes({ name, position }: Slot, states: readonly State[], at: number, later: number): string[] {
  const [read, then] = [json(states[at] as State, position), json(states[later + 1] as State, position)];
  const notes = fieldChanges(name, read, then).map(({ path, before }) => {
    // What another column adds to a list was not there: what was read is the list.
    const shown = before === undefined && path === name ? read : before;
    const value = shown === undefined ? undefined : valueText(shown);
    return value === undefined || value.length > VALUE_WIDTH_MAX ? `reads ${path}` : `reads ${path} ${value}`;
  });
  return [...new Set(notes.length === 0 ? [`reads ${name} ${valueText(read)}`] : notes)];
}

/** Of a value that is written again, the fields that another column changed before. */
function againNotes({ name, position }: Slot, states: readonly State[], earlier: number): string[] {
  const [before, after] = [json(states[earlier] as State, position), json(states[earlier + 1] as State, position)];
  return fieldChanges(name, before, after).map(({ path, after: now }) => {
    const value = now === undefined ? undefined : valueText(now);
    return value === undefined || value.length > VALUE_WIDTH_MAX ? `${path} as it is` : `${path} ${value} -> ${value}`;
  });
}

function json(state: State, slot: number): JsonValue {
  return valueToJson(state.at(slot).value);
}

/** What changed among the parameters and locals of the procedure that the process runs. A call by itself is no event. */
function frameNotes({ steps }: Counterexample, i: number): string[] {
  const step = steps[i];
  const own = step?.changes[step.process];
  if (step === undefined || own === undefined) return [];
  return changesOf({ ...step, changes: { [step.process]: own } }).filter((change) => !change.startsWith('calls '));
}
