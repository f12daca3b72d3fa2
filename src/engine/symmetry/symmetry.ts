/**
 * The symmetry of one run: which replicas are interchangeable, as far as the teacher has learnt, and why others are not. Every
 * further entry is verified before a state is formed by it.
 */
import { initialIdsOf } from '../knowledge/domain.ts';
import type { OnLearnt, Teacher } from '../knowledge/teacher.ts';
import type { Tree } from '../knowledge/tree.ts';
import { obstacleTo } from '../obstacle.ts';
import { type Closure, ENTRIES_MAX, type Learnt, Refused, TooMany } from './closure.ts';
import { findSwaps, type Refusal, verified } from './find.ts';
import { Group } from './group.ts';
import { Replicas } from './replicas.ts';
import type { Swap } from './swap.ts';

export class Symmetry {
  /** The permutations of replicas that are interchangeable; undefined if none are, or before they are sought. */
  group: Group | undefined;
  /** Why the system is explored without symmetry whatever its replicas are. */
  obstacle: string | undefined;
  /** Replicas that are not interchangeable, and why. */
  readonly refusals: Refusal[] = [];
  readonly #teacher: Teacher;
  /** Everything that was learnt, for when swaps are sought again. */
  readonly #learnt: Learnt[] = [];
  #closure: Closure | undefined;

  readonly #entriesMax: number;

  /** To be made before the teacher learns anything. From `find` on, the teacher throws `Refused`, and `TooMany` for more entries. */
  constructor(teacher: Teacher, entriesMax = ENTRIES_MAX) {
    this.#teacher = teacher;
    this.#entriesMax = entriesMax;
    this.obstacle = obstacleTo('symmetry', teacher.system);
    if (this.obstacle !== undefined) return;
    teacher.listeners = [...teacher.listeners, this.#verify];
  }

  readonly #verify: OnLearnt = (subject, reads, ids, leaf) => {
    const entry = { subject, reads, ids: Array.from(ids), leaf };
    this.#learnt.push(entry);
    this.#closure?.add(entry);
    this.#closure?.verify();
  };

  /** Finds the replicas that are interchangeable for all that was learnt. */
  find(): void {
    try {
      if (this.obstacle === undefined) this.#find();
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      this.giveUp(error.message);
    }
  }

  /** All states are stored. */
  giveUp(because: string): void {
    this.obstacle = because;
    this.group = undefined;
    this.#closure = undefined;
    this.#heedNoMore();
    this.#learnt.length = 0;
  }

  #heedNoMore(): void {
    this.#teacher.listeners = this.#teacher.listeners.filter((listener) => listener !== this.#verify);
  }

  #find(): void {
    const teacher = this.#teacher;
    const known = {
      teacher,
      replicas: new Replicas(teacher.system),
      initials: initialIdsOf(teacher),
      learnt: this.#learnt,
      entriesMax: this.#entriesMax,
    };
    this.group = undefined;
    this.#closure = undefined;
    const found = findSwaps(known);
    this.refusals.splice(0, this.refusals.length, ...found.refusals);
    let { swaps } = found;
    while (swaps.length > 0 && this.#closure === undefined) {
      try {
        // Each begins anew: by itself it may have found images that do not go together with those of the others.
        swaps = swaps.map((swap) => swap.fresh());
        this.#closure = verified(known, swaps);
        this.group = new Group(swaps);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.refusals.push(refusalOf(error));
        swaps = swaps.filter((swap) => swap !== error.swap);
      }
    }
    // Nothing needs to be verified any more.
    if (this.group === undefined) this.#heedNoMore();
  }

  /** Evaluations that no state asked for. */
  get evaluations(): number {
    return this.#closure?.evaluations ?? 0;
  }

  /** Entries, with their images. */
  get entries(): number {
    return this.#closure?.entries ?? 0;
  }

  /** Those entries, by subject; undefined if no replicas are interchangeable. */
  get trees(): readonly Tree[] | undefined {
    return this.#closure?.trees;
  }

  /** The swaps under which they are closed. */
  get swaps(): readonly Swap[] | undefined {
    return this.#closure?.swaps;
  }
}

function refusalOf({ swap, message }: Refused): Refusal {
  return { family: swap.name, indices: swap.indices, text: message };
}
