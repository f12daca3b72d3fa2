/**
 * The authoring interface of a system, as types. Components first, then processes and properties in a chain, so that the
 * compiler knows every name that a step may use, and an expected verdict can be checked for every property.
 */
import type { Declarations, ReplicaKey } from '../model/declaration.ts';
import type { Fairness } from '../model/fairness.ts';
import type { LockRule } from '../model/lock-event.ts';
import type { Shown } from '../model/outcomes.ts';
import type { Tag } from '../model/process.ts';
import type { PropertyOptions, StatePredicate, StepName, StepPredicate } from '../model/property.ts';
import type { Label } from './label.ts';
import type { ProcedureSnapshot, Reader, Snapshot } from './snapshot.ts';

/** The labels of a program or the rules of a rule set, each a step, a tagged step or named alternatives. */
export type Labels<S, L extends string> = { readonly [K in L]: Label<S> | undefined };

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

/** No locals. */
// biome-ignore lint/complexity/noBannedTypes: `{}` is the neutral element of `&`.
export type None = {};
/** The labels that a program is at while it runs a procedure: `kick.send`. */
type LabelsInside<F> = {
  [M in keyof F & string]: F[M] extends { labels: infer L extends string } ? `${M}.${L}` : never;
}[keyof F & string];
interface ProgramType<L, V, F, I> {
  readonly labels: L;
  readonly inside: LabelsInside<F>;
  readonly locals: V;
  readonly index: I;
}
type IndexOfAll<I> = I extends number ? number : I extends readonly (infer K)[] ? K : never;
interface Informational {
  readonly informational?: boolean;
}
type StateOption<C, P> = PropertyOptions<(s: Reader<C, P>) => boolean>;
type StepOption<C, P> = PropertyOptions<(before: Reader<C, P>, after: Reader<C, P>, step: StepName) => boolean>;
interface StepNamesOf<A extends string, U extends string, L extends string, F extends object, I> {
  readonly assertions: A;
  readonly unreachables: U;
  readonly labels: L;
  readonly procedures: F;
  readonly index: I;
}

/**
 * Components `C`, processes `P`, assertions `A`, unreachable places `U`, procedures `F` and properties `Q` declared so far.
 * Every method gives a new system and leaves this one as it is.
 */
export interface SystemBuilder<C, P, A extends string, U extends string, F extends object, Q extends string> {
  /** Declares a claim that steps judge with `s.assert(id, ...)`. */
  assertion<N extends string>(
    id: N,
    title: string,
    options?: { readonly informational?: boolean },
  ): SystemBuilder<C, P, A | N, U, F, Q | N>;
  /** Declares a place that no step may reach, `s.unreachable(id)`: the state there is terminal. */
  unreachable<N extends string>(
    id: N,
    title: string,
    options?: { readonly informational?: boolean },
  ): SystemBuilder<C, P, A, U | N, F, Q | N>;

  /** Declares a labelled fragment with parameters and locals, which later programs and procedures run with `s.call`. */
  procedure<N extends string, L extends string, V extends Declarations>(
    name: N,
    parametersAndLocals: V,
    labels: Labels<ProcedureSnapshot<C & V, P, StepNamesOf<A, U, NoInfer<L>, F, ReplicaKey | undefined>>, L>,
    options?: { readonly mayWaitAt?: readonly NoInfer<L>[] },
  ): SystemBuilder<C, P, A, U, F & { readonly [K in N]: { readonly locals: V; readonly labels: L } }, Q>;

  /** A process that runs a program: it starts at the first label. */
  process<N extends string, L extends string, V extends Declarations = None>(
    name: N,
    labels: Labels<Snapshot<C & V, P, StepNamesOf<A, U, NoInfer<L>, F, undefined>>, L>,
    options?: ProgramOptions<V, NoInfer<L>>,
  ): SystemBuilder<C, P & { readonly [K in N]: ProgramType<L, V, F, never> }, A, U, F, Q>;
  /** Several processes that run one program, `name[0]`, `name[1]`, ...; a step knows its own as `s.index`. */
  processes<
    N extends string,
    const I extends number | readonly ReplicaKey[],
    L extends string,
    V extends Declarations = None,
  >(
    name: N,
    indices: I,
    labels: Labels<Snapshot<C & V, P, StepNamesOf<A, U, NoInfer<L>, F, IndexOfAll<I>>>, L>,
    options?: ProgramOptions<V, NoInfer<L>>,
  ): SystemBuilder<C, P & { readonly [K in N]: ProgramType<L, V, F, IndexOfAll<I>> }, A, U, F, Q>;

  /**
   * An interrupt handler: a program that waits at its first label for the interrupt, whose first step is the arrival, and that
   * freezes what it interrupts on its CPU until it is back at its first label or halts. It loops if nothing else is said.
   */
  interrupt<N extends string, L extends string, V extends Declarations = None>(
    name: N,
    labels: Labels<Snapshot<C & V, P, StepNamesOf<A, U, NoInfer<L>, F, undefined>>, L>,
    options: InterruptOptions<V, NoInfer<L>>,
  ): SystemBuilder<C, P & { readonly [K in N]: ProgramType<L, V, F, never> }, A, U, F, Q>;
  interrupts<
    N extends string,
    const I extends number | readonly ReplicaKey[],
    L extends string,
    V extends Declarations = None,
  >(
    name: N,
    indices: I,
    labels: Labels<Snapshot<C & V, P, StepNamesOf<A, U, NoInfer<L>, F, IndexOfAll<I>>>, L>,
    options: InterruptOptions<V, NoInfer<L>>,
  ): SystemBuilder<C, P & { readonly [K in N]: ProgramType<L, V, F, IndexOfAll<I>> }, A, U, F, Q>;

