/** The methods of a system that declare processes and procedures. */
import type { Declarations, ReplicaKey } from '../model/declaration.ts';
import type { Declared, None, WithProcedure, WithProcess } from './builder.ts';
import type { Label } from './label.ts';
import type { InterruptOptions, ProgramOptions, RuleOptions } from './process-options.ts';
import type { ProcedureSnapshot, Snapshot } from './snapshot.ts';

declare module './builder.ts' {
  interface SystemBuilder<D extends Declared> {
    procedure<N extends string, L extends string, V extends Declarations>(
      name: N,
      parametersAndLocals: V,
      labels: Labels<ProcedureStepOf<D, NoInfer<L>, V>, L>,
      options?: { readonly mayWaitAt?: readonly NoInfer<L>[] },
    ): WithProcedure<D, N, L, V>;

    process<N extends string, L extends string, V extends Declarations = None>(
      name: N,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, undefined>, L>,
      options?: ProgramOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, never>;

    processes<
      N extends string,
      const I extends number | readonly ReplicaKey[],
      L extends string,
      V extends Declarations = None,
    >(
      name: N,
      indices: I,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, IndexOfAll<I>>, L>,
      options?: ProgramOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, IndexOfAll<I>>;

    interrupt<N extends string, L extends string, V extends Declarations = None>(
      name: N,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, undefined>, L>,
      options: InterruptOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, never>;

    interrupts<
      N extends string,
      const I extends number | readonly ReplicaKey[],
      L extends string,
      V extends Declarations = None,
    >(
      name: N,
      indices: I,
      labels: Labels<ProgramStepOf<D, NoInfer<L>, V, IndexOfAll<I>>, L>,
      options: InterruptOptions<V, NoInfer<L>>,
    ): WithProcess<D, N, LabelsOf<D, L>, V, IndexOfAll<I>>;

    rules<N extends string>(
      name: N,
      rules: Labels<RuleStepOf<D, undefined>, string>,
      options?: RuleOptions,
    ): WithProcess<D, N, never, None, never>;

    ruleSets<N extends string, const I extends number | readonly ReplicaKey[]>(
      name: N,
      indices: I,
      rules: Labels<RuleStepOf<D, IndexOfAll<I>>, string>,
      options?: RuleOptions,
    ): WithProcess<D, N, never, None, IndexOfAll<I>>;
  }
}

/** The labels of a program or the rules of a rule set, each a step, a tagged step or named alternatives. */
export type Labels<S, L extends string> = { readonly [K in L]: Label<S> | undefined };

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
      readonly labels: never;
      readonly procedures: None;
      readonly index: I;
    }
  >;
}['step'];
