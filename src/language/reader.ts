/** The state as properties and claims read it: everything, ghosts and other processes' locals included. */
import type { IndexOf, ReplicaKey, ReplicaNames, SingleNames, Value, ValueOf } from '../model/declaration.ts';

/** A rule set has no labels and no locals: there is nothing to read of it. */
type Programs<P> = {
  [N in keyof P & string]: P[N] extends { labels: infer L } ? ([L] extends [never] ? never : N) : never;
}[keyof P & string];
export type SingleProcesses<P> = {
  [N in Programs<P>]: P[N] extends { index: infer I } ? ([I] extends [never] ? N : never) : never;
}[Programs<P>];
export type ReplicatedProcesses<P> = Exclude<Programs<P>, SingleProcesses<P>>;
/** As above, rule sets included. */
type SingleOf<P> = {
  [N in keyof P & string]: P[N] extends { index: infer I } ? ([I] extends [never] ? N : never) : never;
}[keyof P & string];
type ReplicatedOf<P> = Exclude<keyof P & string, SingleOf<P>>;
export type LabelOf<T> = T extends { labels: infer L } ? L | 'halted' : never;
export type LocalsOf<T> = T extends { locals: infer V } ? V : never;
export type ProcessIndexOf<T> = T extends { index: infer I } ? I : never;

/**
 * What steps, claims and properties can read alike, for a function that all of them call: `ReadOf<typeof components>` is its type. It
 * reads components that are neither ghosts nor shared locations, and the labels of processes `P`.
 */
export interface CommonReader<C, P> {
  /**
   * The value of a component, or of one of its replicas.
   *
   * @throws UserError `E_COMPONENT` and `E_INDEX` as `s.get` of a step.
   * @example
   * const components = { left: replicated(2, 1) };
   * const any = (s: ReadOf<typeof components>) => s.get('left', 0) + s.get('left', 1) > 0;
   * const system = defineSystem(components)
   *   .processes('p', 2, { take: (s) => s.when(any(s) && s.get('left', s.index) > 0)?.set('left', s.index, 0) })
   *   .quiescent('none', 'all is taken', (s) => !any(s));
   * // => holds
   */
  get<K extends SingleNames<C, 'real'>>(component: K): ValueOf<C[K]>;
  get<K extends ReplicaNames<C, 'real'>>(component: K, index: IndexOf<C[K]>): ValueOf<C[K]>;
  /**
   * The label of a process that runs a program.
   *
   * @throws UserError `E_COMPONENT` as `s.at` of a step.
   * @example
   * type Processes = { first: { labels: 'work'; locals: object; index: never } };
   * const done = (s: ReadOf<object, Processes>) => s.at('first') === 'halted';
   * const system = defineSystem({})
   *   .process('first', { work: (s) => s })
   *   .process('second', { wait: (s) => s.when(done(s)) })
   *   .reachable('done', 'the first ends', (s) => done(s));
   * // => holds
   */
  at<N extends SingleProcesses<P>>(process: N): LabelOf<P[N]>;
  at<N extends ReplicatedProcesses<P>>(process: N, index: ProcessIndexOf<P[N]>): LabelOf<P[N]>;
}

/**
 * Reads a state: components `C` and processes `P` by their declared names. Properties and claims get one; it changes nothing.
 *
 * A predicate is evaluated once for each combination of the values that it reads.
 *
 * A claim inside a step may also read processes `L` that are declared after it. @defaultValue none
 */
