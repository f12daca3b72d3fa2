/**
 * Finds the replicas that are interchangeable: for each family of processes, the swaps of neighbours under which everything that was
 * learnt stays as it is. What else a swap must move (the components of the replicas, the hardware beside them) follows from what the
 * twins are seen to read and write.
 */
import type { Ids } from '../knowledge/domain.ts';

import type { Teacher } from '../knowledge/teacher.ts';
import type { Difference } from './agreement.ts';
import { Closure, type Learnt, Refused } from './closure.ts';
import { axisOf, type Family, type Replica, type Replicas } from './replicas.ts';
import { type Moved, Swap } from './swap.ts';

/** Why two neighbours of a family are not interchangeable. */
export interface Refusal {
  readonly family: string;
  readonly indices: readonly [string, string];
  /** Which step or claim tells them apart, and for which values. */
  readonly text: string;
}

interface Found {
  readonly swaps: readonly Swap[];
  readonly refusals: readonly Refusal[];
}

/** What is known of a system before its swaps are found. */
export interface Known {
  readonly teacher: Teacher;
  readonly replicas: Replicas;
  /** The numbers of the values of the initial states. */
  readonly initials: readonly Ids[];
  /** All that was learnt. */
  readonly learnt: readonly Learnt[];
  /** Entries that may be verified. */
  readonly entriesMax: number;
}

/** The swaps of all families, each verified by itself for what was learnt. */
export function findSwaps(known: Known): Found {
  const swaps: Swap[] = [];
  const refusals: Refusal[] = [];
  const search = new Search(known);
  for (const family of known.replicas.families) {
    const pairs = neighboursIn(family);
    const found = pairs.map((indices) => search.swapOf(family, indices));
    const moved = unionOf(found.flatMap((one) => (one instanceof Swap ? [one.moved] : [])));
    for (const [i, one] of found.entries()) {
      if (!(one instanceof Swap)) {
        refusals.push(one);
        continue;
      }
      // Neighbours that are moved with the same components form one group of permutations.
      const alike = search.swapMoving(family, pairs[i] as [string, string], moved);
      const swap = alike instanceof Swap ? alike : one;
      if (!swaps.some((other) => other.isSame(swap))) swaps.push(swap);
    }
  }
  return { swaps, refusals };
}

/** Sets of what to move that are tried for one swap. */
const TRIALS_MAX = 24;

class Search {
  readonly #known: Known;
  #trials = 0;

  constructor(known: Known) {
    this.#known = known;
  }

  get #replicas(): Replicas {
    return this.#known.replicas;
  }

  /** The swap of two neighbours, with all that it must move. */
  swapOf(family: Family, indices: readonly [string, string]): Swap | Refusal {
    this.#trials = 0;
    return this.#swapWith(family, indices, this.#with({ families: new Set(), axes: new Set() }, family));
  }

  #swapWith(family: Family, indices: readonly [string, string], moved: Moved): Swap | Refusal {
    const result = this.swapMoving(family, indices, moved);
    if (!(result instanceof RefusedWith)) return result;
    // What stands against the swap is clearest where all that belongs to the replicas moves.
    let last: Refusal | undefined;
    for (const more of this.#extensions(moved, indices, result.cause)) {
      if (++this.#trials > TRIALS_MAX) break;
      const further = this.#swapWith(family, indices, more);
      if (further instanceof Swap) return further;
      last ??= further;
    }
    return last ?? result;
  }

  swapMoving(family: Family, indices: readonly [string, string], moved: Moved): Swap | Refusal {
    const swap = Swap.of(this.#known.teacher, this.#replicas, indices, moved);
    const about = { family: nameOf(family), indices };
    if (swap === undefined) return { ...about, text: 'their steps, or what they may do, are not declared alike' };
    try {
      verified(this.#known, [swap]);
      return swap;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return new RefusedWith(about, error);
    }
  }

  /** What a swap may have to move besides, to judge by what was refused; what is likely first. */
  *#extensions(moved: Moved, indices: readonly string[], { subject, difference }: Refused): Generator<Moved> {
    for (const axis of this.#axesOf(difference, indices)) {
      if (!moved.axes.has(axis)) yield { ...moved, axes: new Set([...moved.axes, axis]) };
    }
    const step = this.#known.teacher.subjects[subject];
    const family = step?.kind === 'step' ? this.#replicas.familyOf(step.alternative.process) : undefined;
    if (family === undefined || moved.families.has(family.name)) return;
    const has = (index: string) => family.processes.some((process) => String(process.index) === index);
    if (indices.every(has)) yield this.#with(moved, family);
  }

  /** The axes along which the slots of a difference could be taken to each other, or elsewhere. */
  #axesOf({ expected, found }: Difference, indices: readonly string[]): Set<string> {
    const slots = [expected, found].filter((slot) => slot !== undefined);
    const replicas = slots.map((slot) => this.#replicas.slots[slot] as Replica);
    const [one, other] = replicas;
    const all = replicas.flatMap(({ base, indices: own }) =>
      own.flatMap((index, dimension) => (indices.includes(index) ? [{ base, dimension }] : [])),
    );
    const differ = ({ base, dimension }: { readonly base: string; readonly dimension: number }) =>
      one?.base === base && other?.base === base && one.indices[dimension] !== other.indices[dimension];
    const likely = [...all.filter(differ), ...all.filter((axis) => !differ(axis))];
    return new Set(likely.map(({ base, dimension }) => axisOf(base, dimension)));
  }

  #with({ families, axes }: Moved, family: Family): Moved {
    const own = family.processes.flatMap((process) => this.#replicas.axesOf(process));
    return { families: new Set([...families, family.name]), axes: new Set([...axes, ...own]) };
  }
}

class RefusedWith implements Refusal {
  readonly family: string;
  readonly indices: readonly [string, string];
  readonly text: string;
  readonly cause: Refused;

  constructor({ family, indices }: Pick<Refusal, 'family' | 'indices'>, cause: Refused) {
    this.family = family;
    this.indices = indices;
    this.text = cause.message;
    this.cause = cause;
  }
}

/** Everything that was learnt, closed under the swaps. Throws `Refused`. */
export function verified({ teacher, initials, learnt, entriesMax }: Known, swaps: readonly Swap[]): Closure {
  const closure = new Closure(teacher, swaps, initials, entriesMax);
  for (const entry of learnt) closure.add(entry);
  closure.verify();
  return closure;
}

function neighboursIn({ processes }: Family): [string, string][] {
  return processes.slice(1).map(({ index }, i) => [String(processes[i]?.index), String(index)]);
}

function unionOf(all: readonly Moved[]): Moved {
  return {
    families: new Set(all.flatMap(({ families }) => [...families])),
    axes: new Set(all.flatMap(({ axes }) => [...axes])),
  };
}

function nameOf({ name }: Family): string {
  return name.replace(/^process /, '');
}
