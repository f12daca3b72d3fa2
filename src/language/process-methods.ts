/** The methods of a system that declare processes and procedures: they augment `SystemBuilder` (builder.ts). */
import type { Declarations, ReplicaKey } from '../model/declaration.ts';
import type { Declared, None, WithProcedure, WithProcess } from './builder.ts';
import type { InitialState } from './initial-states.ts';
import type { Label } from './label.ts';
import type { InterruptOptions, ProgramOptions, RuleOptions } from './process-options.ts';
import type { ProcedureSnapshot, Snapshot } from './snapshot.ts';

declare module './builder.ts' {
  interface SystemBuilder<D extends Declared> {
    /**
     * Declares a labelled fragment with parameters and locals, which later programs and procedures enter with `s.call`. Its labels read
     * `procedure.label` in every program that runs it. A procedure calls only those declared before it, so every call ends.
     *
     * Costs the frame of the running procedure in the label of each process: states grow with the values of its parameters.
     *
     * @throws UserError `E_LABEL` for a label that looks like an array index, or no labels. `E_SYSTEM`, when the system is built, for a local
     * that is a ghost, replicated or shared, and for two procedures of one name.
     * @example
     * const system = defineSystem({ total: 0 })
     *   .procedure('add', { by: 0 }, { A1: (s) => s.set('total', s.get('total') + s.get('by')) })
     *   .process('p', { one: (s) => s.call('add', { by: 1 }), two: (s) => s.call('add', { by: 2 }) })
     *   .quiescent('sum', 'both are added', (s) => s.get('total') === 3);
     * // => holds
     */
    procedure<N extends string, L extends string, V extends Declarations>(
      name: N,
      parametersAndLocals: V,
      labels: Labels<ProcedureStepOf<D, NoInfer<L>, V>, L, D['components']>,
      options?: { readonly mayWaitAt?: readonly NoInfer<L>[] },
    ): WithProcedure<D, N, L, V>;

    /**
     * Chooses among initial states: gives those in which runs may begin, each made of the one that it is given. By default that is the state of
     * the declared values. It is no step: the states are at depth 0, and a counterexample begins in one of them. A second `.initially` is
     * given each state of the first. Equal states are one.
     *
     * Costs memory for each state; there is no other limit, so a generator may give millions.
     *
     * @throws UserError `E_SYSTEM`, when the system is built, if there is none, and for what is no such state.
     * @example
     * const system = defineSystem({ pills: replicated(2, 0) })
     *   .rules('eat', { eat: (s) => s.when(s.get('pills', 0) > 1)?.set('pills', 0, 1) })
     *   .initially(function* (s) {
     *     for (const a of [0, 1, 2]) for (const b of [0, 1]) yield s.set('pills', 0, a).set('pills', 1, b);
     *   })
     *   .invariant('two', 'no two pills', (s) => s.get('pills', 0) + s.get('pills', 1) < 3);
     * // => two: violated
     */
    initially(
      states: (
        s: InitialState<D['components'], D['processes']>,
      ) => Iterable<InitialState<D['components'], D['processes']>>,
    ): SystemBuilder<D>;

