/**
 * One entry of a step, as the rules ask of it: what it read, by slot, and what its outcomes may write. The label that a program must be
 * at, and that no terminal state was reached, are read by every step, although it is the kernel that asks for them.
 */
import type { Leaf, LeafOutcome } from '../knowledge/tree.ts';

/** Of a slot that was not read. */
export const UNREAD = -1;

/** What some outcomes may write to a slot. */
export interface Written {
  readonly slot: number;
  /** The numbers of the values. */
  readonly ids: readonly number[];
  /** The number of the value, if it is the only one. */
  readonly only: number | undefined;
  /** Whether every outcome writes the slot. */
  readonly always: boolean;
}

const known = new WeakMap<readonly LeafOutcome[], readonly Written[]>();

/** What the outcomes of a leaf may write, by slot. */
export function writtenBy({ outcomes }: Leaf): readonly Written[] {
  const before = known.get(outcomes);
  if (before !== undefined) return before;
  const ids = new Map<number, number[]>();
  for (const { writes } of outcomes) for (const [slot, id] of writes) ids.set(slot, [...(ids.get(slot) ?? []), id]);
  const written = [...ids].map(([slot, all]) => ({
    slot,
    ids: [...new Set(all)],
    only: all.every((id) => id === all[0]) ? all[0] : undefined,
    always: all.length === outcomes.length,
  }));
  known.set(outcomes, written);
  return written;
}

/** The values that were read on the path to an entry, while a tree is walked. */
export class Path {
  /** By slot, the number of the value; UNREAD. */
  readonly #ids: Int32Array;

  constructor(slots: number) {
    this.#ids = new Int32Array(slots).fill(UNREAD);
  }

  at(slot: number): number {
    return this.#ids[slot] as number;
  }

  reads(slot: number): boolean {
    return this.#ids[slot] !== UNREAD;
  }

  /** What `body` returns while a slot is known to have been read with a value. */
  with<T>(slot: number | undefined, id: number, body: () => T): T {
    if (slot === undefined) return body();
    const before = this.#ids[slot] as number;
    this.#ids[slot] = id;
    const result = body();
    this.#ids[slot] = before;
    return result;
  }

  /** What `body` returns while these are all values that were read. */
  withAll<T>(values: readonly (readonly [slot: number, id: number])[], body: () => T): T {
    const before = this.#ids.slice();
    this.#ids.fill(UNREAD);
    for (const [slot, id] of values) this.#ids[slot] = id;
    const result = body();
    this.#ids.set(before);
    return result;
  }
}
