/**
 * Expected verdicts: data beside the model. The type demands an entry for every variant; each violation has its reason.
 *
 * A cell is a variant in a scenario.
 */
import type { AcceptedVacuity, Cell, Counts, Matrix, Nightly, Violated } from './matrix.ts';
import type { AnyModel, Model } from './model.ts';
import type { Chosen, OneOf, Parameters, SomeParameters } from './parameter.ts';

type VariantOf<M, R extends string> = M extends { readonly [K in R]: OneOf<infer T> } ? T & string : 'only';
type Scenarios<M, S extends string, R extends string> = { readonly [N in S]: SomeParameters<Omit<M, R>> };

/** The violations that are expected of one variant, by property id `Q`, in scenarios `S`. A property that is not named holds everywhere. */
export type ExpectedOf<Q extends string, S extends string> = { readonly [P in Q]?: Violated<S> };

/**
 * The entry of a property that is violated in some scenarios, with the reason in one sentence.
 *
 * @example
 * const entry = violated('The flag is read before it is set.', ['two CPUs']);
 * entry.scenarios; // => ['two CPUs']
 */
export function violated<const S extends string>(because: string, scenarios: readonly S[]): Violated<S> {
  return { because, scenarios };
}

/**
 * Joins the violations of several causes: a property that more than one of them violates has all their scenarios and reasons.
 *
 * @example
 * const first = { P1: violated('No lock.', ['a']) };
 * const second = { P1: violated('No barrier.', ['b']) };
 * together<'P1', 'a' | 'b'>(first, second).P1; // => { because: 'No lock. No barrier.', scenarios: ['a', 'b'] }
 */
export function together<Q extends string, S extends string>(...causes: readonly ExpectedOf<Q, S>[]): ExpectedOf<Q, S> {
  const merged = new Map<string, Violated<S>>();
  for (const [property, entry] of causes.flatMap((cause) => Object.entries<Violated<S> | undefined>(cause))) {
    if (entry === undefined || entry.scenarios.length === 0) continue;
    const known = merged.get(property);
    merged.set(property, {
      because: known === undefined ? entry.because : `${known.because} ${entry.because}`,
      scenarios: [...new Set([...(known?.scenarios ?? []), ...entry.scenarios])],
    });
  }
  return Object.fromEntries(merged) as ExpectedOf<Q, S>;
}

/**
 * Gives a model its matrix: the cells that `everywhen matrix` runs, and what it expects of each. `expected` has an entry for every
 * variant; a missing entry, or one for a property that does not exist, does not compile.
 *
 * @example
 * const model = defineModel({
 *   name: 'door', title: 'a door', parameters: { variant: variant('locked', 'open') },
 *   build: ({ variant }) => defineSystem({ inside: false })
 *     .process('guest', { enter: (s) => (variant === 'open' ? s.set('inside', true) : s) })
 *     .invariant('out', 'no guest is inside', (s) => !s.get('inside')),
 * });
 * const scenarios = { usual: {} };
 * const because = violated('An open door lets them in.', ['usual']);
 * expecting(model, { variants: ['locked', 'open'], scenarios, expected: { locked: {}, open: { out: because } } }).matrix?.cells.length; // => 2
 */
export function expecting<
  M extends Parameters,
  Q extends string,
  const S extends string,
  const T extends string = never,
  const R extends string = 'variant',
>(
  model: Model<M, Q>,
  matrix: {
    /**
     * The parameter whose values are the variants.
     * @defaultValue `'variant'`
     */
    readonly variantParameter?: R;
    /** The variants of the default matrix. */
    readonly variants: readonly VariantOf<M, R>[];
    /**
     * Variants that run under `--all` only.
     * @defaultValue none
     */
    readonly moreVariants?: readonly VariantOf<M, R>[];
    /** By name, the values of the other parameters, in each scenario of the default matrix. */
    readonly scenarios: Scenarios<M, S, R>;
    /**
     * Scenarios that run under `--all` only.
     * @defaultValue none
     */
    readonly moreScenarios?: Scenarios<M, T, R>;
    /** Published counts of the first variant, by scenario: a cell that has other counts fails. */
    readonly counts?: { readonly [N in NoInfer<S | T>]?: Counts };
    /** By variant, the properties that are violated. */
    readonly expected: { readonly [V in VariantOf<M, R>]: ExpectedOf<Q, NoInfer<S | T>> };
    /**
     * What is accepted as vacuous, each with its reason.
     * @defaultValue none
     */
    readonly vacuous?: readonly AcceptedVacuity<Q, Chosen<M>, keyof M & string>[];
    /**
     * Larger sizes, by name, that only `everywhen nightly` runs.
     * @defaultValue none
     */
    readonly nightly?: { readonly [name: string]: Nightly<M, Q> };
  },
): Model<M, Q> {
  const { variants, moreVariants = [], scenarios, expected, counts, variantParameter = 'variant' } = matrix;
  const moreScenarios: { readonly [name: string]: object } = matrix.moreScenarios ?? {};
  const cell = (variant: string, scenario: string, parameters: object, more: boolean): Cell => ({
    variant,
    scenario,
    parameters: { ...(variantParameter in model.parameters ? { [variantParameter]: variant } : {}), ...parameters },
    more,
    counts: variant === variants[0] ? counts?.[scenario as S | T] : undefined,
  });
  const cells = [
    ...variants.flatMap((variant) =>
      Object.entries(scenarios).map(([name, parameters]) => cell(variant, name, parameters as object, false)),
    ),
    ...variants.flatMap((variant) =>
      Object.entries(moreScenarios).map(([name, parameters]) => cell(variant, name, parameters, true)),
    ),
    ...moreVariants.flatMap((variant) =>
      Object.entries({ ...scenarios, ...moreScenarios }).map(([name, parameters]) =>
        cell(variant, name, parameters as object, true),
      ),
    ),
  ];
  const vacuous = (matrix.vacuous ?? []) as readonly AcceptedVacuity[];
  const nightly = (matrix.nightly ?? {}) as Matrix['nightly'];
  return { ...model, matrix: { cells, vacuous, nightly, expected: expected as Matrix['expected'] } };
}

/** The larger sizes as cells, each with its name as the scenario. */
export function nightlyCells({ matrix }: AnyModel): readonly Cell[] {
  return Object.entries(matrix?.nightly ?? {}).map(([name, { parameters, states, transitions }]) => ({
    variant: NIGHTLY,
    scenario: name,
    parameters,
    more: true,
    counts: { states, transitions },
  }));
}
const NIGHTLY = 'nightly';

/** The ids of the properties that are expected to be violated in a cell. */
export function expectedViolations(model: AnyModel, cell: Cell): readonly string[] {
  if (cell.variant === NIGHTLY) return model.matrix?.nightly[cell.scenario]?.violated ?? [];
  const ofVariant = model.matrix?.expected[cell.variant] ?? {};
  return Object.entries(ofVariant).flatMap(([property, entry]) =>
    entry?.scenarios.includes(cell.scenario) ? [property] : [],
  );
}
