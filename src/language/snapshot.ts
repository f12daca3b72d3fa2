/**
 * The state as a step sees it and changes it.
 *
 * A snapshot is persistent: every method gives a new one and changes nothing. A step returns the snapshot it arrived at,
 * or what `goto`, `halt`, `choose` and `call` made of it, or `undefined` when it is blocked.
 */
import type { IndexOf, ReplicaKey, ReplicaNames, SingleNames, Value, ValueOf } from '../model/declaration.ts';
import type { ChannelSteps } from './channels/channel-steps.ts';
import type { CpuSteps } from './cpus/cpu-steps.ts';
import type { LockSteps } from './lock-steps.ts';
import type { MemorySteps } from './memory-steps.ts';
import type { ObjectSteps } from './objects/object-steps.ts';
import type { OwedSteps } from './owed/owed-steps.ts';
import type { RcuSteps } from './rcu/rcu-steps.ts';
import type { LabelOf, LocalsOf, ProcessIndexOf, Reader, ReplicatedProcesses, SingleProcesses } from './reader.ts';
import type { WaitSteps } from './wait-steps.ts';

declare const arrival: unique symbol;
/** Where a step arrives. Opaque: only a snapshot makes one. */
export interface Next {
  readonly [arrival]: true;
}

/** What names a step may use: assertions, claims that are unreachable, labels of its program, procedures and their parameters. */
export interface StepNames {
  /** The ids that `s.assert` may name. */
  readonly assertions: string;
  /** The ids that `s.unreachable` may name. */
  readonly unreachables: string;
  /** The labels that `s.goto` may name. */
  readonly labels: string;
  /** What may be declared after the step: any name, or none where the step stands in a fragment that says what it uses. */
  readonly later: string;
  /** By name, what `s.call` may enter. */
  readonly procedures: object;
  /** The type of `s.index`. */
  readonly index: unknown;
}

/**
 * The state as a step sees it and changes it: components `C` (its own locals included), processes `P`, names `N`.
 *
 * A step is one atomic transition. It must be pure: it may read the snapshot and what the model was built with, nothing else. The
 * engine runs it once for each combination of the values that it reads, so a step costs as many runs as such combinations exist.
 */
