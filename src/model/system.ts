/** A system: a model with its parameters chosen, ready to be explored. Explorers know nothing else of a model. */
import type { Budget } from './budgets/budget.ts';
import type { Canon } from './canonical.ts';
import type { Channel } from './channels/channel.ts';
import type { Cpus } from './cpu.ts';
import type { LockInfo } from './locks/lock-declaration.ts';
import type { LockRule } from './locks/lock-event.ts';
import type { Memory } from './memory.ts';
import type { Names } from './names.ts';
import type { Observable } from './observable.ts';
import { type Alternative, type Control, labelOf, type Procedure, type Process } from './process.ts';
import type { Property } from './property.ts';
import type { Slot, State, Valuation } from './state.ts';
import type { StateReader } from './state-reader.ts';

export interface System {
  /** The model and its parameters as on the command line: `viridian-assist guest=ignore`. */
  readonly origin: string;
  readonly slots: readonly Slot[];
  readonly names: Names;
  readonly canon: Canon;
  readonly memory: Memory;
  /** The first of the initial states. */
  readonly initial: State;
  /** All of them, in the order of declaration; each once. */
  readonly initials: readonly State[];
  readonly processes: readonly Process[];
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly alternatives: readonly Alternative[];
  readonly properties: readonly Property<StateReader>[];
  /** CPUs on which interrupts matter; none in a system without interrupt handlers. */
  readonly cpus: Cpus;
  /** The components that are locks, by their slots. */
  readonly locks: ReadonlyMap<number, LockInfo>;
  /** The slots of the components that are RCU, in order. */
  readonly rcus: readonly number[];
  /** By full name. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Names of components that say whether something is owed. */
  readonly owed: ReadonlySet<string>;
  /** Names of components that say whether an object is freed. */
  readonly objects: ReadonlySet<string>;
  /** What `everywhen compare` is to observe; empty for the components that properties read. */
  readonly observables: readonly Observable[];
  /** By name. */
  readonly budgets: ReadonlyMap<string, Budget>;
  /** By the names of processes, the slots of the locks that they hold; only where a property of lock order is declared. */
  readonly holding: ReadonlyMap<string, number>;
  /** The rules that the properties of lock order look for; empty where there is no such property. */
  readonly lockRules: ReadonlySet<LockRule>;
  /** The ids that steps may judge. */
  readonly claims: ReadonlyMap<string, 'assertion' | 'unreachable'>;
  /** The slot that holds the id of the unreachable place that was reached; none where no such place is declared. */
  readonly terminalSlot: number | undefined;
  /** Blocked steps note for which processes they wait: only where the end of a trace is told. */
  readonly tellsWaits?: true;
  /** The runs that are left out; undefined where all are explored. */
  readonly restriction?: Restriction;
}

/** The runs that are left out. */
export interface LeftOut {
  /** These environment steps are never taken. */
  readonly taken: readonly Alternative[];
  /**
   * No other process takes a step after one of these while its process can continue by a system step. A step that changes nothing does
   * not count as continuing, so a process that polls does not keep the others waiting.
   */
  readonly interrupted: readonly Alternative[];
}

export interface Restriction {
  readonly leftOut: LeftOut;
  /** The slot of the last step's position, or null where other processes may interleave after it; undefined where no step needs it. */
  readonly lastStep: number | undefined;
  /** The only property that is judged. */
  readonly judged: string;
  /**
   * Whether a step that is left out stays enabled and leads nowhere, because the property is about states in which no step at all is
   * enabled.
   */
  readonly inVain: boolean;
}

/** The slots that traces and pages show. The others follow from them. */
export function shownSlots({ slots }: System): readonly Slot[] {
  return slots.filter(({ kind }) => kind !== 'holds' && kind !== 'monitor');
}

/** Terminal: a step reached an unreachable place. The state has no successors and is neither quiescent nor a deadlock. */
export function isTerminal(system: System, state: Valuation): boolean {
  return system.terminalSlot !== undefined && state.at(system.terminalSlot).value !== null;
}

/** The alternatives that the processes' labels leave to be tried in a state, in order of declaration. */
export function* candidates(system: System, state: Valuation): Generator<Alternative> {
  if (isTerminal(system, state)) return;
  for (const process of system.processes) yield* alternativesOf(process, state);
}

/** The candidates of one process. */
export function alternativesOf(process: Process, state: Valuation): readonly Alternative[] {
  if (process.labelSlot === undefined) return process.alternatives;
  return process.alternativesAt.get(labelAt(process, state) as string) ?? [];
}

/** Where a process is; undefined for a rule set. */
export function labelAt(process: Process, state: Valuation): string | undefined {
  return process.labelSlot === undefined ? undefined : labelOf(state.at(process.labelSlot).value as Control);
}