  /** A process without labels (hardware, a scheduler): every rule may be taken whenever it is not blocked. */
  rules<N extends string>(
    name: N,
    rules: Labels<Snapshot<C, P, StepNamesOf<A, U, never, None, undefined>>, string>,
    options?: RuleOptions,
  ): SystemBuilder<
    C,
    P & { readonly [K in N]: { readonly labels: never; readonly locals: None; readonly index: never } },
    A,
    U,
    F,
    Q
  >;
  ruleSets<N extends string, const I extends number | readonly ReplicaKey[]>(
    name: N,
    indices: I,
    rules: Labels<Snapshot<C, P, StepNamesOf<A, U, never, None, IndexOfAll<I>>>, string>,
    options?: RuleOptions,
  ): SystemBuilder<
    C,
    P & { readonly [K in N]: { readonly labels: never; readonly locals: None; readonly index: IndexOfAll<I> } },
    A,
    U,
    F,
    Q
  >;

  /** Holds in every reachable state. */
  invariant<N extends string>(
    id: N,
    title: string,
    holds: StatePredicate<Reader<C, P>>,
    options?: StateOption<C, P>,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** Holds of every step: the state before, the state after, and which step it was. */
  stepInvariant<N extends string>(
    id: N,
    title: string,
    holds: StepPredicate<Reader<C, P>>,
    options?: StepOption<C, P>,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** Holds in every non-terminal state where no system alternative is enabled: nobody is obliged to change it any more. */
  quiescent<N extends string>(
    id: N,
    title: string,
    holds: StatePredicate<Reader<C, P>>,
    options?: StateOption<C, P>,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** Describes exactly the non-terminal states where no system alternative is enabled: where it fails, the tags are wrong. */
  quiescentStates<N extends string>(
    id: N,
    title: string,
    description: StatePredicate<Reader<C, P>>,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** Holds in some reachable state; with `quiescent`, in some non-terminal one where no system alternative is enabled. */
  reachable<N extends string>(
    id: N,
    title: string,
    holds: StatePredicate<Reader<C, P>>,
    options?: Informational & { readonly quiescent?: boolean },
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /**
   * Claims nothing, but lists what the quiescent states show: a value, or several by name, `(s) => ({ r0: s.local('p', 'r0') })`.
   * The report has each distinct outcome once.
   */
  outcomes<N extends string>(
    id: N,
    title: string,
    shows: (s: Reader<C, P>) => Shown,
    options?: Informational,
  ): SystemBuilder<C, P, A, U, F, Q | N>;

  /** Wherever `from` holds, `to` holds then or later, in every fair run. With `each`, for each of the items by itself. */
  leadsTo<N extends string, I = undefined>(
    id: N,
    title: string,
    from: (s: Reader<C, P>, item: NoInfer<I>) => boolean,
    to: (s: Reader<C, P>, item: NoInfer<I>) => boolean,
    options?: Informational & { readonly each?: readonly I[] },
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** Holds in some state of every fair run. */
  eventually<N extends string>(
    id: N,
    title: string,
    holds: StatePredicate<Reader<C, P>>,
    options?: Informational,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** Holds again and again in every fair run. */
  infinitelyOften<N extends string>(
    id: N,
    title: string,
    holds: StatePredicate<Reader<C, P>>,
    options?: Informational,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** No fair cycle has a step that is marked: an interrupt that is delivered again and again. */
  storm<N extends string>(
    id: N,
    title: string,
    marked: StepPredicate<Reader<C, P>>,
    options?: Informational,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** No cycle of system steps alone goes without a step that is marked as progress: a livelock, an endless retry. */
  progress<N extends string>(
    id: N,
    title: string,
    marked: StepPredicate<Reader<C, P>>,
    options?: Informational,
  ): SystemBuilder<C, P, A, U, F, Q | N>;
  /** There is no cycle of system steps alone: what the design does by itself comes to an end. */
  acyclic<N extends string>(id: N, title: string, options?: Informational): SystemBuilder<C, P, A, U, F, Q | N>;
  /** No explored step breaks one of these rules of lock analysis, all of them if none is named: found even where no run deadlocks. */
  lockOrder<N extends string>(
    id: N,
    title: string,
    options?: { readonly rules?: readonly LockRule[]; readonly informational?: boolean },
  ): SystemBuilder<C, P, A, U, F, Q | N>;
}

/** The property ids of a system, for expected verdicts. */
export type PropertiesOf<S> =
  S extends SystemBuilder<infer _C, infer _P, infer _A, infer _U, infer _F, infer Q> ? Q : never;

/**
 * Fragments of steps that stand in files of their own are written for the components `C` they use, the assertions `A` and
 * unreachable places `U` they judge, the processes `P` they look at, the labels `L` they go to and the index `I` of the processes
 * that run them: `number` or the type of the keys of `processes`, `undefined` for a single process, either by default.
 */
export type StepOf<
  C,
  A extends string = never,
  U extends string = never,
  P = None,
  L extends string = never,
  I extends ReplicaKey | undefined = ReplicaKey | undefined,
> = Snapshot<C, P, StepNamesOf<A, U, L, None, I>>;
