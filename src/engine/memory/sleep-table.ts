/** The kernel's table of the outcomes that sleep after others (kernel/sleep.ts). */

import { ASLEEP, ASLEEP_FIRST, FOOTPRINTS_FIRST, FOOTPRINTS_MAX, NO_FOOTPRINT } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Commutation } from '../knowledge/commutation.ts';

export class SleepTable {
  readonly #kernel: Kernel;
  readonly #commutation: Commutation;
  /** Footprints that are in the table. */
  #known = 0;

  constructor(kernel: Kernel, commutation: Commutation) {
    this.#kernel = kernel;
    this.#commutation = commutation;
  }

  /** Enters footprints that are new. To be called before a leaf that has them is published. */
  publish(): void {
    const { length } = this.#commutation.footprints;
    for (; this.#known < length; this.#known++) {
      const added = this.#known;
      this.#kernel.u64[ASLEEP_FIRST / 8 + added] = 0n;
      for (let other = 0; other <= added; other++) {
        this.#set(added, other);
        this.#set(other, added);
      }
    }
  }

  #set(foundBy: number, other: number): void {
    const { u8, u64 } = this.#kernel;
    const isAsleep = this.#commutation.isAsleep(foundBy, other);
    u8[ASLEEP + foundBy * FOOTPRINTS_MAX + other] = isAsleep ? 1 : 0;
    if (!isAsleep || other >= FOOTPRINTS_FIRST) return;
    u64[ASLEEP_FIRST / 8 + foundBy] = (u64[ASLEEP_FIRST / 8 + foundBy] as bigint) | footprintBit(other);
  }
}

/**
 * A footprint's bit in LEAF_FOOTPRINTS, as in kernel/sleep.ts: one each for the first 64; all others share that of
 * NO_FOOTPRINT, which never sleeps.
 */
export function footprintBit(footprint: number): bigint {
  return 1n << BigInt(footprint < FOOTPRINTS_FIRST ? footprint : NO_FOOTPRINT);
}
