/** The methods of a system that declare properties. */
import type { LockRule } from '../model/lock-event.ts';
import type { Shown } from '../model/outcomes.ts';
import type { PropertyOptions, StatePredicate, StepName, StepPredicate } from '../model/property.ts';
import type { Declared, ReaderOf, WithProperty } from './builder.ts';

declare module './builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /** Holds in every reachable state. */
    invariant<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: StateOption<D>,
    ): WithProperty<D, N>;
    /** Holds of every step: the state before, the state after, and which step it was. */
    stepInvariant<N extends string>(
      id: N,
      title: string,
      holds: StepPredicate<ReaderOf<D>>,
      options?: StepOption<D>,
    ): WithProperty<D, N>;
    /** Holds in every non-terminal state where no system alternative is enabled: nobody is obliged to change it any more. */
    quiescent<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: StateOption<D>,
    ): WithProperty<D, N>;
    /** Describes exactly the non-terminal states where no system alternative is enabled: where it fails, the tags are wrong. */
    quiescentStates<N extends string>(
      id: N,
      title: string,
      description: StatePredicate<ReaderOf<D>>,
    ): WithProperty<D, N>;
    /** Holds in some reachable state; with `quiescent`, in some non-terminal one where no system alternative is enabled. */
    reachable<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: Informational & { readonly quiescent?: boolean },
    ): WithProperty<D, N>;
    /**
     * Claims nothing, but lists what the quiescent states show: a value, or several by name, `(s) => ({ r0: s.local('p', 'r0') })`.
     * The report has each distinct outcome once.
     */
    outcomes<N extends string>(
      id: N,
      title: string,
      shows: (s: ReaderOf<D>) => Shown,
      options?: Informational,
    ): WithProperty<D, N>;

    /** Wherever `from` holds, `to` holds then or later, in every fair run. With `each`, for each of the items by itself. */
    leadsTo<N extends string, I = undefined>(
      id: N,
      title: string,
      from: (s: ReaderOf<D>, item: NoInfer<I>) => boolean,
      to: (s: ReaderOf<D>, item: NoInfer<I>) => boolean,
      options?: Informational & { readonly each?: readonly I[] },
    ): WithProperty<D, N>;
    /** Holds in some state of every fair run. */
    eventually<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: Informational,
    ): WithProperty<D, N>;
    /** Holds again and again in every fair run. */
    infinitelyOften<N extends string>(
      id: N,
      title: string,
      holds: StatePredicate<ReaderOf<D>>,
      options?: Informational,
    ): WithProperty<D, N>;
    /** No fair cycle has a step that is marked: an interrupt that is delivered again and again. */
    storm<N extends string>(
      id: N,
      title: string,
      marked: StepPredicate<ReaderOf<D>>,
      options?: Informational,
    ): WithProperty<D, N>;
    /** No cycle of system steps alone goes without a step that is marked as progress: a livelock, an endless retry. */
    progress<N extends string>(
      id: N,
      title: string,
      marked: StepPredicate<ReaderOf<D>>,
      options?: Informational,
    ): WithProperty<D, N>;
    /** There is no cycle of system steps alone: what the design does by itself comes to an end. */
    acyclic<N extends string>(id: N, title: string, options?: Informational): WithProperty<D, N>;
    /** No explored step breaks one of these rules of lock analysis, all of them if none is named: found even where no run deadlocks. */
    lockOrder<N extends string>(
      id: N,
      title: string,
      options?: Informational & { readonly rules?: readonly LockRule[] },
    ): WithProperty<D, N>;
  }
}

type StateOption<D extends Declared> = PropertyOptions<(s: ReaderOf<D>) => boolean>;
type StepOption<D extends Declared> = PropertyOptions<
  (before: ReaderOf<D>, after: ReaderOf<D>, step: StepName) => boolean
>;
