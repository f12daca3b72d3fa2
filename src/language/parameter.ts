/**
 * Parameters turn one model into a family of systems. Each says which role it plays, which values it may take, and its default.
 */
import { UserError } from '../errors.ts';
import { nearMiss, suggestion } from '../model/names.ts';
import { FENCE_BEFORE, fencesIn } from './fences/fence-before.ts';

/** The role of a parameter. `variant`: which design. `scenario`: what happens to it. `assumption`: what its environment does or guarantees. `size`: how much of it. */
export type Role = 'variant' | 'scenario' | 'assumption' | 'size';
export type ParameterValue = string | number;

/** One of several values; the first is the default. */
export interface OneOf<T extends ParameterValue> {
  readonly kind: 'one of';
  readonly role: Role;
  readonly values: readonly T[];
}
/** Any whole number of a range. */
export interface Range {
  readonly kind: 'range';
  readonly role: Role;
  readonly from: number;
  readonly to: number;
  readonly initial: number;
}
/** Any selection of several values; none by default. */
export interface Selection<T extends string> {
  readonly kind: 'selection';
  readonly role: Role;
  readonly values: readonly T[];
}
/** Any text of a form; empty by default. */
export interface Text {
  readonly kind: 'text';
  readonly role: Role;
  /** An example of the form, for people. */
  readonly like: string;
  readonly matches: RegExp;
}
// biome-ignore lint/suspicious/noExplicitAny: whatever the values are.
export type Parameter = OneOf<any> | Range | Selection<any> | Text;
export interface Parameters {
  readonly [name: string]: Parameter;
}

type ChosenValue<D> =
  D extends OneOf<infer T>
    ? T
    : D extends Range
      ? number
      : D extends Selection<infer T>
        ? ReadonlySet<T>
        : D extends Text
          ? string
          : never;
/** The values that the build function of a model with parameters `M` is given: a value for each. */
export type Chosen<M> = { readonly [K in keyof M]: ChosenValue<M[K]> };
/** Chosen values of whatever model. */
export interface AnyChosen {
  readonly [name: string]: ParameterValue | ReadonlySet<string>;
}
/** Values for some of the parameters `M`, as a caller gives them; the others have their defaults. A set is given as an array. */
export type SomeParameters<M> = {
  readonly [K in keyof M]?: M[K] extends Selection<infer T> ? readonly T[] : ChosenValue<M[K]>;
};

type Values = readonly [ParameterValue, ...ParameterValue[]];

/**
 * A parameter for the design under study: published, proposed, or broken on purpose. The first value is the default.
 *
 * @example
 * const parameters = { variant: variant('fixed', 'published') };
 * defaultsOf(parameters).variant; // => 'fixed'
 */
export function variant<const V extends Values>(...values: V): OneOf<V[number]> {
  return { kind: 'one of', role: 'variant', values };
}

/**
 * A parameter for what happens to the design. The first value is the default.
 *
 * @example
 * const parameters = { guest: scenario('reads', 'ignores') };
 * defaultsOf(parameters).guest; // => 'reads'
 */
export function scenario<const V extends Values>(...values: V): OneOf<V[number]> {
  return { kind: 'one of', role: 'scenario', values };
}

/**
 * A parameter for what the environment of the design does or guarantees. The first value is the default.
 *
 * @example
 * const parameters = { memory: assumption('sc', 'tso') };
 * defaultsOf(parameters).memory; // => 'sc'
 */
export function assumption<const V extends Values>(...values: V): OneOf<V[number]> {
  return { kind: 'one of', role: 'assumption', values };
}

/**
 * A parameter for how much of something there is, one of several values. The first value is the default.
 *
 * @example
 * const parameters = { cpus: size(2, 1, 3) };
 * defaultsOf(parameters).cpus; // => 2
 */
export function size<const V extends Values>(...values: V): OneOf<V[number]> {
  return { kind: 'one of', role: 'size', values };
}

/**
 * A parameter for how much of something there is: any whole number from `from` to `to`, both included. `initial` is the default.
 *
 * @example
 * const parameters = { philosophers: sizeRange({ from: 2, to: 9, initial: 3 }) };
 * defaultsOf(parameters).philosophers; // => 3
 */
export function sizeRange(range: { readonly from: number; readonly to: number; readonly initial: number }): Range {
  return { kind: 'range', role: 'size', ...range };
}

/**
 * A parameter that is a set of assumptions, on the command line `fix=reset-clears,unmap-syncs`. The default is the empty set, `fix=none`.
 *
 * @example
 * const parameters = { fix: assumptionSet('reset-clears', 'unmap-syncs') };
 * [...defaultsOf(parameters).fix]; // => []
 */
export function assumptionSet<const T extends string>(...values: readonly T[]): Selection<T> {
  return { kind: 'selection', role: 'assumption', values };
}

/**
 * A parameter that is a text of a form, for what no list of values could name: a script of what happens. `matches` must match all of it;
 * `like` shows the form in messages. The default is the empty text, `script=none`.
 *
 * @example
 * const parameters = { script: text({ like: 'send,send,reset', matches: /((^|,)(send|reset))+/ }) };
 * defaultsOf(parameters).script; // => ''
 */
