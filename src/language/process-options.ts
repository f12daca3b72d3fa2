/** The options of a process: whose steps they are, where it runs, what is assumed of it. */
import type { ReplicaKey } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness/fairness.ts';
import type { Tag } from '../model/process.ts';

/** Options of a rule set. */
export interface RuleOptions {
  /**
   * The tag of steps that have none of their own. `system`: the design is obliged to take them in the end. `environment`: they may
   * happen and must not be relied on.
   * @defaultValue `'system'`
   */
  readonly tag?: Tag;
  /**
   * The budget that each of its environment steps spends, if the step names no other.
   * @defaultValue none
   */
  readonly budget?: string;
  /**
   * The column of traces in which the steps stand, or one for each index.
   * @defaultValue a column for each process; in kernel-style traces, a column for each CPU
   */
  readonly column?: string | ((index: ReplicaKey) => string);
  /**
   * The name of the CPU on which the process runs, or one for each index. Processes of one CPU share its store buffer and its
   * interrupts.
   * @defaultValue a CPU of its own for a program; none for a rule set, whose stores reach memory at once
   */
  readonly cpu?: string | ((index: ReplicaKey) => string);
  /**
   * The fairness of its system steps together. *Weak*: if from some point on at least one of them is enabled in every state, one of
   * them is taken infinitely often. *Strong*: if at least one is enabled in infinitely many states, one of them is taken infinitely
   * often. `none` assumes nothing.
   * @defaultValue that of `defineSystem`, which is `'weak'` by default
   */
  readonly fairness?: Fairness;
  /**
   * `false`: the process writes shared locations by locked instructions only, so that its CPU needs no store buffer for it. This saves
   * states. A store in it is `E_SYSTEM`.
   */
  readonly stores?: false;
}

/** Options of a program, with locals `V` and labels `L`. */
export interface ProgramOptions<V, L extends string> extends RuleOptions {
  /**
   * Components of this process alone, with their initial values; each replica has its own. A local cannot be replicated or shared.
   * @defaultValue `{}`
   */
  readonly locals?: V;
  /**
   * After the last label: `halt`, or `loop` back to the first.
   * @defaultValue `'halt'`; `'loop'` for an interrupt handler
   */
  readonly end?: 'halt' | 'loop';
  /**
   * The label at which it begins, or one for each index.
   * @defaultValue the first label
   */
  readonly start?: L | 'halted' | ((index: ReplicaKey) => L | 'halted');
  /**
   * Labels at which the process may wait for ever without being deadlocked.
   * @defaultValue `[]`; an interrupt handler may always wait at its first label
   */
  readonly mayWaitAt?: readonly L[];
  /**
   * Schedules the threads of its CPU, of which there are several: one of them has the CPU until it waits, gives the CPU back by
   * `s.yieldCpu()`, or halts, and the others do not run. `true`: before each of its steps the environment may also give the CPU to
   * another thread, except while it holds a spin lock or has interrupts off. A thread of such a CPU that has no value is not preemptible.
   * @defaultValue if no thread of the CPU has a value, they interleave at every step
   * @throws UserError `E_SYSTEM` for a process without `cpu`.
   * @example
   * const system = defineSystem({ n: 0 })
   *   .processes('writer', 2, {
   *     load: (s) => s.set('r', s.get('n')),
   *     store: (s) => s.set('n', s.get('r') + 1),
   *   }, { locals: { r: 0 }, cpu: 'cpu0', preemptible: true })
   *   .quiescent('sum', 'no update is lost', (s) => s.get('n') === 2);
   * // => sum: violated
   */
  readonly preemptible?: boolean;
}

/** Options of an interrupt handler, with locals `V` and labels `L`. */
export interface InterruptOptions<V, L extends string>
  extends Omit<ProgramOptions<V, L>, 'cpu' | 'start' | 'preemptible'> {
  /** The CPU on which the interrupt arrives, or one for each index. */
  readonly cpu: string | ((index: ReplicaKey) => string);
  /**
   * A handler preempts threads and handlers of a lower priority.
   * @defaultValue 0
   */
  readonly priority?: number | ((index: ReplicaKey) => number);
}
