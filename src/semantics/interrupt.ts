/**
 * The effect of interrupts and of scheduling on steps: which process is frozen, when a handler starts and ends, turning interrupts off and
 * on, and which thread has a CPU.
 */
import { Map as ImmutableMap, List } from 'immutable';
import { UserError } from '../errors.ts';
import { type Cpu, cpuOf, type InterruptState, ON, priorityOf, THREAD } from '../model/cpu.ts';
import { type Alternative, type Control, HALTED, labelOf, type Process } from '../model/process.ts';
import type { Valuation } from '../model/state.ts';
import type { System } from '../model/system.ts';

type Stack = List<string>;
type Saved = ImmutableMap<string, string>;

/**
 * The process that freezes a step: the handler that runs on its CPU, the thread that has interrupts off there or has the CPU, or, where the
 * step is an interrupt's arrival, the context that it may not interrupt. Undefined where the step is not frozen.
 */
export function frozenBy(system: System, alternative: Alternative, state: Valuation): string | undefined {
  const by = interruptedBy(system, alternative, state);
  if (by !== undefined || alternative.process.interrupt !== undefined) return by;
  const has = threadOn(cpuOf(system.cpus, alternative.process), state);
  return has === alternative.process.name ? undefined : has;
}

/** As `frozenBy`, whichever thread has the CPU: a message is handed to a thread that does not run. */
export function interruptedBy(system: System, { process, label }: Alternative, state: Valuation): string | undefined {
  const cpu = cpuOf(system.cpus, process);
  if (cpu === undefined) return undefined;
  const top = runningOn(cpu, state);
  if (process.interrupt === undefined) {
    if (top !== undefined) return top;
    return cpu.threads.length === 1 ? undefined : offBy(cpu, process, state);
  }
  if (label !== firstLabelOf(process)) return top === process.name ? undefined : (top ?? THREAD);
  const interrupted = top === undefined ? undefined : (cpu.handlers.get(top) as Process);
  if (interrupted !== undefined && priorityOf(process) <= priorityOf(interrupted)) return top;
  const slots = cpu.interrupts.get(top ?? THREAD);
  return slots === undefined || state.at(slots.enabled).value === ON ? undefined : (top ?? THREAD);
}

/** The other thread of the CPU that has interrupts off, if there is one. */
function offBy(cpu: Cpu, process: Process, state: Valuation): string | undefined {
  const slots = cpu.interrupts.get(THREAD);
  if (slots === undefined) return undefined;
  const { value } = state.at(slots.enabled);
  return cpu.threads.find((thread) => thread !== process && value === offValue(cpu, thread))?.name;
}

/** The thread that has a CPU; undefined where it is free or its threads are not scheduled. */
export function threadOn(cpu: Cpu | undefined, state: Valuation): string | undefined {
  return cpu?.thread === undefined ? undefined : ((state.at(cpu.thread).value as string | null) ?? undefined);
}

/** The state in which the thread has its CPU: a step takes a CPU that is free. */
export function withThread<V extends Valuation>(system: System, process: Process, state: V): V {
  const cpu = cpuOf(system.cpus, process);
  if (cpu?.thread === undefined || process.interrupt !== undefined) return state;
  return state.with(cpu.thread, system.canon.of(process.name));
}

/** The state in which the thread does not have its CPU. */
export function withoutThread<V extends Valuation>(system: System, process: Process, state: V): V {
  const cpu = cpuOf(system.cpus, process);
  return cpu === undefined || process.interrupt !== undefined ? state : withFree(system, cpu, state);
}

/** The state in which no thread has the CPU. */
export function withFree<V extends Valuation>(system: System, { thread }: Cpu, state: V): V {
  return thread === undefined ? state : state.with(thread, system.canon.of(null));
}

/** Whether an interrupt handler runs on a CPU. */
export function isInterrupted(cpu: Cpu, state: Valuation): boolean {
  return runningOn(cpu, state) !== undefined;
}