export function text(form: { readonly like: string; readonly matches: RegExp }): Text {
  return { kind: 'text', role: 'scenario', ...form };
}

export function isParameter(candidate: unknown): candidate is Parameter {
  const { kind } = (candidate ?? {}) as { readonly kind?: unknown };
  return kind === 'one of' || kind === 'range' || kind === 'selection' || kind === 'text';
}

/** The default as text, as on a command line. */
export function defaultText(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'one of':
      return String(parameter.values[0]);
    case 'range':
      return String(parameter.initial);
    case 'selection':
    case 'text':
      return 'none';
  }
}

/** What a parameter may be, for people: `mix, use, ignore`, `1..12`, `none or any of a, b`. */
export function domainText(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'one of':
      return parameter.values.join(', ');
    case 'range':
      return `${parameter.from}..${parameter.to}`;
    case 'selection':
      return `none or any of ${parameter.values.join(', ')}`;
    case 'text':
      return `none or a text like ${parameter.like}`;
  }
}

/** A chosen value as text. */
export function valueText(value: unknown): string {
  return (value instanceof Set || Array.isArray(value) ? [...value].join(',') : String(value)) || 'none';
}

/** Chosen values as reports have them, which are JSON: a selection is a list. */
export function plainParameters(chosen: AnyChosen): { readonly [name: string]: ParameterValue | readonly string[] } {
  return Object.fromEntries(
    Object.entries(chosen).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}

/** From text, as on a command line, to a value. Throws `E_PARAMETER` for one outside the domain. */
function parseValue(name: string, parameter: Parameter, text: string): ParameterValue | ReadonlySet<string> {
  switch (parameter.kind) {
    case 'one of':
      return parameter.values.find((value) => String(value) === text) ?? outside(name, parameter, text);
    case 'range': {
      const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
      return number >= parameter.from && number <= parameter.to ? number : outside(name, parameter, text);
    }
    case 'selection': {
      const names = text === 'none' || text === '' ? [] : text.split(',');
      for (const chosen of names) if (!parameter.values.includes(chosen)) outside(name, parameter, chosen);
      // In order of declaration, so that one selection has one name.
      return new Set(parameter.values.filter((value) => names.includes(value)));
    }
    case 'text': {
      if (text === 'none') return '';
      return parameter.matches.exec(text)?.[0] === text ? text : outside(name, parameter, text);
    }
  }
}

function outside(name: string, parameter: Parameter, text: string): never {
  const near = 'values' in parameter ? nearMiss(text, parameter.values.map(String)) : '';
  throw new UserError('E_PARAMETER', `parameter '${name}' cannot be '${text}'.`, {
    hint: `It may be ${domainText(parameter)}. ${near}`.trim(),
  });
}

/**
 * All parameters with their values: those given, as text or as a caller's values, and the others by default.
 * Throws `E_PARAMETER`.
 */
export function chooseParameters(parameters: Parameters, given: { readonly [name: string]: unknown }): AnyChosen {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(parameters, name) && name !== FENCE_BEFORE) {
      throw new UserError('E_PARAMETER', `there is no parameter '${name}'.`, {
        hint: suggestion(name, Object.keys(parameters)),
      });
    }
  }
  const chosen = Object.entries(parameters).map(([name, parameter]) => {
    const value = given[name];
    return [name, parseValue(name, parameter, value === undefined ? defaultText(parameter) : valueText(value))];
  });
  return { ...Object.fromEntries(chosen), ...placedFences(valueText(given[FENCE_BEFORE] ?? 'none')) };
}

/** Sorted, so that one set has one name. */
function placedFences(text: string): AnyChosen {
  const places = text === 'none' ? [] : text.split(',').toSorted();
  return places.length === 0 ? {} : { [FENCE_BEFORE]: new Set(places) };
}

/**
 * The defaults of all parameters of a model: what `build` is given when the caller chooses nothing.
 *
 * @example
 * const parameters = { guest: scenario('reads', 'ignores'), n: size(1, 2) };
 * const choice = { ...defaultsOf(parameters), n: 2 };
 * choice; // => { guest: 'reads', n: 2 }
 */
export function defaultsOf<const M extends Parameters>(parameters: M): Chosen<M> {
  return chooseParameters(parameters, {}) as Chosen<M>;
}

/** The parameters that differ from their defaults, as on a command line: `guest=ignore config=E1`. */
export function parametersText(parameters: Parameters, chosen: AnyChosen): string {
  const differing = Object.entries(parameters)
    .map(([name, parameter]) => ({ name, text: valueText(chosen[name]), initial: defaultText(parameter) }))
    .filter(({ text, initial }) => text !== initial)
    .map(({ name, text }) => `${name}=${text}`);
  const fences = fencesIn(chosen);
  return [...differing, ...(fences.size > 0 ? [`${FENCE_BEFORE}=${valueText(fences)}`] : [])].join(' ');
}
