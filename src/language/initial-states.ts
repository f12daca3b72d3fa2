/**
 * Initial states beyond the declared values: `.initially(...)`. It is no step: the states are where runs begin, and there may be any number.
 */
import { UserError } from '../errors.ts';
import { ValueRefusal } from '../model/canonical.ts';
import type { IndexOf, ReplicaIndex, ReplicaKey, ReplicaNames, SingleNames, ValueOf } from '../model/declaration.ts';
import { suggestion } from '../model/names.ts';
import { HALTED } from '../model/process.ts';
import type { State } from '../model/state.ts';
import { StateReader } from '../model/state-reader.ts';
import type { System } from '../model/system.ts';
import { located } from '../semantics/evaluation.ts';
import { withLock } from '../semantics/locks/holding.ts';
import type { LabelOf, LocalsOf, ProcessIndexOf, Reader, ReplicatedProcesses, SingleProcesses } from './reader.ts';

/** An initial state in the making: it reads as a property does, and every method gives a new one. */
export interface InitialState<C, P> extends Reader<C, P> {
  /**
   * With another value of a component, or of one of its replicas.
   *
   * @throws UserError `E_VALUE` for a value that cannot be part of a state, `E_COMPONENT` and `E_INDEX` as `s.get`.
   * @example
   * const system = defineSystem({ n: 0 })
   *   .process('p', { up: (s) => s.update('n', (n) => n + 1) })
   *   .initially((s) => [s.set('n', 1), s.set('n', 2)])
   *   .invariant('small', 'n stays below 3', (s) => s.get('n') < 3);
   * // => small: violated
   */
  set<K extends SingleNames<C>>(component: K, to: NoInfer<ValueOf<C[K]>>): this;
  set<K extends ReplicaNames<C>>(component: K, index: IndexOf<C[K]>, to: NoInfer<ValueOf<C[K]>>): this;
  /**
   * With another value of a local of a process.
   *
   * @throws UserError `E_VALUE` and `E_COMPONENT` as `set`.
   * @example
   * const system = defineSystem({ n: 0 })
   *   .process('p', { up: (s) => s.update('n', (n) => n + s.get('by')) }, { locals: { by: 1 } })
   *   .initially((s) => [1, 2].map((by) => s.setLocal('p', 'by', by)))
   *   .reachable('two', 'n is 2', (s) => s.get('n') === 2);
   * // => two: holds
   */
  setLocal<N extends SingleProcesses<P>, K extends keyof LocalsOf<P[N]> & string>(
    process: N,
    name: K,
    to: NoInfer<ValueOf<LocalsOf<P[N]>[K]>>,
  ): this;
  setLocal<N extends ReplicatedProcesses<P>, K extends keyof LocalsOf<P[N]> & string>(
    process: N,
    index: ProcessIndexOf<P[N]>,
    name: K,
    to: NoInfer<ValueOf<LocalsOf<P[N]>[K]>>,
  ): this;
  /**
   * With a process at another label of its own, or `halted`.
   *
   * @throws UserError `E_LABEL` for a label that the program does not have, `E_COMPONENT` for a process that is not declared.
   * @example
   * const system = defineSystem({ n: 0 })
   *   .processes('p', 2, { first: (s) => s.set('n', 1), second: (s) => s })
   *   .initially((s) => [s, s.begin('p', 0, 'second').begin('p', 1, 'second')])
   *   .reachable('never', 'it may stay 0', (s) => s.get('n') === 0, { quiescent: true });
   * // => never: holds
   */
  begin<N extends SingleProcesses<P>>(process: N, label: LabelOf<P[N]>): this;
  begin<N extends ReplicatedProcesses<P>>(process: N, index: ProcessIndexOf<P[N]>, label: LabelOf<P[N]>): this;
}

/** A choice or generator of initial states, as data: it is given each initial state so far. */
export type InitialStates = (s: unknown) => Iterable<unknown>;

/** The initial states of a system, each once, in order. Throws `E_SYSTEM` if there is none. */
export function initialStatesOf(system: System, choices: readonly InitialStates[]): readonly State[] {
  let states: readonly State[] = system.initials;
  for (const choice of choices) {
    const found = new Map<number, State[]>();
    const all: State[] = [];
    for (const state of states) {
      for (const next of chosen(system, choice, state)) {
        const alike = found.get(next.hashCode()) ?? [];
        if (alike.some((known) => known.equals(next))) continue;
        found.set(next.hashCode(), [...alike, next]);
        all.push(next);
      }
    }
    states = all;
  }
  if (states.length === 0) throw new UserError('E_SYSTEM', `there is no initial state (${system.origin}).`);
  return states;
}

function* chosen(system: System, choice: InitialStates, state: State): Generator<State> {
  try {
    for (const next of choice(new WrittenState(system, state))) {
      if (next instanceof WrittenState) yield next.state;
      else throw new UserError('E_SYSTEM', `.initially gives ${typeof next}: it gives states that s.set made.`);
    }
  } catch (error) {
    throw located(error, `.initially (${system.origin})`);
  }
}

type Last<T extends readonly unknown[]> = T | readonly [index: ReplicaKey, ...T];

class WrittenState extends StateReader {
  readonly state: State;
  readonly #system: System;

  constructor(system: System, state: State) {
    super(system.names, state);
    this.state = state;
    this.#system = system;
  }

  set(name: string, ...rest: readonly [to: unknown] | readonly [index: ReplicaIndex, to: unknown]): WrittenState {
    const [index, to] = rest.length === 1 ? [undefined, rest[0]] : rest;
    return this.#with(this.#system.names.component(name, index).position, to);
  }

  setLocal(process: string, ...rest: Last<readonly [name: string, to: unknown]>): WrittenState {
    const [index, name, to] = rest.length === 2 ? [undefined, ...rest] : rest;
    return this.#with(this.#system.names.local(process, index, name).position, to);
  }

  begin(process: string, ...rest: Last<readonly [label: string]>): WrittenState {
    const [index, label] = rest.length === 1 ? [undefined, ...rest] : rest;
    const { position, name } = this.#system.names.label(process, index);
    const known = [...(this.#system.processes.find((one) => one.name === name)?.following.keys() ?? []), HALTED];
    if (!known.includes(label)) {
      throw new UserError('E_LABEL', `process '${name}' cannot begin at '${label}', which it does not have.`, {
        hint: suggestion(label, known),
      });
    }
    return this.#with(position, label);
  }

  #with(slot: number, to: unknown): WrittenState {
    const { canon, slots } = this.#system;
    try {
      return new WrittenState(this.#system, withLock(this.#system, this.state, slot, canon.of(to)));
    } catch (error) {
      if (!(error instanceof ValueRefusal)) throw error;
      throw new ValueRefusal(`${error.message} in component '${slots[slot]?.name}'`, error.hint);
    }
  }
}
