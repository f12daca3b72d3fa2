/**
 * A tracked value: what an evaluation made of the split value of one component, part by part. It reads a part of the state
 * when it is asked for it, and all of them when it is asked for anything else.
 */
import type { Canonical } from '../../model/canonical.ts';
import { ABSENT, type Split } from './split.ts';

/** The order of insertion, which Immutable keeps in a small Set, and of which the canonical one is sorted; or that of the hashes. */
export type SetOrder = 'inserted' | 'hashed';

/** The value of a component in the state of an evaluation. Reading is noted. */
export interface Base {
  readonly slot: number;
  readonly split: Split;
  readonly rest: () => Canonical;
  readonly part: (position: number) => Canonical;
  /** Reads all parts. */
  readonly whole: () => Canonical;
  /** The order that the elements of a Set are supposed to have in this evaluation. */
  readonly order: () => SetOrder;
  /** Notes that the order of elements could matter. */
  readonly noteOrder: () => void;
  /** Notes that a predicate did more than tell whether an element satisfies it. */
  readonly noteDeed: () => void;
}

/** The position of the rest among the changes. */
const REST = -1;

export class Derivation {
  readonly base: Base;
  /** By position of the part, its new value as the step gave it. */
  readonly #changes: ReadonlyMap<number, unknown>;
  /** What the step did, for when all is asked. */
  readonly #apply: (value: unknown) => object;
  /** How many methods made it of the base, each of which changed something. */
  readonly steps: number;
  #whole: object | undefined;

  constructor(
    base: Base,
    changes: ReadonlyMap<number, unknown> = new Map(),
    apply: (value: unknown) => object = same,
    steps = 0,
  ) {
    this.base = base;
    this.#changes = changes;
    this.#apply = apply;
    this.steps = steps;
  }

  get split(): Split {
    return this.base.split;
  }

  get isBase(): boolean {
    return this.#changes.size === 0;
  }

  /** The value of a part, ABSENT if there is none. */
  part(position: number): unknown {
    if (this.#changes.has(position)) return this.#changes.get(position);
    const canonical = this.base.part(position);
    return canonical === ABSENT ? ABSENT : canonical.value;
  }

  rest(): Canonical {
    return (this.#changes.get(REST) as Canonical | undefined) ?? this.base.rest();
  }

  /** The value itself; reads all of it. */
  whole(): object {
    this.#whole ??= this.#apply(this.base.whole().value);
    return this.#whole;
  }

  /** With other values of some parts. `apply`: the same, done to the value itself. */
  with(changes: Iterable<readonly [position: number, value: unknown]>, apply: (value: unknown) => object): Derivation {
    const applied = (value: unknown) => apply(this.#apply(value));
    return new Derivation(this.base, new Map([...this.#changes, ...changes]), applied, this.steps + 1);
  }

  withRest(rest: Canonical): Derivation {
    return new Derivation(this.base, new Map([...this.#changes, [REST, rest] as const]), this.#apply, this.steps);
  }

  /**
   * As a state holds it: the whole and its parts are canonical, so a Set that lost its ninth element has the order of a small one.
   * Throws `ValueRefusal`.
   */
  settled(): Derivation {
    if (this.isBase) return this;
    const { split } = this;
    const settle = ([position, value]: readonly [number, unknown]): [number, unknown] =>
      position === REST || value === ABSENT ? [position, value] : [position, split.canonical(value).value];
    const apply = (value: unknown) => split.canonical(this.#apply(value)).value as object;
    // The canonical value is another object than what the step made.
    return new Derivation(this.base, new Map([...this.#changes].map(settle)), apply, this.steps + 1);
  }

  /** The changed parts by their number: 0 for the rest, then each part. Throws `ValueRefusal`. */
  changed(): [number: number, value: Canonical][] {
    const { split } = this;
    return [...this.#changes].map(([position, value]) => {
      if (position === REST) return [0, value as Canonical];
      return [position + 1, value === ABSENT ? ABSENT : split.canonical(value)];
    });
  }
}

function same(value: unknown): object {
  return value as object;
}

/** What a tracked value was made by. */
export const DERIVATION = Symbol('derivation');

/** The derivation of a tracked value; undefined for any other value. */
export function derivationOf(value: unknown): Derivation | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { [DERIVATION]: own, _values: fields } = value as {
    [DERIVATION]?: Derivation;
    _values?: { [DERIVATION]?: Derivation };
  };
  return own ?? fields?.[DERIVATION];
}

/** The value itself of a tracked value, which reads all of it; anything else as it is. */
export function itself<T>(value: T): T {
  return (derivationOf(value)?.whole() ?? value) as T;
}
