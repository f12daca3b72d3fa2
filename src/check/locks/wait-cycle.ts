/**
 * Wait cycles: processes in a state that each wait for the next. A process waits where none of its steps is enabled: for the holders
 * of a lock that blocks one of them and for the processes queued before it, or, where it is frozen, for the process that freezes it.
 */
import { isBudgetSpent } from '../../model/budgets/budget.ts';
import { cpuOf } from '../../model/cpu.ts';
import type { Lock, LockMode } from '../../model/locks/lock.ts';
import { isLockEvent, type LockEvent } from '../../model/locks/lock-event.ts';
import type { Process } from '../../model/process.ts';
import type { Valuation } from '../../model/state.ts';
import { candidates, type System } from '../../model/system.ts';
import { evaluate } from '../../semantics/evaluation.ts';
import { firstLabelOf, frozenBy } from '../../semantics/interrupt.ts';
import { waitsOn } from '../../semantics/scheduling.ts';
import { classOf, lockNamed } from './lock-faults.ts';
import type { LockEvents } from './lock-graph.ts';

/** One process waits for another: for a lock, or frozen by it. */
export interface Wait {
  readonly process: string;
  readonly on: string;
  readonly event: LockEvent | undefined;
  /** How the other process holds the lock; undefined where it only waits for it, with a place before this process. */
  readonly held: LockMode | undefined;
}

/**
 * The shortest cycle of waits in a state; of several, the cycle from the process that is declared first. `alone`: a process that waits
 * for itself counts, too.
 */
export function waitCycle(system: System, state: Valuation, alone: boolean): readonly Wait[] | undefined {
  const waits = waitsIn(system, state).filter(({ process, on }) => alone || process !== on);
  const cycles = system.processes.flatMap(({ name }) => shortestCycle(name, waits) ?? []);
  return cycles.sort((a, b) => a.length - b.length)[0];
}

/** As `waitCycle`, of the cycles that wait for locks of exactly these classes. */
export function waitCycleThrough(
  system: System,
  state: Valuation,
  classes: ReadonlySet<string>,
): readonly Wait[] | undefined {
  const isMeant = ({ event }: Wait) => event === undefined || classes.has(classOf(system, event));
  const waits = waitsIn(system, state).filter(isMeant);
  const waitedFor = (cycle: readonly Wait[]) =>
    new Set(cycle.flatMap(({ event }) => (event === undefined ? [] : [classOf(system, event)])));
  const cycles = system.processes
    .flatMap(({ name }) => simpleCycles(name, waits))
    .filter((cycle) => waitedFor(cycle).size === classes.size);
  return cycles.sort((a, b) => a.length - b.length)[0];
}

/** The cycles through a process that meet no process twice. */
function simpleCycles(start: string, waits: readonly Wait[]): (readonly Wait[])[] {
  const extend = (path: readonly Wait[]): (readonly Wait[])[] => {
    const { on } = path.at(-1) as Wait;
    if (on === start) return [path];
    if (path.some(({ process }) => process === on)) return [];
    return waits.filter(({ process }) => process === on).flatMap((wait) => extend([...path, wait]));
  };
  return waits.filter(({ process }) => process === start).flatMap((wait) => extend([wait]));
}

function shortestCycle(start: string, waits: readonly Wait[]): [readonly Wait[]] | undefined {
  const paths: Wait[][] = waits.filter(({ process }) => process === start).map((wait) => [wait]);
  const visited = new Set<string>();
  for (const path of paths) {
    const { on } = path.at(-1) as Wait;
    if (on === start) return [path];
    if (visited.has(on)) continue;
    visited.add(on);
    for (const wait of waits) if (wait.process === on) paths.push([...path, wait]);
  }
  return undefined;
}

function waitsIn(system: System, state: Valuation): Wait[] {
  const waits = new Map<Process, Wait[] | 'proceeds'>();
  for (const alternative of candidates(system, state)) {
    const { process, label } = alternative;
    const known = waits.get(process) ?? [];
    if (known === 'proceeds') continue;
    const freezer = frozenBy(system, alternative, state);
    const { outcomes, observed } = evaluate(system, alternative, state);
    // A handler whose interrupt has not arrived does not wait.
    const idle = process.interrupt !== undefined && label === firstLabelOf(process);
    const found: Wait[] =
      freezer !== undefined
        ? [...(idle ? [] : [{ process: process.name, on: freezer, event: undefined, held: undefined }])]
        : observed.filter(isLockEvent).flatMap((event) =>
            (event.behind ?? []).map((on) => ({
              process: process.name,
              on,
              event,
              held: (state.at(lockNamed(system, event.lock).slot).value as Lock).heldBy(on),
            })),
          );
    // A larger budget would let it proceed.
    const proceeds =
      outcomes.length > 0 || observed.some(isBudgetSpent) || (freezer !== undefined && getsCpu(system, process, state));
    waits.set(process, proceeds ? 'proceeds' : [...known, ...found]);
  }
  return [...waits.values()].flatMap((found) => (found === 'proceeds' ? [] : found));
}

/** Whether the thread that keeps a process from running waits, and gives the CPU back. */
function getsCpu(system: System, process: Process, state: Valuation): boolean {
  const cpu = cpuOf(system.cpus, process);
  return cpu?.thread !== undefined && waitsOn(system, cpu, state);
}

/**
 * The keys of the waits that could be part of a cycle, judged by all observations: where there are none, no state needs to be
 * searched. A held lock depends on a lock that its holder waited for, and so does a lock that an interrupted context may hold.
 */
export function suspectWaits(system: System, events: LockEvents): readonly string[] {
  const waits = [...events].filter(([, { event }]) => event === 'blocked');
  const dependencies = waits.map(([key, event]) => ({ key, to: event.lock, from: heldBehind(system, event, events) }));
  const reaches = (from: string, to: string): boolean => {
    const reached = new Set([from]);
    for (const lock of reached) {
      for (const dependency of dependencies) if (dependency.from.includes(lock)) reached.add(dependency.to);
    }
    return reached.has(to);
  };
  return dependencies.filter(({ from, to }) => from.some((lock) => reaches(to, lock))).map(({ key }) => key);
}

/** The locks that the waiting process, or a process that it freezes, may hold or queue for. */
function heldBehind(system: System, wait: LockEvent, events: LockEvents): readonly string[] {
  const process = processNamed(system, wait.process);
  const cpu = cpuOf(system.cpus, process);
  const held = wait.held.map(([lock]) => lock);
  if (cpu === undefined) return held;
  const others = [...events.values()].filter((event) => {
    const other = processNamed(system, event.process);
    return other !== process && cpuOf(system.cpus, other) === cpu;
  });
  return [...new Set([...held, ...others.flatMap(({ lock, held }) => [lock, ...held.map(([name]) => name)])])];
}

function processNamed(system: System, name: string): Process {
  return system.processes.find((process) => process.name === name) as Process;
}
