/** For each method that declares a property, the property that it makes of its arguments. Their types stand in property-methods.ts. */
import { UserError } from '../../errors.ts';
import { LOCK_RULES, type LockRule } from '../../model/locks/lock-event.ts';
import type {
  Assertion,
  Assumption,
  CycleProperty,
  LeadsTo,
  OutcomesProperty,
  Property,
  StateProperty,
  StepInvariant,
  StepName,
  StepPredicate,
} from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { Declared, SystemBuilder } from '../builder.ts';
import { calling } from './authored.ts';
import { mappingOf, specificationOf } from './refinement.ts';

/** The arguments of a method as the compiler knows them, but for the names that a system has. */
export type Arguments<M extends keyof SystemBuilder<Declared>> = Parameters<SystemBuilder<Declared>[M]>;
export type PropertyMethod = {
  [M in Exclude<keyof SystemBuilder<Declared>, 'owed' | 'object' | 'observable'>]: Arguments<M> extends [
    id: string,
    title: string,
    ...unknown[],
  ]
    ? M
    : never;
}[Exclude<keyof SystemBuilder<Declared>, 'owed' | 'object' | 'observable'>];

interface Options {
  readonly informational?: boolean;
}
interface WithWhen extends Options {
  readonly when?: unknown;
}

export const propertyTable: { readonly [M in PropertyMethod]: (...args: Arguments<M>) => Property<StateReader> } = {
  assertion: (id, title, options) => claim('assertion', id, title, options),
  unreachable: (id, title, options) => claim('unreachable', id, title, options),

  invariant: (id, title, holds, options) => ofStates('invariant', id, title, holds, options),
  stepInvariant: (id, title, holds, options) => ofSteps(id, title, holds, options),
  refines: (id, title, spec, mapping, options) => ({
    kind: 'refinement',
    ...common(id, title, options),
    spec: specificationOf(id, spec),
    mapping: mappingOf(id, mapping),
    wrong: [],
  }),
  quiescent: (id, title, holds, options) => ofStates('quiescence', id, title, holds, options),
  quiescentStates: (id, title, description) => ofStates('quiescent states', id, title, description),
  reachable: (id, title, holds, options) => ({
    ...ofStates('reachable', id, title, holds, options),
    ...(options?.quiescent && { quiescent: true }),
  }),
  outcomes: (id, title, shows, options) => ofOutcomes(id, title, shows, options),

  leadsTo: (id, title, from, to, options) => ofRuns('leads-to', id, title, { from, to }, options),
  eventually: (id, title, to, options) => ofRuns('eventually', id, title, { to }, options),
  infinitelyOften: (id, title, to, options) => ofRuns('infinitely often', id, title, { to }, options),
  stabilises: (id, title, to, options) => ofRuns('stabilises', id, title, { to }, options),
  stepInfinitelyOften: (id, title, marked, options) => ofCycles('step infinitely often', id, title, marked, options),
  storm: (id, title, marked, options) => ofCycles('storm', id, title, marked, options),
  progress: (id, title, marked, options) => ofCycles('progress', id, title, marked, options),
  acyclic: (id, title, options) => ofCycles('progress', id, title, () => false, options),

  lockOrder: (id, title, options) => {
    const { rules = LOCK_RULES } = options ?? {};
    refuseUnknownRules(id, rules);
    return { kind: 'lock order', ...common(id, title, options), rules };
  },
};

function common(id: string, title: string, { informational = false }: Options = {}) {
  return { id, title, informational };
}

function claim(kind: Assertion['kind'], id: string, title: string, options?: Options): Assertion {
  return { kind, ...common(id, title, options) };
}

type State = StateProperty<StateReader>;
function ofStates(kind: State['kind'], id: string, title: string, holds: unknown, options?: WithWhen): State {
  return {
    kind,
    ...common(id, title, options),
    holds: predicate(kind, id, holds),
    when: options?.when as State['when'],
  };
}

function ofSteps(id: string, title: string, holds: unknown, options?: WithWhen): StepInvariant<StateReader> {
  return {
    kind: 'step invariant',
    ...common(id, title, options),
    holds: predicate('step invariant', id, holds),
    when: options?.when as StepInvariant<StateReader>['when'],
  };
}

