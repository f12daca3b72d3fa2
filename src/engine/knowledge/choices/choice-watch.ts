/**
 * Watches the evaluations of a step that chooses: how many each outcome would have needed if it were learnt by itself. A step that reads
 * twenty pairs of bottles has another combination in each state; each pair by itself soon has none that is new.
 */

import type { Ids } from '../domain.ts';
import type { BranchReads } from './branch-reads.ts';

/** The first look at what would have been needed comes after this many evaluations; each further look after twice as many. */
const FIRST_LOOK = 200;
/** What the scout met counts, but not how often it recurred: a look comes so many evaluations later. */
const LOOK_AFTER_SCOUT = 50;
/** A choice with more outcomes stays whole: each has a tree that is walked in each state. */
export const BRANCHES_MAX = 64;
/** So many combinations of values, and more than evaluations still: the outcomes read much the same. */
const COMBINATIONS_MAX = 2 ** 16;
/** A step that is evaluated once for more than this many states is not worth dividing. */
const RECURRENCE_AMPLE = 16;
/** With all of many outcomes, an evaluation costs what one costs with a single outcome, times their number over this. */
const OUTCOMES_AS_ONE = 8;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export class ChoiceWatch {
  /** The names of all outcomes that were offered. */
  readonly names = new Set<string>();
  /** What the last look said. */
  verdict: 'divide' | 'leave whole' | undefined;
  readonly #divideAt: number | undefined;
  readonly #now = { evaluations: 0, states: 0 };
  #next: number;
  /** Hashes of the combinations of values that outcomes read. */
  readonly #known = new Set<number>();
  /** Where the latter half of the evaluations until the next look began. */
  #from = { evaluations: 0, states: 0, known: 0 };

  /**
   * `divideAt`: for tests, the number of evaluations after which the choice is divided, whatever it saves. `firstLook`: the number after which
   * it is looked at first.
   */
  constructor(divideAt: number | undefined, firstLook = FIRST_LOOK) {
    this.#divideAt = divideAt;
    this.#next = divideAt ?? firstLook;
  }

  /** Notes an evaluation of the whole step. `states`: how many were visited; none by the scout. */
  note({ branches, before }: BranchReads, ids: Ids, states: number): void {
    const shared = hashOf(FNV_OFFSET, before, ids);
    this.#known.add(shared);
    branches.forEach((branch, place) => {
      this.names.add(branch.name);
      this.#known.add(hashOf(Math.imul(shared ^ (place + 1), FNV_PRIME), branch.reads, ids));
    });
    const isScouted = this.#now.states === 0 && states > 0;
    this.#now.evaluations++;
    this.#now.states = states;
    if (isScouted) {
      this.#begin();
      this.#next = Math.max(this.#next, this.#now.evaluations + LOOK_AFTER_SCOUT);
    }
    if (this.names.size > BRANCHES_MAX) this.verdict = 'leave whole';
    if (2 * this.#now.evaluations <= this.#next) this.#begin();
    if (this.#now.evaluations >= this.#next) this.#look();
  }

  #begin(): void {
    this.#from = { ...this.#now, known: this.#known.size };
  }

  /** Compares the latter half of the evaluations with those that the outcomes by themselves would have needed meanwhile. */
  #look(): void {
    const { evaluations, states } = this.#now;
    const whole = evaluations - this.#from.evaluations;
    const divided = this.#known.size - this.#from.known;
    const isRare = states - this.#from.states > RECURRENCE_AMPLE * whole;
    const saves = divided < whole * Math.max(1, this.names.size / OUTCOMES_AS_ONE);
    if (this.#divideAt !== undefined || (states > 0 && saves && !isRare)) this.verdict ??= 'divide';
    else if (this.#known.size > COMBINATIONS_MAX) this.verdict = 'leave whole';
    this.#begin();
    this.#next = states === 0 ? evaluations : 2 * evaluations;
  }
}

function hashOf(from: number, reads: readonly number[], ids: Ids): number {
  let hash = from;
  for (const slot of reads) {
    hash = Math.imul(hash ^ slot, FNV_PRIME);
    hash = Math.imul(hash ^ (ids[slot] as number), FNV_PRIME);
    hash ^= hash >>> 15;
  }
  return hash;
}
