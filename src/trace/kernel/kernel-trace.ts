/**
 * What a kernel-style trace shows: events in columns, and what each CPU waits for at the end. Data, so that a trace can be drawn where the
 * system is not known.
 */
import type { Counterexample, TraceStep } from '../../check/counterexample.ts';
import { type ColumnsByProcess, changesOf, receiverText, stepText } from '../text.ts';
import { waitingClause } from '../waiting-text.ts';

export interface KernelEvent {
  /** The index of the step in the trace. */
  readonly step: number;
  readonly process: string;
  readonly column: string;
  /** The step by its label. */
  readonly text: string;
  /** What it changed and read, one line each. */
  readonly notes: readonly string[];
}

/** What a process waits for at the end. */
export interface KernelWait {
  readonly process: string;
  readonly column: string;
  readonly text: string;
}

export interface KernelTrace {
  /** Every column that the system has, in order; those without an event are not drawn. */
  readonly columns: readonly string[];
  readonly events: readonly KernelEvent[];
  /** The last lines of a deadlock: where each CPU waits, and for whom. */
  readonly waiting: readonly KernelWait[];
  /** The index of the step with which the cycle of a lasso begins. */
  readonly cycleStart?: number;
  /** The run stays in the last state for ever. */
  readonly stays: boolean;
}

/** Makes the events of a trace of a property. */
export type KernelView = (trace: Counterexample, property?: string) => KernelTrace;

/** Every step with all its changes, where nothing but the trace is known. */
export function plainKernelTrace(trace: Counterexample, columnsByProcess: ColumnsByProcess): KernelTrace {
  const columnOf = (process: string) => columnsByProcess.get(process) ?? process;
  return {
    columns: [
      ...new Set([
        ...columnsByProcess.values(),
        ...trace.steps.flatMap((step) => [columnOf(step.process), columnOf(step.with?.process ?? step.process)]),
      ]),
    ],
    events: trace.steps.flatMap((step, i) => [
      { step: i, process: step.process, column: columnOf(step.process), text: sentText(step), notes: changesOf(step) },
      ...receiverEvents(step, i, columnOf),
    ]),
    waiting: waitsOf(trace, columnOf),
    ...cycleOf(trace),
  };
}

/** A step by its label; who received stands in a line of its own. */
export function sentText(step: TraceStep): string {
  if (step.with === undefined) return stepText(step);
  const { outcome: _, ...sent } = step;
  return stepText(sent);
}

/** The part of the receiver in a rendezvous. */
export function receiverEvents(
  step: TraceStep,
  i: number,
  columnOf: (process: string) => string,
  notes: readonly string[] = [],
): KernelEvent[] {
  if (step.with === undefined) return [];
  const { process } = step.with;
  return [{ step: i, process, column: columnOf(process), text: receiverText(step), notes }];
}

export function cycleOf({ steps, cycleStart }: Counterexample): Pick<KernelTrace, 'cycleStart' | 'stays'> {
  const stays = cycleStart === steps.length;
  return { ...(cycleStart !== undefined && !stays && { cycleStart }), stays };
}

/**
 * What the processes wait for at the end of a deadlock; those that have ended or not begun, or only lack a budget, are left out, and so is
 * hardware with nothing to do.
 */
export function waitsOf({ waiting = [] }: Counterexample, columnOf: (process: string) => string): KernelWait[] {
  const isLeftOut = new Set<string>(['halted', 'not begun', 'budget']);
  return waiting
    .filter(({ why, at }) => !isLeftOut.has(why) && !(at === undefined && why === 'condition'))
    .map((one) => ({ process: one.process, column: columnOf(one.process), text: waitingClause(one) }));
}
