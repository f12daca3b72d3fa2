/** A state as properties and claims read it: everything, ghosts included. */
import type { List } from 'immutable';
import { THREAD } from './cpu.ts';
import type { ReplicaIndex, ReplicaKey, Value } from './declaration.ts';
import type { Names } from './names.ts';
import { type Control, labelOf } from './process.ts';
import type { Valuation } from './state.ts';

/** Called with the slot of each value that is read: the footprint of a predicate. */
export type OnRead = (slot: number) => void;
/** Finds the names that belong to the current process: its locals and the parameters of the procedure that it runs. */
export type LocalScope = (name: string) => { readonly slot: number } | { readonly value: Value } | undefined;

/** What a reader does besides looking up names. */
export interface ReaderOptions {
  readonly onRead?: OnRead;
  readonly scope?: LocalScope;
  /** Whether a step is enabled in the state; only properties may ask. */
  readonly enabled?: (process: string, index: ReplicaKey | undefined, step: string) => boolean;
}

export class StateReader {
  readonly #names: Names;
  readonly #state: Valuation;
  readonly #onRead: OnRead;
  readonly #scope: LocalScope;
  readonly #enabled: ReaderOptions['enabled'];

  constructor(
    names: Names,
    state: Valuation,
    { onRead = () => {}, scope = () => undefined, enabled }: ReaderOptions = {},
  ) {
    this.#names = names;
    this.#state = state;
    this.#onRead = onRead;
    this.#scope = scope;
    this.#enabled = enabled;
  }

  get(name: string, index?: ReplicaIndex): Value {
    const local = index === undefined ? this.#scope(name) : undefined;
    if (local !== undefined && 'value' in local) return local.value;
    return this.#read(local?.slot ?? this.#names.component(name, index).position);
  }

  at(process: string, index?: ReplicaKey): string {
    return labelOf(this.#read(this.#names.label(process, index).position) as Control);
  }

  local(process: string, ...where: [name: string] | [index: ReplicaKey, name: string]): Value {
    const [index, name] = where.length === 1 ? [undefined, where[0]] : where;
    return this.#read(this.#names.local(process, index, name).position);
  }

  isTerminal(): boolean {
    const slot = this.#names.terminal;
    return slot !== undefined && this.#read(slot) !== null;
  }

  current(cpu: string): string {
    const slot = this.#names.running(cpu);
    return slot === undefined ? THREAD : ((this.#read(slot) as unknown as List<string>).last() ?? THREAD);
  }

  enabled(process: string, ...where: [step: string] | [index: ReplicaKey, step: string]): boolean {
    const [index, step] = where.length === 1 ? [undefined, where[0]] : where;
    return this.#enabled?.(process, index, step) ?? false;
  }

  /** The value of a slot of any kind: what a search compares. */
  slot(position: number): Value {
    return this.#read(position);
  }

  #read(slot: number): Value {
    this.#onRead(slot);
    return this.#state.look(slot);
  }
}
