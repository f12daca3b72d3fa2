/**
 * The abstract system of a refinement: which of its states a mapping describes, and which steps lead from there. Each abstract state is
 * evaluated once, and its steps are memoised.
 */
import { Map as ImmutableMap } from 'immutable';
import { UserError } from '../errors.ts';
import { ValueRefusal } from '../model/canonical.ts';
import type { ReplicaIndex } from '../model/declaration.ts';
import type { Evaluated } from '../model/evaluated.ts';
import { type Constraint, constraintsOf } from '../model/fairness/constraints.ts';
import { suggestion } from '../model/names.ts';
import type { Alternative } from '../model/process.ts';
import type { AbstractStep, Obligation, Specification } from '../model/property.ts';
import { State } from '../model/state.ts';
import { candidates, type System } from '../model/system.ts';
import { type JsonValue, valueToJson } from '../model/value-json.ts';
import { changesMore } from './changes.ts';
import { stepName } from './evaluation.ts';
import { evaluateTwice } from './purity.ts';
import { valueShown } from './truth.ts';

/** A component of the specification: one slot, or one for each index. */
export interface MappedComponent {
  readonly name: string;
  readonly indices: readonly ReplicaIndex[] | undefined;
}

export class SystemSpecification implements Specification {
  readonly obligations: readonly Obligation[];
  readonly #system: System;
  readonly #components: ReadonlyMap<string, MappedComponent>;
  readonly #steps = ImmutableMap<State, readonly AbstractStep[]>().asMutable();

  /** Every slot of the system belongs to one of the components. */
  constructor(system: System, components: readonly MappedComponent[]) {
    this.#system = system;
    this.#components = new Map(components.map((component) => [component.name, component]));
    this.obligations = constraintsOf(system).map((constraint) => this.#obligationOf(constraint));
  }

  isInitial(state: State): boolean {
    return this.#system.initials.some((initial) => initial.equals(state));
  }

  stateOf(mapped: unknown, origin?: string): State {
    const given = this.#entriesOf(mapped, origin);
    const values = [...this.#system.initial.values];
    for (const { name, indices } of this.#components.values()) {
      if (!Object.hasOwn(given, name)) {
        throw unmapped(origin, `gives no value for '${name}' of the specification`, {
          hint: `It gives a value for each component: ${[...this.#components.keys()].join(', ')}.`,
        });
      }
      const value = given[name];
      if (indices === undefined) {
        this.#write(values, { name, value }, origin);
        continue;
      }
      if (typeof value !== 'function') {
        throw unmapped(origin, `gives ${valueShown(value)} for '${name}', which is replicated in the specification`, {
          hint: `Write a function of the index: { ${name}: (i) => ... }.`,
        });
      }
      for (const index of indices) this.#write(values, { name, index, value: value(index) }, origin);
    }
    return new State(values);
  }

  stepsFrom(state: State): readonly AbstractStep[] {
    const known = this.#steps.get(state);
    if (known !== undefined) return known;
    const steps = [...candidates(this.#system, state)].flatMap((alternative) =>
      this.#evaluate(alternative, state).outcomes.map(({ name, next }) => ({
        step: stepName(alternative, name),
        next,
        alternative,
      })),
    );
    this.#steps.set(state, steps);
    return steps;
  }

  valuesOf(state: State): { readonly [name: string]: JsonValue } {
    return Object.fromEntries(
      this.#system.slots.map(({ name, position }) => [name, valueToJson(state.at(position).value)]),
    );
  }

  /** Steps that change nothing neither serve it nor enable it. */
  #obligationOf({ name, strength, includes }: Constraint): Obligation {
    const stepsFrom = (state: State) =>
      this.stepsFrom(state).filter(
        ({ alternative, next }) => includes(alternative, []) && changesMore(this.#system, state, next),
      );
    return {
      name,
      strength,
      isEnabled: (state) => stepsFrom(state).length > 0,
      isTaken: (from, to) => stepsFrom(from).some(({ next }) => next.equals(to)),
    };
  }

  /** Throws `E_IMPURE` without the command that reproduces it, because no command names a specification. */
  #evaluate(alternative: Alternative, state: State): Evaluated {
    try {
      return evaluateTwice(this.#system, alternative, state);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'E_IMPURE') throw error;
      throw new UserError(error.code, error.message, { hint: error.advice.hint });
    }
  }

  #entriesOf(mapped: unknown, origin: string | undefined): { readonly [name: string]: unknown } {
    if (typeof mapped !== 'object' || mapped === null || mapped instanceof Promise) {
      throw unmapped(origin, `is ${valueShown(mapped)}, and no state of the specification`, {
        hint: 'It gives an object with a value for each component: (s) => ({ holder: s.get(...) }).',
      });
    }
    const unknown = Object.keys(mapped).find((name) => !this.#components.has(name));
    if (unknown !== undefined) {
      throw unmapped(origin, `gives a value for '${unknown}', which the specification does not have`, {
        hint: suggestion(unknown, this.#components.keys()),
      });
    }
    return mapped as { readonly [name: string]: unknown };
  }

  #write(
    values: State['values'][number][],
    { name, index, value }: { readonly name: string; readonly index?: ReplicaIndex; readonly value: unknown },
    origin: string | undefined,
  ): void {
    const slot = this.#system.names.component(name, index);
    try {
      values[slot.position] = this.#system.canon.of(value);
    } catch (error) {
      if (!(error instanceof ValueRefusal)) throw error;
      throw unmapped(origin, `gives ${error.message} for '${slot.name}' of the specification`, { hint: error.hint });
    }
  }
}

function unmapped(origin: string | undefined, what: string, { hint }: { readonly hint: string }): UserError {
  return new UserError('E_MAPPING', `its mapping ${what}.`, {
    hint,
    ...(origin !== undefined && { next: `everywhen check ${origin}` }),
  });
}
