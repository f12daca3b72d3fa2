/** A model: a parameterised family of systems, each of which an explorer can judge. */
import { thrownText, UserError } from '../errors.ts';
import type { System } from '../model/system.ts';
import { beginEvaluation, endEvaluation } from '../semantics/beacon.ts';
import { withoutChance } from '../semantics/purity.ts';
import type { BuildOptions } from './assembly.ts';
import type { Declared, SystemBuilder } from './builder.ts';
import { build } from './define-system.ts';
import { FENCE_BEFORE, fencesIn } from './fences/fence-before.ts';
import type { Matrix } from './matrix.ts';
import { type AnyChosen, type Chosen, isParameter, type Parameters, parametersText } from './parameter.ts';
import { probe } from './probe.ts';
import type { Repairs } from './repairs/line.ts';

type Whatever = {
  // biome-ignore lint/suspicious/noExplicitAny: a system of whatever components and names.
  readonly [K in Exclude<keyof Declared, 'properties'>]: any;
};
// biome-ignore lint/suspicious/noExplicitAny: of whatever properties.
export type AnySystem<Q extends string = any> = SystemBuilder<Whatever & { readonly properties: Q }>;

/** A parameterised family of systems, with parameters `M` and property ids `Q`. `defineModel` makes one, `check` takes one. */
export interface Model<M extends Parameters = Parameters, Q extends string = string> {
  /** Tells a model from other exports. */
  readonly kind: 'model';
  /** As the command line names it. */
  readonly name: string;
  /** What the model is about, in one line. */
  readonly title: string;
  /** By name, what each parameter may be. */
  readonly parameters: M;
  /** The system for chosen values of all parameters. */
  readonly build: (chosen: Chosen<M>) => AnySystem<Q>;
  /** Why a combination of values makes no sense; undefined where it does. */
  readonly refusal: (chosen: Chosen<M>) => string | undefined;
  /** Cells with their expected verdicts; none for a model that only `check` runs. */
  readonly matrix: Matrix | undefined;
  /** Candidate lines for `everywhen repair`; undefined for a model that declares none. */
  readonly repairs: Repairs | undefined;
}
/**
 * The ids of the properties of a system or of a model, `deadlock` included.
 * @example
 * const system = defineSystem({ n: 0 }).invariant('small', 'n is small', (s) => s.get('n') < 9);
 * const ids: readonly PropertiesOf<typeof system>[] = ['small', 'deadlock'];
 * ids.length; // => 2
 */
export type PropertiesOf<X> =
  X extends SystemBuilder<infer D> ? D['properties'] : X extends Model<infer _M, infer Q> ? Q : never;

/** A model of whatever parameters and properties. */
export interface AnyModel extends Omit<Model, 'build' | 'refusal'> {
  build(chosen: AnyChosen): AnySystem;
  refusal(chosen: AnyChosen): string | undefined;
}

/**
 * Defines a model: a name, a one-line title, parameters, and a function from chosen values to a system. The default export of a model file.
 *
 * `refusal` says why a combination of values makes no sense, and gives `undefined` for one that does.
 * @throws UserError `E_MODEL` for a model without a name, title, parameters or build function.
 * @example
 * const model = defineModel({
 *   name: 'counter',
 *   title: 'a counter that must not pass 2',
 *   parameters: { n: size(1, 3) },
 *   build: ({ n }) => defineSystem({ left: n as number })
 *     .process('p', { take: (s) => s.when(s.get('left') > 0)?.update('left', (k) => k - 1) }, { end: 'loop', mayWaitAt: ['take'] }),
 * });
 * (await check(model, { n: 3 })).statistics.states; // => 4
 */
export function defineModel<const M extends Parameters, S extends AnySystem>(model: {
  readonly name: string;
  readonly title: string;
  readonly parameters: M;
  readonly refusal?: (chosen: Chosen<M>) => string | undefined;
  readonly build: (chosen: Chosen<M>) => S;
}): Model<M, PropertiesOf<S>> {
  mustBeModel(model);
  return { kind: 'model', refusal: () => undefined, matrix: undefined, repairs: undefined, ...model };
}

/** Repeats the checks of the compiler, for models in JavaScript. */
function mustBeModel(model: { readonly [field: string]: unknown }): void {
  const { name, title, parameters, build } = model;
  const wrong = (what: string) => {
    throw new UserError('E_MODEL', `a model ${typeof name === 'string' ? `named '${name}' ` : ''}has no ${what}.`, {
      hint: 'defineModel({ name, title, parameters: { ... }, build: (parameters) => defineSystem({ ... }) })',
    });
  };
  if (typeof name !== 'string') wrong('name');
  if (typeof title !== 'string') wrong('title');
  if (typeof build !== 'function') wrong('build function');
  if (typeof parameters !== 'object' || parameters === null) wrong('parameters (write {} for none)');
  for (const [parameter, declared] of Object.entries(parameters as object)) {
    if (parameter === FENCE_BEFORE) {
      throw new UserError(
        'E_MODEL',
        `the model '${name}' declares '${FENCE_BEFORE}', a parameter that every model has.`,
      );
    }
    if (!isParameter(declared)) {
      wrong(`domain for its parameter '${parameter}': write variant(...), scenario(...), assumption(...) or size(...)`);
    }
  }
}

export function isModel(candidate: unknown): candidate is AnyModel {
  return typeof candidate === 'object' && candidate !== null && (candidate as { kind?: unknown }).kind === 'model';
}

/**
 * The system of a model under chosen parameters, known to messages as `name` with those that differ from their defaults.
 * Throws `UserError` for a combination that the model refuses and for a definition that contradicts itself.
 */
export function instantiate(
  model: AnyModel,
  chosen: AnyChosen,
  name: string = model.name,
  options?: BuildOptions,
): System {
  const origin = [name, parametersText(model.parameters, chosen)].filter((part) => part !== '').join(' ');
  return withoutChance(() => {
    beginEvaluation(model, origin, () => `building ${origin}`);
    try {
      const refusal = model.refusal(chosen);
      if (refusal !== undefined) throw new UserError('E_PARAMETER', refusal);
      const { [FENCE_BEFORE]: _, ...own } = chosen;
      const fencedBefore = fencesIn(chosen);
      const system = build(model.build(own), origin, { ...options, ...(fencedBefore.size > 0 && { fencedBefore }) });
      probe(system);
      return system;
    } catch (error) {
      throw error instanceof UserError
        ? new UserError(error.code, inOrigin(error.message, origin), error.advice)
        : unbuilt(error, origin);
    } finally {
      endEvaluation();
    }
  });
}

/** Most messages name the system already. */
function inOrigin(message: string, origin: string): string {
  return message.includes(origin) ? message : `${origin}: ${message}`;
}

function unbuilt(error: unknown, origin: string): UserError {
  return new UserError('E_MODEL', `building ${origin} throws ${thrownText(error)}`);
}
