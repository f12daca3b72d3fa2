/**
 * What each process does where a trace ends that shows a deadlock or a wait cycle: it has halted, or it waits, and for which processes. All of
 * it is evaluated anew in that state, so it needs no lock analysis.
 */

import { isBudgetSpent } from '../model/budgets/budget.ts';
import { isScheduler } from '../model/cpu.ts';
import { type Lock, type LockMode, RwLock } from '../model/locks/lock.ts';
import { isLockEvent, type LockEvent } from '../model/locks/lock-event.ts';
import { HALTED, type Process } from '../model/process.ts';
import type { State } from '../model/state.ts';
import { alternativesOf, labelAt, type System } from '../model/system.ts';
import { isSleepEvent, type SleepsOn } from '../model/waiting/sleep-event.ts';
import { type AwaitsAs, isWaitEvent } from '../model/waiting/wait-event.ts';
import { evaluate } from '../semantics/evaluation.ts';
import { firstLabelOf, frozenBy } from '../semantics/interrupt.ts';

/**
 * Why a process takes no step. `not begun`: a handler whose interrupt has not arrived. `frozen`: by the process `by`. `lock`: it waits for
 * `locks`. `others`: it waits for those that `awaits` says. `sleep`: it sleeps on `on`. `condition`: no step that it could take here is enabled. `budget`: none is, one of them only for
 * lack of a budget. `environment`: only steps that no process owes are. `enabled`: a step is.
 */
export type WaitsBecause =
  | 'halted'
  | 'not begun'
  | 'frozen'
  | 'lock'
  | 'sleep'
  | 'others'
  | 'condition'
  | 'budget'
  | 'environment'
  | 'enabled';

/** What one process does at the end of a trace. */
export interface Waiting {
  readonly process: string;
  /** Its label; a rule set has none. */
  readonly at?: string;
  readonly why: WaitsBecause;
  /** It may wait at this label (`mayWaitAt`). */
  readonly mayWait?: true;
  /** The process that freezes it. */
  readonly by?: string;
  /** The locks that it waits for, and for which processes thereby. */
  readonly locks?: readonly AwaitedLock[];
  /** What it waits for that other processes or CPUs owe it, and which they are. */
  readonly awaits?: readonly Awaited[];
  /** The components that it sleeps on, and what they are. */
  readonly on?: readonly { readonly name: string; readonly as: SleepsOn }[];
}

export interface Awaited {
  /** The component, what of it is awaited, and of a callback its name. */
  readonly name: string;
  readonly as: AwaitsAs;
  readonly callback?: string;
  readonly behind: readonly string[];
}

export interface AwaitedLock {
  readonly lock: string;
  /** Of a read-write lock: how the process wants it. */
  readonly mode?: LockMode;
  /** `holds`: how the process holds the lock; absent for a process that waits for it already. */
  readonly behind: readonly { readonly process: string; readonly holds?: LockMode }[];
}

/** In the order of declaration. Store buffers, which are empty where nothing is owed any more, and schedulers are left out. */
export function waitingIn(system: System, state: State): readonly Waiting[] {
  // Steps note the locks that they wait for only where a rule of lock order asks.
  const noting: System = { ...system, tellsWaits: true, lockRules: new Set([...system.lockRules, 'wait cycle']) };
  return system.processes
    .filter((process) => !isStoreBuffer(system, process) && !isScheduler(system.cpus, process))
    .map((process) => ({
      process: process.name,
      ...(process.labelSlot !== undefined && { at: labelAt(process, state) as string }),
      ...reasonOf(noting, process, state),
    }));
}

function reasonOf(system: System, process: Process, state: State): Omit<Waiting, 'process' | 'at'> {
  const label = labelAt(process, state);
  if (label === HALTED) return { why: 'halted' };
  if (process.interrupt !== undefined && label === firstLabelOf(process)) return { why: 'not begun' };
  const alternatives = alternativesOf(process, state);
  const [by] = alternatives.flatMap((alternative) => frozenBy(system, alternative, state) ?? []);
  if (by !== undefined) return { why: 'frozen', by };
  const tried = alternatives.map((alternative) => ({ alternative, ...evaluate(system, alternative, state) }));
  const enabled = tried.filter(({ outcomes }) => outcomes.length > 0);
  if (enabled.some(({ alternative }) => alternative.tag === 'system')) return { why: 'enabled' };
  const mayWait = label !== undefined && process.mayWaitAt.has(label) && { mayWait: true as const };
  const awaited = tried
    .flatMap(({ observed }) => observed.filter(isLockEvent))
    .filter((one) => one.event === 'blocked');
  const locks = [...new Map(awaited.map((event) => [`${event.mode} ${event.lock}`, event])).values()];
  if (locks.length > 0)
    return { why: 'lock', ...mayWait, locks: locks.map((event) => awaitedLock(system, event, state)) };
  const awaits = tried
    .flatMap(({ observed }) => observed.filter(isWaitEvent))
    .map(({ on: name, as, callback, behind }) => ({
      ...{ name, as, behind },
      ...(callback !== undefined && { callback }),
    }));
  if (awaits.length > 0) return { why: 'others', ...mayWait, awaits };
  // A mutex is one of the locks.
  const on = tried
    .flatMap(({ observed }) => observed.filter(isSleepEvent))
    .filter(({ blocked }) => blocked)
    .map((event) => ({ name: event.on, as: event.as }));
  if (on.length > 0) return { why: 'sleep', ...mayWait, on };
  const spent = tried.some(({ observed }) => observed.some(isBudgetSpent));
  return { why: enabled.length > 0 ? 'environment' : spent ? 'budget' : 'condition', ...mayWait };
}

function awaitedLock(system: System, { lock: name, mode, behind = [] }: LockEvent, state: State): AwaitedLock {
  const slot = [...system.locks.values()].find((info) => info.name === name)?.slot as number;
  const lock = state.at(slot).value as Lock;
  const isShared = lock instanceof RwLock;
  return {
    lock: name,
    ...(isShared && { mode: mode === 'write' ? 'write' : 'read' }),
    behind: behind.map((process) => {
      const holds = lock.heldBy(process);
      return { process, ...(holds !== undefined && { holds }) };
    }),
  };
}

function isStoreBuffer({ memory }: System, { kind, name }: Process): boolean {
  return kind === 'rules' && [...memory.buffers.keys()].some((cpu) => name.startsWith(`${cpu} store buffer`));
}
