/**
 * Expected verdicts: data beside the model, total over its variants by type, each deviation from *all hold* with its reason.
 *
 * A cell is a variant in a scenario. Scenarios have names; those of `more` are run under `--all` only.
 */
import type { AcceptedVacuity, Cell, Counts, Matrix, Nightly, Violated } from './matrix.ts';
import type { AnyModel, Model } from './model.ts';
import type { Chosen, OneOf, Parameters, SomeParameters } from './parameter.ts';

type VariantOf<M, R extends string> = M extends { readonly [K in R]: OneOf<infer T> } ? T & string : 'only';
type Scenarios<M, S extends string, R extends string> = { readonly [N in S]: SomeParameters<Omit<M, R>> };

/** The violations of a variant: a property that is not named holds in every cell. */
export type ExpectedOf<Q extends string, S extends string> = { readonly [P in Q]?: Violated<S> };

export function violated<const S extends string>(because: string, scenarios: readonly S[]): Violated<S> {
  return { because, scenarios };
}

/** Several causes as one entry: a property that more than one of them violates has all their scenarios and reasons. */
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
 * The model with its matrix. `variants` and `scenarios` span the default matrix, with `more` of each the one of `--all`.
 * `expected` has an entry for every variant of the model; a missing one, or one for a property that does not exist, does
 * not compile. The variants are the values of the parameter `variant`, unless `variantParameter` names another.
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
    readonly variantParameter?: R;
    readonly variants: readonly VariantOf<M, R>[];
    readonly moreVariants?: readonly VariantOf<M, R>[];
    readonly scenarios: Scenarios<M, S, R>;
    readonly moreScenarios?: Scenarios<M, T, R>;
    /** Published counts, of the first variant. */
    readonly counts?: { readonly [N in NoInfer<S | T>]?: Counts };
    readonly expected: { readonly [V in VariantOf<M, R>]: ExpectedOf<Q, NoInfer<S | T>> };
    readonly vacuous?: readonly AcceptedVacuity<Q, Chosen<M>, keyof M & string>[];
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

/** The larger sizes as cells, each the only scenario of its name. */
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