/** The state at which a step arrives, after the start or end of the handler that it belongs to. */
export function afterStep<V extends Valuation>(system: System, { process, label }: Alternative, arrived: V): V {
  const cpu = cpuOf(system.cpus, process);
  if (cpu?.running === undefined || process.interrupt === undefined) return arrived;
  const { canon } = system;
  const first = firstLabelOf(process);
  const now = labelOf(arrived.at(process.labelSlot as number).value as Control);
  const ended = now === first || now === HALTED;
  const stack = arrived.at(cpu.running).value as Stack;
  let state = arrived;
  if (label === first && !ended) state = state.with(cpu.running, canon.of(stack.push(process.name)));
  if (label !== first && ended) state = state.with(cpu.running, canon.of(stack.pop()));
  const slots = cpu.interrupts.get(process.name);
  if (!ended || slots === undefined) return state;
  // The handler starts the next time as it started this time.
  return state.with(slots.enabled, canon.of(ON)).with(slots.saved, canon.of(ImmutableMap()));
}

/** Whether an interrupt could arrive where the process runs; in a handler, an interrupt of a higher priority. */
export function interruptsAt(system: System, process: Process, state: Valuation): 'on' | 'off' {
  const slots = slotsOf(system, process);
  return slots !== undefined && state.at(slots.enabled).value === ON ? 'on' : 'off';
}

/** The state with interrupts on or off for the process' context; unchanged where no interrupt can arrive there. */
export function withInterrupts<V extends Valuation>(system: System, process: Process, state: V, to: 'on' | 'off'): V {
  const slots = slotsOf(system, process);
  if (slots === undefined) return state;
  const value = to === 'on' ? ON : offValue(cpuOf(system.cpus, process) as Cpu, process);
  return state.with(slots.enabled, system.canon.of(value));
}

/** Whether the setting of interrupts is saved under the lock's name already, as by a process that waits in the lock's queue. */
export function isIrqsaved(system: System, process: Process, state: Valuation, lock: string): boolean {
  const slots = slotsOf(system, process);
  return slots !== undefined && (state.at(slots.saved).value as Saved).has(lock);
}

/** The state with interrupts off, and their former setting saved under the lock's name. */
export function irqsave<V extends Valuation>(system: System, process: Process, state: V, lock: string): V {
  const slots = slotsOf(system, process);
  if (slots === undefined) return state;
  const saved = (state.at(slots.saved).value as Saved).set(lock, interruptsAt(system, process, state));
  return withInterrupts(system, process, state, 'off').with(slots.saved, system.canon.of(saved));
}

/** The state with interrupts as they were when the lock was taken. Throws `E_STEP` where nothing was saved. */
export function irqrestore<V extends Valuation>(system: System, process: Process, state: V, lock: string): V {
  const slots = slotsOf(system, process);
  if (slots === undefined) return state;
  const saved = state.at(slots.saved).value as Saved;
  const before = saved.get(lock);
  if (before === undefined) {
    throw new UserError('E_STEP', `restores interrupts with '${lock}', which it did not take with irqsave.`, {
      hint: 'releaseIrqrestore belongs to acquireIrqsave; release belongs to acquire.',
    });
  }
  return withInterrupts(system, process, state, before as 'on' | 'off').with(
    slots.saved,
    system.canon.of(saved.remove(lock)),
  );
}

/** The state as it is while the process runs, for probing a step before anything is explored. */
export function whileRunning<V extends Valuation>(system: System, { process, label }: Alternative, state: V): V {
  const running = cpuOf(system.cpus, process)?.running;
  if (running === undefined || process.interrupt === undefined || label === firstLabelOf(process)) return state;
  return state.with(running, system.canon.of(List([process.name])));
}

export function firstLabelOf({ following }: Process): string {
  return following.keys().next().value as string;
}

/** The handler that runs on a CPU. */
function runningOn({ running }: Cpu, state: Valuation): string | undefined {
  return running === undefined ? undefined : (state.at(running).value as Stack).last();
}

function slotsOf(system: System, process: Process): InterruptState | undefined {
  return cpuOf(system.cpus, process)?.interrupts.get(process.interrupt === undefined ? THREAD : process.name);
}

/** Where several threads share a CPU, the thread that turned interrupts off is part of the state: only that thread continues. */
function offValue({ threads }: Cpu, process: Process): string {
  return process.interrupt === undefined && threads.length > 1 ? `off (${process.name})` : 'off';
}
