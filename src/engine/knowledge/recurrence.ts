/**
 * Decides which results are worth memoising. An entry costs several times its evaluation and some hundred bytes, and pays only
 * if its values recur. A subject with many entries for the states that were visited is *frozen*: its result is memoised when
 * the same values are seen for the second time, and used once before (docs/decisions/engine.md, "Values that do not recur").
 */
import { judgedIn } from '../../model/property-kinds.ts';
import type { System } from '../../model/system.ts';

/** A tree may have this many entries, however rarely they recur. */
const ENTRIES_FREE = 1000;
/** The same if properties of infinite runs are judged: their searches ask for each state several times. */
const ENTRIES_FREE_LASTING = 50_000;
/** With more, it freezes while it answers for fewer states an entry than this ... */
const RECURRENCE_MIN = 2;
/** ... and thaws when it answers for this many. */
const RECURRENCE_AMPLE = 16;
/** Of this many evaluations of a frozen subject, one in `SECOND_ONE_IN` that sees its values for the second time thaws it. */
const LATEST = 256;
const SECOND_ONE_IN = 4;
/** A tree that thaws may grow by one entry for this many that it has. */
const MORE_ONE_FOR = 4;
/** From this many entries and evaluations on, the report names a frozen subject: before, it costs no time worth a word. */
const NAMED_FROM = 50_000;

/** The first evaluations of a subject are made twice, and one in `SAMPLE` later, as in the reference (docs/decisions/purity.md). */
const TWICE_FIRST = 64;
const SAMPLE = 32;

/** Bits of the filter, a power of two. It forgets all when half of them are set, and may have seen what it never saw. */
const FILTER_BITS = 2 ** 23;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The entries that a tree may have before their recurrence matters. */
export function entriesFreeOf({ properties }: System): number {
  return properties.some((property) => judgedIn(property) === 'infinite runs') ? ENTRIES_FREE_LASTING : ENTRIES_FREE;
}

/** How often the values of one subject recur. */
export class Recurrence {
  /** Whether a result is memoised only when its values are seen for the second time. */
  frozen = false;
  /** Evaluations that were not memoised. */
  asked = 0;
  #entriesFree: number;
  #latest = 0;
  #seconds = 0;

  constructor(entriesFree: number) {
    this.#entriesFree = entriesFree;
  }

  /** Decides whether the subject is frozen, from its entries and the number of states that were visited. */
  decide(entries: number, statesVisited: number): boolean {
    if (!this.frozen) {
      this.frozen = entries > this.#entriesFree && entries * RECURRENCE_MIN > statesVisited;
      [this.#latest, this.#seconds] = [0, 0];
    } else if (entries * RECURRENCE_AMPLE <= statesVisited || this.#recurs) {
      this.#entriesFree = entries + Math.max(LATEST, Math.floor(entries / MORE_ONE_FOR));
      this.frozen = false;
    }
    return this.frozen;
  }

  /** Counts an evaluation of a frozen subject. */
  note(isSecond: boolean): void {
    if (this.#latest >= LATEST) [this.#latest, this.#seconds] = [0, 0];
    this.#latest++;
    if (isSecond) this.#seconds++;
    else this.asked++;
  }

  get #recurs(): boolean {
    return this.#latest >= LATEST && this.#seconds * SECOND_ONE_IN >= this.#latest;
  }

  /** Whether the report should name the subject. */
  isCostly(entries: number): boolean {
    return this.asked > entries && entries + this.asked > NAMED_FROM;
  }
}

/** Whether the evaluation of a subject with this number is made twice, to see whether both agree. */
export function isSampled(number: number): boolean {
  return number < TWICE_FIRST || number % SAMPLE === 0;
}

/** Remembers, in one bit each, which values subjects were evaluated for. */
export class Sightings {
  readonly #bits = new Uint32Array(FILTER_BITS / 32);
  #set = 0;

  /** Whether a subject has probably been evaluated for these values before; from now on it has. */
  isSecond(subject: number, reads: readonly number[], ids: ArrayLike<number>): boolean {
    let hash = Math.imul(FNV_OFFSET ^ subject, FNV_PRIME);
    for (const slot of reads) {
      hash = Math.imul(hash ^ slot, FNV_PRIME);
      hash = Math.imul(hash ^ (ids[slot] as number), FNV_PRIME);
      hash ^= hash >>> 15;
    }
    const bit = (Math.imul(hash ^ (hash >>> 13), 0x9e3779b1) >>> 9) & (FILTER_BITS - 1);
    const [at, mask] = [bit >>> 5, 1 << (bit & 31)];
    if (((this.#bits[at] as number) & mask) !== 0) return true;
    if (++this.#set > FILTER_BITS / 2) {
      this.#bits.fill(0);
      this.#set = 1;
    }
    this.#bits[at] = (this.#bits[at] as number) | mask;
    return false;
  }
}
