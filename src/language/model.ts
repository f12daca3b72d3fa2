/** A model: a parameterised family of systems, each of which an explorer can judge. */
import { UserError } from '../errors.ts';
import type { System } from '../model/system.ts';
import { withoutChance } from '../semantics/purity.ts';
import type { BuildOptions } from './assembly.ts';
import type { Declared, SystemBuilder } from './builder.ts';
import { build } from './define-system.ts';
import type { Matrix } from './matrix.ts';
import { type AnyChosen, type Chosen, isParameter, type Parameters, parametersText } from './parameter.ts';
import { probe } from './probe.ts';

type Whatever = {
  // biome-ignore lint/suspicious/noExplicitAny: a system of whatever components and names.
  readonly [K in Exclude<keyof Declared, 'properties'>]: any;
};
// biome-ignore lint/suspicious/noExplicitAny: of whatever properties.
export type AnySystem<Q extends string = any> = SystemBuilder<Whatever & { readonly properties: Q }>;

export interface Model<M extends Parameters = Parameters, Q extends string = string> {
  readonly kind: 'model';
  readonly name: string;
  /** What it is about, in one line. */
  readonly title: string;
  readonly parameters: M;
  readonly build: (chosen: Chosen<M>) => AnySystem<Q>;
  /** Why a combination of values makes no sense; undefined where it does. */
  readonly refusal: (chosen: Chosen<M>) => string | undefined;
  /** Cells with their expected verdicts; none for a model that only `check` runs. */
  readonly matrix: Matrix | undefined;
}
/** The ids of the properties of a system or of a model, `deadlock` included. */
export type PropertiesOf<X> =
  X extends SystemBuilder<infer D> ? D['properties'] : X extends Model<infer _M, infer Q> ? Q : never;

/** A model of whatever parameters and properties. */
export interface AnyModel extends Omit<Model, 'build' | 'refusal'> {
  build(chosen: AnyChosen): AnySystem;
  refusal(chosen: AnyChosen): string | undefined;
}

/** A model as its author writes it. `refusal` says why a combination of parameters makes no sense. */
export function defineModel<const M extends Parameters, S extends AnySystem>(model: {
  readonly name: string;
  readonly title: string;
  readonly parameters: M;
  readonly refusal?: (chosen: Chosen<M>) => string | undefined;
  readonly build: (chosen: Chosen<M>) => S;
}): Model<M, PropertiesOf<S>> {
  mustBeModel(model);
  return { kind: 'model', refusal: () => undefined, matrix: undefined, ...model };
}

/** What the compiler would say, for those who do not ask it. */
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
    try {
      const refusal = model.refusal(chosen);
      if (refusal !== undefined) throw new UserError('E_PARAMETER', refusal);
      const system = build(model.build(chosen), origin, options);
      probe(system);
      return system;
    } catch (error) {
      throw error instanceof UserError
        ? new UserError(error.code, inOrigin(error.message, origin), error.advice)
        : unbuilt(error, origin);
    }
  });
}

/** Most messages name the system already. */
function inOrigin(message: string, origin: string): string {
  return message.includes(origin) ? message : `${origin}: ${message}`;
}

function unbuilt(error: unknown, origin: string): UserError {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new UserError('E_MODEL', `building ${origin} throws ${message}`);
}
