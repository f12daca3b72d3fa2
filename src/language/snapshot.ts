/**
 * What an author sees of a state: a `Reader` in properties and claims, a `Snapshot` in steps.
 *
 * A snapshot is persistent: every method gives a new one and changes nothing. A step returns the snapshot it arrived at,
 * or what `goto`, `halt`, `choose` and `call` made of it, or `undefined` when it is blocked.
 */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../model/declaration.ts';
import type { LockSteps } from './lock-steps.ts';
import type { MemorySteps } from './memory-steps.ts';

declare const arrival: unique symbol;
/** Where a step arrives. Opaque: only a snapshot makes one. */
export interface Next {
  readonly [arrival]: true;
}

/** A rule set has no labels and no locals: there is nothing to read of it. */
type Programs<P> = {
  [N in keyof P & string]: P[N] extends { labels: infer L } ? ([L] extends [never] ? never : N) : never;
}[keyof P & string];
type SingleProcesses<P> = {
  [N in Programs<P>]: P[N] extends { index: infer I } ? ([I] extends [never] ? N : never) : never;
}[Programs<P>];
type ReplicatedProcesses<P> = Exclude<Programs<P>, SingleProcesses<P>>;
type LabelOf<T> = T extends { labels: infer L } ? L | 'halted' : never;
type LocalsOf<T> = T extends { locals: infer V } ? V : never;
type ProcessIndexOf<T> = T extends { index: infer I } ? I : never;

/** Reads a state: components `C` and processes `P` by their declared names. */
export interface Reader<C, P> {
  /** The value of a component, or of one replica of it. */
  get<K extends SingleNames<C>>(component: K): ValueOf<C[K]>;
  get<K extends ReplicaNames<C>>(component: K, index: IndexOf<C[K]>): ValueOf<C[K]>;
  /** The label at which a process is. Inside a procedure it reads `procedure.label`; after its end, `halted`. */
  at<N extends SingleProcesses<P>>(process: N): LabelOf<P[N]>;
  at<N extends ReplicatedProcesses<P>>(process: N, index: ProcessIndexOf<P[N]>): LabelOf<P[N]>;
  /** The value of another process' local. */
  local<N extends SingleProcesses<P>, K extends keyof LocalsOf<P[N]> & string>(
    process: N,
    name: K,
  ): ValueOf<LocalsOf<P[N]>[K]>;
  local<N extends ReplicatedProcesses<P>, K extends keyof LocalsOf<P[N]> & string>(
    process: N,
    index: ProcessIndexOf<P[N]>,
    name: K,
  ): ValueOf<LocalsOf<P[N]>[K]>;
  /** Whether a step came where none should, which ended the run there. */
  isTerminal(): boolean;
  /** What runs on a CPU: the name of an interrupt handler, or `thread`. */
  current(cpu: string): string;
}

/** What names a step may use: assertions, claims that are unreachable, labels of its program, procedures and their parameters. */
export interface StepNames {
  readonly assertions: string;
  readonly unreachables: string;
  readonly labels: string;
  readonly procedures: object;
  readonly index: unknown;
}

/** The state as a step sees it and changes it: components `C` (its own locals included), processes `P`, names `N`. */
export interface Snapshot<C, P, N extends StepNames> extends Next, LockSteps<C>, MemorySteps<C> {
  /** The process that takes the step (`sender[1]`) and its index among its replicas. */
  readonly process: string;
  readonly index: N['index'];

  /** The value of a component or local. Ghosts cannot be read here: nothing that happens may depend on them. */
  get<K extends SingleNames<C, 'real'>>(component: K): ValueOf<C[K]>;
  get<K extends ReplicaNames<C, 'real'>>(component: K, index: IndexOf<C[K]>): ValueOf<C[K]>;
  at<M extends SingleProcesses<P>>(process: M): LabelOf<P[M]>;
  at<M extends ReplicatedProcesses<P>>(process: M, index: ProcessIndexOf<P[M]>): LabelOf<P[M]>;

  set<K extends SingleNames<C, 'real' | 'ghost'>>(component: K, to: NoInfer<ValueOf<C[K]>>): this;
  set<K extends ReplicaNames<C, 'real' | 'ghost'>>(
    component: K,
    index: IndexOf<C[K]>,
    to: NoInfer<ValueOf<C[K]>>,
  ): this;
  /** A ghost may be updated from everything that a claim may read; a real component from its own value. */
  update<K extends SingleNames<C, 'real'>>(component: K, by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>): this;
  update<K extends ReplicaNames<C, 'real'>>(
    component: K,
    index: IndexOf<C[K]>,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
  ): this;
  update<K extends SingleNames<C, 'ghost'>>(
    component: K,
    by: (value: ValueOf<C[K]>, s: Reader<C, P>) => NoInfer<ValueOf<C[K]>>,
  ): this;
  update<K extends ReplicaNames<C, 'ghost'>>(
    component: K,
    index: IndexOf<C[K]>,
    by: (value: ValueOf<C[K]>, s: Reader<C, P>) => NoInfer<ValueOf<C[K]>>,
  ): this;

  /** Blocks unless the condition holds: `s.when(s.get('left') > 0)?.set(...)`. */
  when(condition: boolean): this | undefined;

  /** Records whether a declared claim holds in the state as this snapshot has it, and goes on. Only a claim written as a function may read ghosts. */
  assert(assertion: N['assertions'], claim: boolean | ((s: Reader<C, P>) => boolean)): this;
  /** Records that a step came where none should, and makes the state it arrives at terminal (a crash). */
  unreachable(id: N['unreachables']): this;

  /** Goes on at a label instead of the next one. */
  goto(label: N['labels']): Next;
  /** Ends the program. */
  halt(): Next;
  /** Several outcomes of one step; each that is not blocked is a transition of its own. */
  choose(outcomes: { readonly [name: string]: Next | undefined }): Next;
  /** One outcome for each item, named by it. */
  chooseFrom<T extends string | number>(items: Iterable<T>, outcome: (item: T) => Next | undefined): Next;
  /** Goes to the first label of a procedure, which returns to a label, or to the label after this one. */
  call<M extends keyof N['procedures'] & string>(
    procedure: M,
    parameters: ParametersOf<LocalsOf<N['procedures'][M]>>,
    returnTo?: N['labels'],
  ): Next;
}

/** Inside a procedure, `return` goes back to where it was called; so does the step of its last label. */
export interface ProcedureSnapshot<C, P, N extends StepNames> extends Snapshot<C, P, N> {
  return(): Next;
}

/** Every parameter that a call gives; locals of the procedure it leaves out start at their declared value. */
export type ParametersOf<V> = { readonly [K in keyof V]?: ValueOf<V[K]> };