export interface Reader<C, P, L extends string = never> {
  /**
   * The value of a component, or of one of its replicas. Of a shared location: what memory holds, not what a store buffer does.
   *
   * @throws UserError `E_COMPONENT` for a name that is not declared, `E_INDEX` for a replica that does not exist.
   * @example
   * const system = defineSystem({ seats: replicated(2, 0) })
   *   .process('p', { sit: (s) => s.set('seats', 1, 1) })
   *   .invariant('room', 'one to a seat', (s) => s.get('seats', 0) + s.get('seats', 1) <= 2);
   * // => holds
   */
  get<K extends SingleNames<C>>(component: K): ValueOf<C[K]>;
  get<K extends ReplicaNames<C>>(component: K, index: IndexOf<C[K]>): ValueOf<C[K]>;
  /**
   * The label of a process that runs a program: `procedure.label` inside a procedure, `halted` after its end.
   *
   * @throws UserError `E_COMPONENT` for a rule set, which has no label.
   * @example
   * const system = defineSystem({ lock: new SpinLock() })
   *   .processes('p', 2, { enter: (s) => s.acquire('lock'), inside: (s) => s.release('lock') })
   *   .invariant('exclusion', 'one at a time', (s) => s.at('p', 0) !== 'inside' || s.at('p', 1) !== 'inside');
   * // => holds
   */
  at<N extends SingleProcesses<P>>(process: N): LabelOf<P[N]>;
  at<N extends ReplicatedProcesses<P>>(process: N, index: ProcessIndexOf<P[N]>): LabelOf<P[N]>;
  at<N extends L>(process: N extends keyof P ? never : N, index?: ReplicaKey): string;
  /**
   * The value of a local of a process.
   *
   * @throws UserError `E_COMPONENT` for a process or local that is not declared.
   * @example
   * const system = defineSystem({})
   *   .process('p', { count: (s) => s.update('n', (n) => n + 1) }, { locals: { n: 0 } })
   *   .invariant('small', 'it counts to 1', (s) => s.local('p', 'n') <= 1);
   * // => holds
   */
  local<N extends SingleProcesses<P>, K extends keyof LocalsOf<P[N]> & string>(
    process: N,
    name: K,
  ): ValueOf<LocalsOf<P[N]>[K]>;
  local<N extends ReplicatedProcesses<P>, K extends keyof LocalsOf<P[N]> & string>(
    process: N,
    index: ProcessIndexOf<P[N]>,
    name: K,
  ): ValueOf<LocalsOf<P[N]>[K]>;
  local<N extends L>(
    process: N extends keyof P ? never : N,
    ...name: readonly [name: string] | readonly [index: ReplicaKey, name: string]
  ): Value;
  /**
   * Whether a step has reached a place that is declared unreachable, which ended the run there.
   *
   * @example
   * const system = defineSystem({ n: 0 })
   *   .unreachable('crash', 'no crash')
   *   .process('p', { a: (s) => s.set('n', 1) })
   *   .invariant('alive', 'nothing has crashed', (s) => !s.isTerminal());
   * // => holds
   */
  isTerminal(): boolean;
  /**
   * What runs on a CPU: the name of an interrupt handler, or `thread`.
   *
   * @throws UserError `E_COMPONENT` for a CPU on which no process runs.
   * @example
   * const system = defineSystem({ n: 0 })
   *   .process('main', { work: (s) => s.set('n', 1) }, { cpu: 'cpu0' })
   *   .interrupt('tick', { arrive: { environment: (s) => s }, end: (s) => s }, { cpu: 'cpu0' })
   *   .reachable('preempted', 'the handler runs', (s) => s.current('cpu0') === 'tick');
   * // => preempted: holds
   */
  current(cpu: string): string;
  /**
   * Whether a step is enabled: it has an outcome in this state. `step` is a label, the name of a rule, or `label / name` for one of several
   * alternatives. TLA+ writes ENABLED.
   *
   * Costs an evaluation of the step for each combination of the values that it reads.
   *
   * @throws UserError `E_COMPONENT` for a process or step that is not declared.
   * @example
   * const system = defineSystem({ full: false })
   *   .rules('producer', { put: (s) => s.when(!s.get('full'))?.set('full', true) })
   *   .rules('consumer', { take: (s) => s.when(s.get('full'))?.set('full', false) })
   *   .invariant('one', 'never both', (s) => s.enabled('producer', 'put') !== s.enabled('consumer', 'take'));
   * // => holds
   */
  enabled<N extends SingleOf<P>>(process: N, step: string): boolean;
  enabled<N extends ReplicatedOf<P>>(process: N, index: ProcessIndexOf<P[N]>, step: string): boolean;
}
