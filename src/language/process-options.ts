/** What is said of a process besides its steps. */
import type { ReplicaKey } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness.ts';
import type { Tag } from '../model/process.ts';

export interface RuleOptions {
  /** The tag of the steps that have none of their own: `system` unless said otherwise. */
  readonly tag?: Tag;
  /** The column of traces in which the steps stand; by default one for each process. */
  readonly column?: string;
  /** The CPU on which it runs, one for each index where it is replicated; by default one of its own. */
  readonly cpu?: string | ((index: ReplicaKey) => string);
  /** Of its system steps together: that of the system, `weak` unless said otherwise. */
  readonly fairness?: Fairness;
  /**
   * `false`: it stores to no shared location but by locked instructions, so that its CPU needs no store buffer for it. A rule set
   * that names no `cpu` is no CPU: it has none, and what it stores is in memory at once.
   */
  readonly stores?: false;
}

export interface ProgramOptions<V, L extends string> extends RuleOptions {
  /** Components of this process alone, with their initial values. */
  readonly locals?: V;
  /** After the last label: `halt` (the default), or `loop` back to the first. */
  readonly end?: 'halt' | 'loop';
  /** Labels at which the process may wait for ever without being called stuck. */
  readonly mayWaitAt?: readonly L[];
}

export interface InterruptOptions<V, L extends string> extends Omit<ProgramOptions<V, L>, 'cpu'> {
  /** The CPU on which it arrives, one for each index where it is replicated. */
  readonly cpu: string | ((index: ReplicaKey) => string);
  /** A handler preempts threads and handlers of lower priority; 0 if not said. */
  readonly priority?: number | ((index: ReplicaKey) => number);
}
