/**
 * What a kernel-style trace shows: events in columns, and what each CPU waits for at the end. Data, so that a trace can be drawn where the
 * system is not known.
 */
import type { Counterexample } from '../../check/counterexample.ts';
import { type ColumnsByProcess, changesOf, stepText } from '../text.ts';
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
    columns: [...new Set([...columnsByProcess.values(), ...trace.steps.map(({ process }) => columnOf(process))])],
    events: trace.steps.map((step, i) => ({
      step: i,
      process: step.process,
      column: columnOf(step.process),
      text: stepText(step),
      notes: changesOf(step),
    })),
    waiting: waitsOf(trace, columnOf),
    ...cycleOf(trace),
  };
}

export function cycleOf({ steps, cycleStart }: Counterexample): Pick<KernelTrace, 'cycleStart' | 'stays'> {
  const stays = cycleStart === steps.length;
  return { ...(cycleStart !== undefined && !stays && { cycleStart }), stays };
}

/** What the processes wait for at the end of a deadlock; those that have ended or not begun are left out. */
export function waitsOf({ waiting = [] }: Counterexample, columnOf: (process: string) => string): KernelWait[] {
  return waiting
    .filter(({ why }) => why !== 'halted' && why !== 'not begun')
    .map((one) => ({ process: one.process, column: columnOf(one.process), text: waitingClause(one) }));
}
