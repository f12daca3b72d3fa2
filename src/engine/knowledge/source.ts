/**
 * A state as an evaluation reads it, by the numbers of its values. Slots that are split are given as tracked values, which note
 * the parts that are read, or *plain*, which reads all their parts.
 */
import type { Canonical } from '../../model/canonical.ts';
import type { Value } from '../../model/declaration.ts';
import { type Base, Derivation, type SetOrder } from '../../semantics/tracked/derivation.ts';
import { tracked } from '../../semantics/tracked/tracked.ts';
import type { Reads, Source } from '../../semantics/tracked-state.ts';
import type { Columns, SplitSlot } from './columns.ts';
import type { Domain, Ids } from './domain.ts';

/** Values that are kept of each split slot, by the numbers of its parts. */
const WHOLES_MAX = 4096;

/** Puts the values of split slots together. */
export class Wholes {
  readonly #columns: Columns;
  readonly #domains: readonly Domain[];
  readonly #known = new Map<number, Map<string, Canonical>>();

  constructor(columns: Columns, domains: readonly Domain[]) {
    this.#columns = columns;
    this.#domains = domains;
  }

  /** The value of a slot in a state. */
  valueOf(slot: number, ids: Ids): Canonical {
    const split = this.#columns.splits.get(slot);
    return split === undefined ? (this.#domains[slot] as Domain).valueOf(ids[slot] as number) : this.#whole(split, ids);
  }

  #whole({ slot, split, columns }: SplitSlot, ids: Ids): Canonical {
    const known = this.#known.get(slot) ?? new Map<string, Canonical>();
    this.#known.set(slot, known);
    const key = columns.map((column) => ids[column]).join();
    let value = known.get(key);
    if (value === undefined) {
      value = split.whole(columns.map((column) => (this.#domains[column] as Domain).valueOf(ids[column] as number)));
      if (known.size >= WHOLES_MAX) known.clear();
      known.set(key, value);
    }
    return value;
  }
}

export class StateSource implements Source {
  readonly #columns: Columns;
  readonly #domains: readonly Domain[];
  readonly #wholes: Wholes;
  readonly #reads: Reads;
  readonly #ids: Ids;
  /** The order of elements; undefined for plain values. */
  readonly #order: SetOrder | undefined;
  readonly #given = new Map<number, { readonly base: Base; readonly object: Value }>();
  /** The slots of which a part was read. */
  readonly #touched = new Set<number>();
  /** The slots of which the order of elements could matter. */
  readonly ordered = new Set<number>();
  /** The slots of which a predicate wrote what outlives its call. */
  readonly deeds = new Set<number>();

  constructor(
    { columns, domains, wholes, reads }: { columns: Columns; domains: readonly Domain[]; wholes: Wholes; reads: Reads },
    ids: Ids,
    order: SetOrder | undefined,
  ) {
    this.#columns = columns;
    this.#domains = domains;
    this.#wholes = wholes;
    this.#reads = reads;
    this.#ids = ids;
    this.#order = order;
  }

  /** The split slots that were given as tracked values. */
  get given(): Iterable<number> {
    return this.#given.keys();
  }

  readonly valueAt = (slot: number): Canonical => this.#wholes.valueOf(slot, this.#ids);

  readonly onRead = (slot: number): void => {
    const split = this.#columns.splits.get(slot);
    if (split === undefined) this.#reads.note(slot);
    else for (const column of split.columns) this.#reads.note(column);
    this.#touched.add(slot);
  };

  readonly tracked = (slot: number): Value | undefined => {
    const split = this.#order === undefined ? undefined : this.#columns.splits.get(slot);
    if (split === undefined) return undefined;
    const known = this.#given.get(slot);
    if (known !== undefined) return known.object;
    const rest = this.#read(slot);
    // What is no collection of this kind has no parts: all of it is its rest.
    if (!split.split.isDivided(rest)) return rest.value;
    const base = this.#baseOf(split);
    const object = tracked(new Derivation(base)) as Value;
    this.#given.set(slot, { base, object });
    return object;
  };

  readonly isBase = (base: Base): boolean => this.#given.get(base.slot)?.base === base;

  /**
   * Reads all of the values that were given and not read: only their identity can have mattered. To be called when the
   * evaluation is over.
   */
  readUntouched(): void {
    for (const slot of this.#given.keys()) if (!this.#touched.has(slot)) this.onRead(slot);
  }

  #baseOf({ slot, split, columns }: SplitSlot): Base {
    return {
      slot,
      split,
      rest: () => this.#read(slot),
      part: (position) => {
        this.#touched.add(slot);
        return this.#read(columns[position + 1] as number);
      },
      whole: () => {
        this.onRead(slot);
        return this.valueAt(slot);
      },
      order: () => this.#order as SetOrder,
      noteOrder: () => this.ordered.add(slot),
      noteDeed: () => this.deeds.add(slot),
    };
  }

  #read(column: number): Canonical {
    this.#reads.note(column);
    return (this.#domains[column] as Domain).valueOf(this.#ids[column] as number);
  }
}
