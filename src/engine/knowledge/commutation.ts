/**
 * Decides which outcomes commute, and therefore which of them sleep after which: the contents of the kernel's sleep table.
 * The rule, and the proof that it loses no state, are in src/engine/README.md, "Sleep".
 */
import type { Alternative } from '../../model/process.ts';
import { FOOTPRINTS_MAX, NO_FOOTPRINT } from '../kernel/memory-map.ts';
import type { Leaf } from './tree.ts';

/** The slots that an outcome of a step depends on, and those that it writes. Slots are the same in every layout. */
interface Footprint {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

export class Commutation {
  /** By number. */
  readonly footprints: Footprint[] = [{ reads: new Set(), writes: new Set() }];
  readonly #numbers = new Map<string, number>();
  readonly #terminalSlot: number | undefined;

  /** `terminalSlot`: the system's, if it has one. Once its value is not the initial one, no step is enabled. */
  constructor(terminalSlot?: number) {
    this.#terminalSlot = terminalSlot;
  }

  /**
   * Gives the outcomes of a step's leaf their footprints. An outcome depends on the slots that were read until the outcomes
   * were known, and on those that decide whether the step is tried: its process's label and the terminal slot. `as`: what stands
   * for the step in the order; whatever replaces it later comes behind it (src/engine/README.md, "Sleep").
   */
  mark(leaf: Leaf, alternative: Alternative, reads: readonly number[], as = `${alternative.position}`): void {
    if (leaf.outcomes.length === 0) return;
    const always = [alternative.process.labelSlot, this.#terminalSlot].filter((slot) => slot !== undefined);
    const needs = inOrder([...new Set([...reads, ...always])]);
    const head = `${as}:${needs.join()}>`;
    for (const outcome of leaf.outcomes) {
      // Writes are in the order of their slots.
      const writes = outcome.writes.map(([slot]) => slot);
      outcome.footprint = this.#numberOf(head, needs, writes);
    }
  }

  /**
   * The number of the footprint of a step's outcome. Footprints of two steps have different numbers even if their slots are
   * the same, because the numbers are their order, too.
   */
  numberOf(step: number, reads: readonly number[], writes: readonly number[]): number {
    return this.#numberOf(`${step}:${inOrder(reads).join()}>`, reads, inOrder(writes));
  }

  #numberOf(head: string, reads: readonly number[], writes: readonly number[]): number {
    const key = head + writes.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.footprints.length < FOOTPRINTS_MAX ? this.footprints.length : NO_FOOTPRINT;
    this.#numbers.set(key, number);
    if (number !== NO_FOOTPRINT) this.footprints.push({ reads: new Set(reads), writes: new Set(writes) });
    return number;
  }

  /** Whether `other` sleeps in a state that `foundBy` found: the two commute, and `other` comes first in the order. */
  isAsleep(foundBy: number, other: number): boolean {
    if (foundBy === NO_FOOTPRINT || other === NO_FOOTPRINT || other >= foundBy) return false;
    const [a, b] = [this.footprints[foundBy] as Footprint, this.footprints[other] as Footprint];
    return a.writes.isDisjointFrom(b.reads) && a.writes.isDisjointFrom(b.writes) && a.reads.isDisjointFrom(b.writes);
  }
}

function inOrder(slots: readonly number[]): readonly number[] {
  return slots.toSorted((a, b) => a - b);
}
