/** The methods of a system that declare properties: they augment `SystemBuilder` (builder.ts). */
import type { IndexOf, ReplicaNames, SingleNames, ValueOf } from '../../model/declaration.ts';
import type { LockRule } from '../../model/locks/lock-event.ts';
import type { Shown } from '../../model/outcomes.ts';
import type { PropertyOptions, StatePredicate, StepName, StepPredicate } from '../../model/property.ts';
import type { Declared, ReaderOf, WithProperty } from '../builder.ts';

declare module '../builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /**
     * Claims that a predicate holds in every reachable state. With `when`, in every reachable state in which that holds.
     *
     * Costs one evaluation for each combination of the values that the predicate reads.
     *
     * @throws UserError `E_SYSTEM` without a predicate, and, when the system is built, for two properties of one id. `E_STEP` if the
     * predicate throws. `E_IMPURE` if it asks for the time or a random number. These hold for every property.
     * @example
     * const system = defineSystem({ n: 0 })
     *   .process('p', { add: (s) => s.when(s.get('n') < 2)?.update('n', (n) => n + 1) }, { end: 'loop', mayWaitAt: ['add'] })
     *   .invariant('small', 'n stays below 2', (s) => s.get('n') < 2);
     * // => small: violated
     */
    invariant<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: StateOption<D>,
    ): WithProperty<D, N>;
    /**
     * Claims that a predicate holds of every step: the state before it, the state after it, and the names of the step. With `when`, of every
     * step of which that holds.
     *
     * Costs one evaluation for each transition whose values differ.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ n: 0 })
     *   .process('p', { add: (s) => s.update('n', (n) => n + 1), double: (s) => s.update('n', (n) => 2 * n) })
     *   .stepInvariant('up', 'n never decreases', (before, after) => after.get('n') >= before.get('n'));
     * // => holds
     */
    stepInvariant<N extends string>(
      id: N,
      title: string,
      holds: StepPredicate<ReaderOf<D>>,
      options?: StepOption<D>,
    ): WithProperty<D, N>;
    /**
     * Claims that the system refines another one, its specification, under a mapping of its states to those of the specification: every initial
     * state maps to an initial state, and every step to a step of the specification or to a stutter. (M. Abadi and L. Lamport, "The existence of
     * refinement mappings", TCS 82(2), 1991.) For each fairness constraint of the
     * specification, `ID fair to NAME` claims besides that every fair run maps to a run that is fair to it; with `fairness: 'none'` there is none.
     *
     * The specification has components and rule sets. Costs one evaluation of the mapping for each transition whose values differ, and one of
     * each rule for each abstract state.
     *
     * @throws UserError `E_SYSTEM` for a specification that is no such system; `E_MAPPING`, when the system is built or explored, for a mapping that gives
     * no state of it; and as `invariant`.
     * @example
     * const twice = defineSystem({ n: 0 }, { fairness: 'none' }).rules('p', { up: (s) => s.update('n', (n) => 1 - n) });
     * const system = defineSystem({ n: 0 })
     *   .process('p', { add: (s) => s.update('n', (n) => (n + 1) % 4) }, { end: 'loop' })
     *   .refines('half', 'every second step goes up', twice, (s) => ({ n: s.get('n') < 2 ? 0 : 1 }));
     * // => half: holds
     */
    refines<N extends string, A extends Declared>(
      id: N,
      title: string,
      spec: SystemBuilder<A>,
      mapping: (s: ReaderOf<D>) => MappedState<A['components']>,
      options?: Informational,
    ): WithProperty<D, N>;
    /**
     * Claims that a predicate holds in every quiescent state: non-terminal, and no system step is enabled. Nothing is obliged to change such a
     * state. Use it for "in the end".
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ sent: 0, received: 0 })
     *   .process('sender', { send: (s) => s.set('sent', 1) })
     *   .rules('wire', { deliver: (s) => s.when(s.get('received') < s.get('sent'))?.set('received', 1) })
     *   .quiescent('delivered', 'nothing is lost', (s) => s.get('received') === s.get('sent'));
     * // => holds
     */
    quiescent<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: StateOption<D>,
    ): WithProperty<D, N>;
    /**
     * Claims that a predicate describes exactly the quiescent states: it holds in each of them and in no other non-terminal state. A violation
     * mostly means that the tags of the steps are wrong.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ left: 2 }, { mayRest: (s) => s.get('left') === 0 })
     *   .rules('worker', { work: (s) => s.when(s.get('left') > 0)?.update('left', (n) => n - 1) })
     *   .quiescentStates('rest', 'it rests when nothing is left', (s) => s.get('left') === 0);
     * // => holds
     */
    quiescentStates<N extends string>(
      id: N,
      title: string,
      description: StatePredicate<ReaderOf<D>>,
    ): WithProperty<D, N>;
    /**
     * Claims that a predicate holds in some reachable state; with `quiescent`, in some quiescent state. The report has the shortest way there.
     *
     * @throws UserError as `invariant`.
     * @example
     * const system = defineSystem({ coin: value<'up' | 'heads' | 'tails'>('up') })
     *   .process('p', { toss: (s) => s.chooseFrom(['heads', 'tails'] as const, (side) => s.set('coin', side)) })
     *   .reachable('tails', 'it may be tails', (s) => s.get('coin') === 'tails', { quiescent: true });
     * // => tails: holds
     */
    reachable<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: Informational & { readonly quiescent?: boolean },
    ): WithProperty<D, N>;
    /**
     * Claims nothing, and lists what the quiescent states show: a value, or several values by name. The report has each distinct outcome once,
     * in `outcomes` of the property.
     *
     * @throws UserError `E_VALUE` for a value that cannot be part of a state, and as `invariant`.
     * @example
     * const system = defineSystem({ x: 0 })
     *   .process('p', { one: (s) => s.set('x', 1) })
     *   .process('q', { two: (s) => s.set('x', 2) })
     *   .outcomes('x', 'what x may be in the end', (s) => ({ x: s.get('x') }));
     * // => holds
     */
    outcomes<N extends string>(
      id: N,
      title: string,
      shows: (s: ReaderOf<D>) => Shown,
      options?: Informational,
    ): WithProperty<D, N>;
    /**
     * Claims that no explored step breaks a rule of lock analysis. It finds faults even where no run deadlocks, as lockdep does (Linux,
     * Documentation/locking/lockdep-design.rst), from the locks that steps hold when they take another.
     *
     * Costs a slot for each process that says which locks it holds; states do not grow.
     *
     * @throws UserError `E_SYSTEM` for an unknown rule.
     * @example
     * const system = defineSystem({ a: spinLock(), b: spinLock() })
     *   .process('p', { a: (s) => s.acquire('a'), b: (s) => s.acquire('b'), end: (s) => s.release('b').release('a') })
     *   .process('q', { wait: (s) => s.when(s.at('p') === 'halted'), b: (s) => s.acquire('b'), a: (s) => s.acquire('a')?.release('a').release('b') })
     *   .lockOrder('order', 'one order of locks', { rules: ['cycle'] });
     * // => order: violated
     */
    lockOrder<N extends string>(
      id: N,
      title: string,
      options?: Informational & { readonly rules?: readonly LockRule[] },
    ): WithProperty<D, N>;
  }
}

/**
 * A state of a specification with components `C`, as the mapping of a refinement gives it: the value of each component, and for a replicated one
 * a function of the index.
 */
export type MappedState<C> = { readonly [K in SingleNames<C>]: ValueOf<C[K]> } & {
  readonly [K in ReplicaNames<C>]: (index: IndexOf<C[K]>) => ValueOf<C[K]>;
};

type StateOption<D extends Declared> = PropertyOptions<(s: ReaderOf<D>) => boolean>;
type StepOption<D extends Declared> = PropertyOptions<
  (before: ReaderOf<D>, after: ReaderOf<D>, step: StepName) => boolean
>;
