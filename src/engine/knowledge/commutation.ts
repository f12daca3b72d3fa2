/**
 * Which outcomes commute, and which of them therefore need not be formed after which: what the kernel's sleep sets are made of.
 * README.md, "Sleep", has the rule and why it loses nothing.
 */
import type { Alternative } from '../../model/process.ts';
import { FOOTPRINTS_MAX, NO_FOOTPRINT } from '../kernel/memory-map.ts';
import type { Leaf } from './tree.ts';

/** What an outcome of a step depends on, and what it writes. Slots, so that it is the same in every layout. */
interface Footprint {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

export class Commutation {
  /** By number. */
  readonly footprints: Footprint[] = [{ reads: new Set(), writes: new Set() }];
  readonly #numbers = new Map<string, number>();
  readonly #terminalSlot: number | undefined;

  /** `terminalSlot`: of the system, where there is one. Nothing happens any more once it has another value. */
  constructor(terminalSlot?: number) {
    this.#terminalSlot = terminalSlot;
  }

  /**
   * What a step does, with the footprints of its outcomes, which depend on what was read until they were known and on what
   * leaves the step to be tried: the label of its process, and that no state was terminal.
   */
  marked(leaf: Leaf, alternative: Alternative | undefined, reads: readonly number[]): Leaf {
    if (alternative === undefined || leaf.outcomes.length === 0) return leaf;
    const always = [alternative.process.labelSlot, this.#terminalSlot].filter((slot) => slot !== undefined);
    const needs = [...new Set([...reads, ...always])];
    const outcomes = leaf.outcomes.map((outcome) => {
      const writes = outcome.writes.map(([slot]) => slot);
      return { ...outcome, footprint: this.numberOf(alternative.position, needs, writes) };
    });
    return { ...leaf, outcomes };
  }

  /** The number of the footprint of a step's outcome. The same footprint of another step has another number: numbers are an order, too. */
  numberOf(step: number, reads: readonly number[], writes: readonly number[]): number {
    const inOrder = (slots: readonly number[]) => slots.toSorted((a, b) => a - b).join();
    const key = `${step}:${inOrder(reads)}>${inOrder(writes)}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.footprints.length < FOOTPRINTS_MAX ? this.footprints.length : NO_FOOTPRINT;
    this.#numbers.set(key, number);
    if (number !== NO_FOOTPRINT) this.footprints.push({ reads: new Set(reads), writes: new Set(writes) });
    return number;
  }

  /** Whether, in a state that an outcome found, another one sleeps: the two commute, and the other comes first in the order. */
  isAsleep(foundBy: number, other: number): boolean {
    if (foundBy === NO_FOOTPRINT || other === NO_FOOTPRINT || other >= foundBy) return false;
    const [a, b] = [this.footprints[foundBy] as Footprint, this.footprints[other] as Footprint];
    return a.writes.isDisjointFrom(b.reads) && a.writes.isDisjointFrom(b.writes) && a.reads.isDisjointFrom(b.writes);
  }
}
