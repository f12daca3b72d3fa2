/** The states of each level from which a shortest path leads to an end, found level by level, backwards. */
import { LEADING_ON } from '../kernel/memory-map.ts';
import type { Range } from '../memory/log.ts';
import type { Marks } from './marks.ts';
import type { RecordSet } from './record-set.ts';
import type { Searching } from './searching.ts';

export class Towards {
  readonly #levels: readonly (readonly Range[])[];
  readonly #marks: Marks;
  /** Of all levels: a record is in one of them. */
  readonly #records: RecordSet;
  /** By level. */
  readonly #counts: number[] = [];
  /** The level whose states are all marked at present. */
  #open: { readonly level: number; readonly portions: Generator<boolean> } | undefined;

  /** `end`: the states of the deepest level. */
  constructor(
    marks: Marks,
    levels: readonly (readonly Range[])[],
    { level: deepest, states: end }: { readonly level: number; readonly states: RecordSet },
  ) {
    this.#levels = levels;
    this.#marks = marks;
    this.#records = end;
    this.#counts[deepest] = end.size;
  }

  get size(): number {
    return this.#records.size;
  }

  /** Finds the states of a level when those of the next are known: the records that lead to a marked key. */
  *lead(level: number): Searching<void> {
    const before = this.size;
    const ranges = this.#levels[level] ?? [];
    for (const isMarked of this.#portions(level + 1)) {
      if (!isMarked) yield undefined;
      else yield* this.#marks.searching({ ranges, what: LEADING_ON, note: (record) => this.#records.add(record) });
    }
    this.#counts[level] = this.size - before;
  }

  /** Those of some keys that are states of a level from which a shortest path leads to the end. */
  among(level: number, keys: readonly bigint[]): ReadonlySet<bigint> {
    const found = new Set<bigint>();
    if (keys.length === 0) return found;
    const look = () => {
      for (const key of keys) if (this.#marks.has(key)) found.add(key);
    };
    if ((this.#counts[level] ?? 0) > this.#marks.capacity) {
      this.close();
      for (const isMarked of this.#portions(level)) if (isMarked) look();
      return found;
    }
    // The states of a level are asked for one after the other.
    if (this.#open?.level !== level) {
      this.close();
      const portions = this.#portions(level);
      while (portions.next().value === false) {
        // There is one portion, which is marked in parts.
      }
      this.#open = { level, portions };
    }
    look();
    return found;
  }

  /** Clears the marks. */
  close(): void {
    this.#open?.portions.return(undefined);
    this.#open = undefined;
  }

  #portions(level: number): Generator<boolean> {
    return this.#marks.portions(this.#records.within(this.#levels[level] ?? []), this.#counts[level] ?? 0);
  }
}
