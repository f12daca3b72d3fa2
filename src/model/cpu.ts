/**
 * CPUs and what runs on them: threads, and interrupt handlers that preempt them.
 *
 * A handler is a program that waits at its first label for the interrupt. The step from there is the interrupt's arrival: it needs
 * interrupts on, and a context of lower priority on its CPU. From then on that context is frozen, with all handlers of lower
 * priority, until the handler is at its first label again or has halted. Threads of one CPU interleave arbitrarily, except while
 * one of them has interrupts off: turning interrupts off turns preemption off. Where a thread says whether it is `preemptible`, the
 * threads of its CPU are scheduled: one of them has the CPU until it gives it back or is preempted (docs/decisions/preemption.md).
 *
 * The activity of a CPU is state like any other, in slots of its own: the stack of handlers that run there, and for each context in
 * which an interrupt could arrive whether interrupts are on, with what irqsave locks will restore. Each context has its own slots,
 * so the end of a handler leaves the context that it interrupted as it was.
 */
import { Map as ImmutableMap, List } from 'immutable';
import type { Process } from './process.ts';
import type { SlotKind } from './state.ts';

/** The context of a CPU while no handler runs. */
export const THREAD = 'thread';
export const ON = 'on';

/** The slots of a context's interrupt state. Only a context in which an interrupt could arrive has them. */
export interface InterruptState {
  /** `on`, `off`, or `off (name)` where several threads share the CPU. */
  readonly enabled: number;
  /** By name, the setting that each held irqsave lock restores. */
  readonly saved: number;
}

export interface Cpu {
  readonly name: string;
  /** The slot of the stack of handlers that run there, the last on top; undefined where there is no handler. */
  readonly running: number | undefined;
  /** The slot of the name of the thread that has the CPU, null where it is free; undefined where the threads are not scheduled. */
  readonly thread: number | undefined;
  readonly threads: readonly Process[];
  readonly handlers: ReadonlyMap<string, Process>;
  /** By the handler's name, or `thread`. */
  readonly interrupts: ReadonlyMap<string, InterruptState>;
}

/** By the name of the CPU; empty in a system without interrupt handlers. */
export type Cpus = ReadonlyMap<string, Cpu>;

type NewSlot = (name: string, kind: SlotKind, initial: unknown) => { readonly position: number };

/**
 * Which CPUs have an interrupt state. By default those where an interrupt can arrive. `also CPUs without handlers`: lock analysis asks whether a
 * lock was ever taken with interrupts on. `all threads`: it asks whether a thread sleeps with interrupts off, also in a system without handlers.
 */
export type InterruptsOf = 'CPUs with handlers' | 'also CPUs without handlers' | 'all threads';

/** The CPUs of a system with interrupt handlers, and of any system where the interrupts of all threads matter. */
export function cpusOf(processes: readonly Process[], which: InterruptsOf, slot: NewSlot): Cpus {
  const programs = processes.filter(({ kind }) => kind === 'program');
  const isHandler = ({ interrupt }: Process) => interrupt !== undefined;
  const all = programs.filter(isHandler);
  const scheduled = scheduledCpus(programs);
  if (all.length === 0 && which !== 'all threads' && scheduled.size === 0) return new Map();
  const cpus = new Map<string, Cpu>();
  for (const name of new Set(programs.map(({ cpu }) => cpu))) {
    const threads = programs.filter((process) => process.cpu === name && !isHandler(process));
    const handlers = all.filter(({ cpu }) => cpu === name);
    const arriving = which === 'CPUs with handlers' ? handlers : all;
    const isScheduled = scheduled.has(name);
    const always = which === 'all threads' || isScheduled;
    if (arriving.length === 0 && !always) continue;
    const contexts = [
      ...(threads.length === 0 ? [] : [{ context: THREAD, prefix: name, priority: THREAD_PRIORITY }]),
      ...handlers.map((handler) => ({ context: handler.name, prefix: handler.name, priority: priorityOf(handler) })),
    ];
    const running = handlers.length === 0 ? undefined : slot(`${name}.running`, 'cpu', List()).position;
    const interrupts = contexts
      .filter(
        ({ context, priority }) =>
          arriving.some((handler) => priorityOf(handler) > priority) || (always && context === THREAD),
      )
      .map(({ context, prefix }): [string, InterruptState] => {
        const enabled = slot(`${prefix}.interrupts`, 'cpu', ON).position;
        return [context, { enabled, saved: slot(`${prefix}.saved`, 'cpu', ImmutableMap()).position }];
      });
    cpus.set(name, {
      name,
      running,
      thread: isScheduled ? slot(`${name}.thread`, 'cpu', null).position : undefined,
      threads,
      handlers: new Map(handlers.map((handler) => [handler.name, handler])),
      interrupts: new Map(interrupts),
    });
  }
  return cpus;
}

/** The names of the CPUs whose threads are scheduled: there are several, and one of them says whether it is preemptible. */
export function scheduledCpus(processes: readonly Process[]): ReadonlySet<string> {
  const threads = processes.filter(({ kind, interrupt }) => kind === 'program' && interrupt === undefined);
  return new Set(
    [...Map.groupBy(threads, ({ cpu }) => cpu)]
      .filter(([, own]) => own.length > 1 && own.some(({ preemptible }) => preemptible !== undefined))
      .map(([name]) => name),
  );
}

/** The name of the rule set that takes a CPU from its threads. */
export function schedulerOf(cpu: string): string {
  return `${cpu} scheduler`;
}

/** Whether a process is the scheduler of its CPU, and no process of the author's. */
export function isScheduler(cpus: Cpus, { kind, name, cpu }: Process): boolean {
  return kind === 'rules' && cpus.get(cpu)?.thread !== undefined && name === schedulerOf(cpu);
}

/** Lower than that of every handler. */
export const THREAD_PRIORITY = Number.NEGATIVE_INFINITY;

export function priorityOf({ interrupt }: Process): number {
  return interrupt ?? THREAD_PRIORITY;
}

/** The CPU on which a program runs; undefined where interrupts do not matter, and for rule sets, which are never frozen. */
export function cpuOf(cpus: Cpus, { kind, cpu }: Process): Cpu | undefined {
  return kind === 'program' ? cpus.get(cpu) : undefined;
}