function ofOutcomes(id: string, title: string, shows: unknown, options?: Options): OutcomesProperty<StateReader> {
  return { kind: 'outcomes', ...common(id, title, options), shows: predicate('outcomes', id, shows) };
}

type OfItem = (s: StateReader, item: unknown) => boolean;
type StepOfItem = (before: StateReader, after: StateReader, step: StepName, item: unknown) => boolean;
/** The options of properties of infinite runs. */
interface OfRuns extends Options {
  readonly each?: readonly unknown[] | undefined;
  readonly assuming?: unknown;
}

function ofRuns(
  kind: LeadsTo<StateReader>['kind'],
  id: string,
  title: string,
  sides: { readonly from?: unknown; readonly to: unknown },
  options: OfRuns = {},
): LeadsTo<StateReader> {
  const from = 'from' in sides ? predicate<OfItem>(kind, id, sides.from) : undefined;
  const to = predicate<OfItem>(kind, id, sides.to);
  const instances = itemsOf(options).map((item) => ({
    from: from && calling(sides.from, (s: StateReader) => from(s, item)),
    to: calling(sides.to, (s: StateReader) => to(s, item)),
  }));
  return { kind, ...common(id, title, options), instances, assuming: assumptionsOf(kind, id, options) };
}

function ofCycles(
  kind: CycleProperty<StateReader>['kind'],
  id: string,
  title: string,
  written: unknown,
  options: OfRuns = {},
): CycleProperty<StateReader> {
  const marks = predicate<StepOfItem>(kind, id, written);
  const marked = itemsOf(options).map(
    (item): StepPredicate<StateReader> =>
      calling(written, (before: StateReader, after: StateReader, step: StepName) => marks(before, after, step, item)),
  );
  return { kind, ...common(id, title, options), marked, assuming: assumptionsOf(kind, id, options) };
}

/** The items that a property is claimed of, each by itself; without `each` it is claimed once. */
function itemsOf({ each = [undefined] }: OfRuns): readonly unknown[] {
  return each;
}

const ASSUMPTIONS = {
  infinitelyOften: 'infinitely often',
  stabilises: 'stabilises',
  stepInfinitelyOften: 'step infinitely often',
} as const;

/** Throws `E_SYSTEM` for what is no assumption. */
function assumptionsOf(kind: string, id: string, { assuming = {} }: OfRuns): readonly Assumption<StateReader>[] {
  return Object.entries(assuming as object).flatMap(([name, written]) => {
    const assumed = ASSUMPTIONS[name as keyof typeof ASSUMPTIONS];
    if (assumed === undefined) {
      throw new UserError('E_SYSTEM', `${kind} '${id}' assumes '${name}'.`, {
        hint: `What can be assumed is ${Object.keys(ASSUMPTIONS).join(', ')}.`,
      });
    }
    const all: readonly unknown[] = Array.isArray(written) ? written : written === undefined ? [] : [written];
    return all.map((one): Assumption<StateReader> => {
      const assumption = predicate<never>(`assumption '${name}' of ${kind}`, id, one);
      return assumed === 'step infinitely often'
        ? { kind: assumed, marked: assumption }
        : { kind: assumed, holds: assumption };
    });
  });
}

/** A predicate over a typed `Reader`, as a predicate over the reader of the engines. Throws `E_SYSTEM` for what is no function. */
function predicate<P>(kind: string, id: string, written: unknown): P {
  if (typeof written === 'function') return written as P;
  throw new UserError('E_SYSTEM', `${kind} '${id}' has no predicate.`, {
    hint: 'A property has an id, a title and a predicate: .invariant(id, title, (s) => ...).',
  });
}

function refuseUnknownRules(id: string, rules: readonly LockRule[]): void {
  const unknown = rules.find((rule) => !LOCK_RULES.includes(rule));
  if (unknown === undefined) return;
  throw new UserError('E_SYSTEM', `lock order '${id}' has an unknown rule '${unknown}'.`, {
    hint: `The rules are ${LOCK_RULES.map((rule) => `'${rule}'`).join(', ')}.`,
  });
}