export interface Snapshot<C, P, N extends StepNames>
  extends Next,
    LockSteps<C>,
    MemorySteps<C>,
    WaitSteps<C>,
    ChannelSteps<C, N['labels'], Next>,
    OwedSteps<C>,
    RcuSteps<C>,
    ObjectSteps<C>,
    CpuSteps<C> {
  /** The name of the process that takes the step, `sender[1]` for a replica. */
  readonly process: string;
  /** The index of the process among its replicas; `undefined` for a single process. */
  readonly index: N['index'];
  /**
   * The name of the CPU on which the process runs: its option `cpu`, by default its own name. It selects that CPU's own component among those of
   * `perCpu`.
   */
  readonly thisCpu: string;

  /**
   * The value of a component, of one of its replicas, or of a local of this process.
   *
   * @throws UserError `E_GHOST` for a ghost: no step may depend on one. `E_COMPONENT` for a name that is not declared, and for a
   * shared location (use `s.load`). `E_INDEX` for a replica that does not exist.
   * @example
   * const system = defineSystem({ free: 2, taken: replicated(2, false) }).processes('worker', 2, {
   *   take: (s) => s.when(s.get('free') > 0 && !s.get('taken', s.index))?.set('taken', s.index, true),
   * });
   * // => holds
   */
  get<K extends SingleNames<C, 'real'>>(component: K): ValueOf<C[K]>;
  get<K extends ReplicaNames<C, 'real'>>(component: K, index: IndexOf<C[K]>): ValueOf<C[K]>;
  /**
   * The label of another process that runs a program: `procedure.label` inside a procedure, `halted` after its end. The compiler knows the
   * labels of a process that is declared before this one; of one that is declared later it knows that they are strings.
   *
   * @throws UserError `E_COMPONENT` for a rule set, which has no label, and for a process that is not declared.
   * @example
   * const system = defineSystem({})
   *   .process('first', { work: (s) => s })
   *   .process('second', { wait: (s) => s.when(s.at('first') === 'halted') });
   * // => holds
   */
  at<M extends SingleProcesses<P>>(process: M): LabelOf<P[M]>;
  at<M extends ReplicatedProcesses<P>>(process: M, index: ProcessIndexOf<P[M]>): LabelOf<P[M]>;
  at<M extends N['later']>(process: M extends keyof P ? never : M, index?: ReplicaKey): string;

  /**
   * Writes a component, one of its replicas, or a local of this process. A ghost may be written.
   *
   * @throws UserError `E_VALUE` for a value that cannot be part of a state: a plain object or array, a mutable collection, `NaN`,
   * `undefined`. `E_COMPONENT` and `E_INDEX` as `s.get`.
   * @example
   * const system = defineSystem({ turn: 0, seen: replicated(2, false) })
   *   .process('p', { look: (s) => s.set('seen', 1, true).set('turn', 1) })
   *   .invariant('order', 'seen before the turn', (s) => s.get('turn') === 0 || s.get('seen', 1));
   * // => holds
   */
  set<K extends SingleNames<C, 'real' | 'ghost'>>(component: K, to: NoInfer<ValueOf<C[K]>>): this;
  set<K extends ReplicaNames<C, 'real' | 'ghost'>>(
    component: K,
    index: IndexOf<C[K]>,
    to: NoInfer<ValueOf<C[K]>>,
  ): this;
  /**
   * Writes what `by` makes of the value. For a ghost, `by` also gets a reader of the whole state as the step has it so far.
   *
   * @throws UserError `E_VALUE`, `E_COMPONENT` and `E_INDEX` as `s.set`. `E_MUTATION` if `by` changes the value in place.
   * @example
   * const system = defineSystem({ left: 3, served: ghost(0) }).process('p', {
   *   serve: (s) => s.update('left', (n) => n - 1).update('served', (_, all) => 3 - all.get('left')),
   * });
   * // => holds
   */
  update<K extends SingleNames<C, 'real'>>(component: K, by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>): this;
  update<K extends ReplicaNames<C, 'real'>>(
    component: K,
    index: IndexOf<C[K]>,
    by: (value: ValueOf<C[K]>) => NoInfer<ValueOf<C[K]>>,
  ): this;
  update<K extends SingleNames<C, 'ghost'>>(
    component: K,
    by: (value: ValueOf<C[K]>, s: Reader<C, P, N['later']>) => NoInfer<ValueOf<C[K]>>,
  ): this;
  update<K extends ReplicaNames<C, 'ghost'>>(
    component: K,
    index: IndexOf<C[K]>,
    by: (value: ValueOf<C[K]>, s: Reader<C, P, N['later']>) => NoInfer<ValueOf<C[K]>>,
  ): this;

  /**
   * Blocks the step unless the condition holds: `undefined` then, so the chain continues with `?.`.
   *
   * @example
   * const system = defineSystem({ left: 1 }).process('p', { take: (s) => s.when(s.get('left') > 0)?.set('left', 0) });
   * // => holds
   */
  when(condition: boolean): this | undefined;

  /**
   * Records whether a declared assertion holds here, and continues. A claim written as a function reads the state as this snapshot
   * has it, ghosts included. A claim counts if the step is taken; in one outcome of a choice, if that outcome is. The assertion may be
   * declared before the process or after it.
   *
   * @throws UserError `E_SYSTEM` for an assertion that is not declared.
   * @example
   * const system = defineSystem({ n: 0 })
   *   .assertion('zero', 'n is 0 before it is 1')
   *   .process('p', { set: (s) => s.assert('zero', s.get('n') === 0).set('n', 1) });
   * // => holds
   */
  assert(
    assertion: N['assertions'] | (N['later'] & {}),
    claim: boolean | ((s: Reader<C, P, N['later']>) => boolean),
  ): this;
  /**
   * Records that a step came to a place that no step may reach, such as a crash. The state in which it arrives is terminal: it has no
   * successors and is neither quiescent nor a deadlock.
   *
   * @throws UserError `E_SYSTEM` for a place that is not declared.
   * @example
   * const system = defineSystem({ ready: false })
   *   .unreachable('crash', 'it runs only when it is ready')
   *   .process('p', { run: (s) => (s.get('ready') ? s : s.unreachable('crash')) });
   * // => crash: violated
   */
  unreachable(id: N['unreachables'] | (N['later'] & {})): this;

  /**
   * Continues at a label instead of the next one. It ends the step: what it returns has no methods.
   *
   * @throws UserError `E_LABEL` for a label that the program, or the procedure that runs, does not have.
   * @example
   * const system = defineSystem({ tries: 0 }).process('p', {
   *   retry: (s) => (s.get('tries') < 3 ? s.update('tries', (n) => n + 1).goto('retry') : s),
   * });
   * // => holds
   */
  goto(label: N['labels']): Next;
  /**
   * Ends the program: its label is `halted` from then on. It ends the step.
   *
   * @throws UserError `E_STEP` in a rule set, which has no label.
   * @example
   * const system = defineSystem({ left: 2 }).process(
   *   'p',
   *   { work: (s) => (s.get('left') === 0 ? s.halt() : s.update('left', (n) => n - 1)) },
   *   { end: 'loop' },
   * );
   * // => holds
   */
  halt(): Next;
  /**
   * Several outcomes of one step. Each outcome that is not blocked is a transition of its own; traces show its name. An outcome may be a
   * function, `() => s.set(...)`: then it can be learnt by itself, by what it reads.
   *
   * @throws UserError `E_STEP` for a choice inside a choice and for more than 16,384 outcomes. `E_LABEL` for a name that looks like an
   * array index.
   * @example
   * const system = defineSystem({ lost: false })
   *   .process('wire', { send: (s) => s.choose({ delivered: s, lost: s.set('lost', true) }) })
   *   .reachable('loss', 'a message may be lost', (s) => s.get('lost'));
   * // => loss: holds
   */
  choose(outcomes: { readonly [name: string]: Next | undefined | (() => Next | undefined) }): Next;
  /**
   * One outcome for each item, named by it. An item is any value that can be part of a state.
   *
   * @throws UserError `E_STEP` for an item that occurs twice, `E_VALUE` for what cannot be part of a state, and as `s.choose`.
   * @example
   * const system = defineSystem({ cpu: 0 })
   *   .process('scheduler', { pick: (s) => s.chooseFrom([0, 1, 2], (cpu) => s.set('cpu', cpu)) })
   *   .reachable('last', 'the last CPU may be picked', (s) => s.get('cpu') === 2);
   * // => last: holds
   */
  chooseFrom<T extends Value>(items: Iterable<T>, outcome: (item: T) => Next | undefined): Next;
  /**
   * Enters a procedure at its first label, as part of this step. The procedure returns to `returnTo`, by default to the label after
   * this one. A parameter that is left out has its declared value.
   *
   * @throws UserError `E_LABEL` for a procedure that is not declared before this process or procedure. `E_COMPONENT` for an unknown
   * parameter. `E_VALUE` for a value that cannot be part of a state.
   * @example
   * const system = defineSystem({ kicked: replicated(2, false) })
   *   .procedure('kick', { cpu: 0 }, { send: (s) => s.set('kicked', s.get('cpu'), true) })
   *   .process('p', { call: (s) => s.call('kick', { cpu: 1 }), done: (s) => s.when(s.get('kicked', 1)) });
   * // => holds
   */
  call<M extends keyof N['procedures'] & string>(
    procedure: M,
    parameters: ParametersOf<LocalsOf<N['procedures'][M]>>,
    returnTo?: N['labels'],
  ): Next;
}

/** The snapshot of a step of a procedure. */
export interface ProcedureSnapshot<C, P, N extends StepNames> extends Snapshot<C, P, N> {
  /**
   * Leaves the procedure for the label to which its call returns. The step of its last label does so by default.
   *
   * @example
   * const system = defineSystem({ busy: false, sent: 0 })
   *   .procedure('send', {}, {
   *     check: (s) => (s.get('busy') ? s.return() : s),
   *     send: (s) => s.update('sent', (n) => n + 1),
   *   })
   *   .process('p', { call: (s) => s.call('send', {}), after: (s) => s.when(s.get('sent') === 1) });
   * // => holds
   */
  return(): Next;
}

/** Every parameter that a call gives; locals of the procedure it leaves out start at their declared value. */
export type ParametersOf<V> = { readonly [K in keyof V]?: ValueOf<V[K]> };
