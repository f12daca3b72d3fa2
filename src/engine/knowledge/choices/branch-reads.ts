/** What each outcome of a choice reads, noted while an evaluation makes all of them: what it would read if it were made alone. */
import type { Making } from '../../../semantics/arrival.ts';
import { outerWrites } from '../../../semantics/tracked/identity.ts';
import type { Reads } from '../../../semantics/tracked-state.ts';
import type { Alone } from './alone.ts';

export interface Branch {
  readonly name: string;
  /** Slots in the order in which they were read, repeatedly where they were read repeatedly. */
  readonly reads: number[];
}

export class BranchReads {
  /** By place of the outcome. */
  branches: Branch[] = [];
  /** The slots that were read before the first outcome was made. */
  before: readonly number[] = [];
  readonly #reads: Reads;
  /** Whether the function of an outcome wrote what another one may read, as far as its module is visible. */
  wrote = false;
  #now: number[] | undefined;

  constructor(reads: Reads) {
    this.#reads = reads;
  }

  begin(): void {
    this.branches = [];
    this.wrote = false;
    this.#now = undefined;
  }

  /** Makes one outcome, or none, so that nothing which the step keeps from another one hides a read. */
  makingOnly(one: Alone): Making {
    return (name, _, make) => (name === one ? this.#made(make) : undefined);
  }

  readonly making: Making = (name, place, make) => {
    if (this.branches.length === 0) this.before = this.#reads.slots.slice();
    this.branches[place] = { name, reads: [] };
    this.goOn(place);
    const made = this.#made(make);
    this.#now = undefined;
    return made;
  };

  #made(make: () => unknown): unknown {
    const before = outerWrites();
    const made = make();
    this.wrote ||= outerWrites() > before;
    return made;
  }

  /** What is read from now on is read for the outcome at a place, which it returns; to be called when the outcome is judged. */
  goOn(place: number): number {
    this.#now = this.branches[place]?.reads;
    return place;
  }

  readonly note = (slot: number): void => {
    if (this.#now !== undefined && this.#now.at(-1) !== slot) this.#now.push(slot);
    this.#reads.note(slot);
  };
}