    /**
     * Declares a process that runs a program: it starts at the first label, and each step continues at the next label unless it says
     * otherwise. A label is a step, a tagged step (`{ environment: (s) => ... }`), or several named alternatives. A label that is `undefined`
     * is left out.
     *
     * @throws UserError `E_LABEL` for a label or alternative that looks like an array index, a label named `halted`, or no labels.
     * `E_SYSTEM`, when the system is built, for two processes of one name and for a local with the name of a component.
     * @example
     * const system = defineSystem({ door: value<'open' | 'shut'>('shut') }).process('visitor', {
     *   knock: (s) => s,
     *   enter: { opened: (s) => s.when(s.get('door') === 'open'), leave: { environment: (s) => s.halt() } },
     * });
     * // => deadlock: violated
     */
    process<N extends string, L extends string, V extends Declarations = None>(
      name: N,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, undefined>, L, D['components']>,
      options?: ProgramOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, never>;

    /**
     * Declares several processes that run one program: `name[0]`, `name[1]`, ... for a count, `name[key]` for a list of keys. A step knows
     * its own index as `s.index`.
     *
     * Costs one process for each index: states may grow exponentially with their number.
     *
     * @throws UserError as `process`.
     * @example
     * const system = defineSystem({ taken: replicated(['L', 'R'], false) })
     *   .processes('hand', ['L', 'R'], { take: (s) => s.set('taken', s.index, true) })
     *   .quiescent('both', 'both are taken', (s) => s.get('taken', 'L') && s.get('taken', 'R'));
     * // => holds
     */
    processes<
      N extends string,
      const I extends number | readonly ReplicaKey[],
      L extends string,
      V extends Declarations = None,
    >(
      name: N,
      indices: I,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, IndexOfAll<I>>, L, D['components']>,
      options?: ProgramOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, IndexOfAll<I>>;

    /**
     * Declares an interrupt handler: a program that waits at its first label for the interrupt. Its first step is the arrival, which needs
     * interrupts on. From then on it freezes what it interrupted on its CPU, until it is at its first label again or has halted.
     *
     * @throws UserError `E_SYSTEM` without a CPU, and as `process`.
     * @example
     * const system = defineSystem({ ticks: 0 })
     *   .process('main', { a: (s) => s, b: (s) => s }, { cpu: 'cpu0' })
     *   .interrupt('tick', {
     *     arrive: { environment: (s) => s.when(s.get('ticks') < 2) },
     *     count: (s) => s.update('ticks', (n) => n + 1),
     *   }, { cpu: 'cpu0' });
     * // => deadlock: holds
     */
    interrupt<N extends string, L extends string, V extends Declarations = None>(
      name: N,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, undefined>, L, D['components']>,
      options: InterruptOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, never>;

    /**
     * Declares several interrupt handlers that run one program, as `processes` does.
     *
     * @throws UserError as `interrupt`.
     * @example
     * const system = defineSystem({ seen: replicated(2, false) })
     *   .processes('main', 2, { work: (s) => s }, { cpu: (i) => `cpu${i}` })
     *   .interrupts('tick', 2, {
     *     arrive: { environment: (s) => s.when(!s.get('seen', s.index)) },
     *     note: (s) => s.set('seen', s.index, true),
     *   }, { cpu: (i) => `cpu${i}` });
     * // => deadlock: holds
     */
    interrupts<
      N extends string,
      const I extends number | readonly ReplicaKey[],
      L extends string,
      V extends Declarations = None,
    >(
      name: N,
      indices: I,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, IndexOfAll<I>>, L, D['components']>,
      options: InterruptOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, IndexOfAll<I>>;

    /**
     * Declares a process without labels, such as hardware or a scheduler: every rule may be taken whenever it is not blocked.
     *
     * @throws UserError `E_LABEL` as `process`. `E_STEP` for a rule that moves to a label.
     * @example
     * const system = defineSystem({ wire: 0 })
     *   .process('cpu', { raise: (s) => s.set('wire', 1) })
     *   .rules('hardware', { lower: (s) => s.when(s.get('wire') === 1)?.set('wire', 0) })
     *   .quiescent('low', 'in the end the wire is low', (s) => s.get('wire') === 0);
     * // => holds
     */
    rules<N extends string>(
      name: N,
      rules: Labels<RuleStepOf<D, undefined>, string, D['components']>,
      options?: RuleOptions,
    ): WithProcess<D, N, never, None, never>;

    /**
     * Declares several rule sets with the same rules, as `processes` does.
     *
     * @throws UserError as `rules`.
     * @example
     * const system = defineSystem({ full: replicated(2, true) }, { mayRest: (s) => !s.get('full', 0) && !s.get('full', 1) })
     *   .ruleSets('drain', 2, { drain: (s) => s.when(s.get('full', s.index))?.set('full', s.index, false) })
     *   .quiescent('empty', 'in the end both are empty', (s) => !s.get('full', 0) && !s.get('full', 1));
     * // => holds
     */
    ruleSets<N extends string, const I extends number | readonly ReplicaKey[]>(
      name: N,
      indices: I,
      rules: Labels<RuleStepOf<D, IndexOfAll<I>>, string, D['components']>,
      options?: RuleOptions,
    ): WithProcess<D, N, never, None, IndexOfAll<I>>;
  }
}

/** The labels of a program or the rules of a rule set, each a step, a tagged step or named alternatives. */
export type Labels<S, L extends string, C = object> = { readonly [K in L]: Label<S, C> | undefined };

type IndexOfAll<I> = I extends number ? number : I extends readonly (infer K)[] ? K : never;
/** The labels at which a program may be: its own, and while it runs a procedure that of the procedure, `kick.send`. */
type LabelsOf<D extends Declared, L> = L | LabelsInside<D['procedures']>;
type LabelsInside<F> = {
  [M in keyof F & string]: F[M] extends { labels: infer L extends string } ? `${M}.${L}` : never;
}[keyof F & string];

export type ProgramStepOf<D extends Declared, L extends string, V, I> = {
  readonly step: Snapshot<
    D['components'] & V,
    D['processes'],
    {
      readonly assertions: D['assertions'];
      readonly unreachables: D['unreachables'];
      readonly later: string;
      readonly labels: L;
      readonly procedures: D['procedures'];
      readonly index: I;
    }
  >;
}['step'];
export type ProcedureStepOf<D extends Declared, L extends string, V> = {
  readonly step: ProcedureSnapshot<
    D['components'] & V,
    D['processes'],
    {
      readonly assertions: D['assertions'];
      readonly unreachables: D['unreachables'];
      readonly later: string;
      readonly labels: L;
      readonly procedures: D['procedures'];
      readonly index: ReplicaKey | undefined;
    }
  >;
}['step'];
export type RuleStepOf<D extends Declared, I> = {
  readonly step: Snapshot<
    D['components'],
    D['processes'],
    {
      readonly assertions: D['assertions'];
      readonly unreachables: D['unreachables'];
      readonly later: string;
      readonly labels: never;
      readonly procedures: None;
      readonly index: I;
    }
  >;
}['step'];
