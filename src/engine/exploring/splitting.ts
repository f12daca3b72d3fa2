/**
 * Decides which components are split into parts (semantics/tracked/split.ts): those that hold a collection and took many values
 * while the scout explored, if that saves evaluations. docs/decisions/engine.md has the figures, "Parts of values".
 */
import type { System } from '../../model/system.ts';
import { type Split, splitBy } from '../../semantics/tracked/split.ts';
import { Columns } from '../knowledge/columns.ts';
import type { Teacher } from '../knowledge/teacher.ts';

/** A component with fewer values is as well learnt by its values. */
const VALUES_MIN = 32;
/** Parts of all components together, at most: each takes bits in every state, and a state has WORDS_MAX words. */
const PARTS_MAX = 192;
/** The scout must need this many times fewer entries with splits: each costs more, because there are more columns to read. */
const FEWER = 3;
/** An entry that reads all parts of a component counts as this many: it has the costs of the parts, and not their use. */
const ENTRY_OF_ALL = 4;
/** A split has met too little of what it splits if more rests than this occur ... */
const RESTS_MAX = 16;
/** ... and exploring again with a better one costs little while there are fewer states than this. */
const STATES_FEW = 200_000;

export interface SplitOptions {
  /** For tests: the number of values that make a component worth splitting. */
  readonly valuesMin?: number | undefined;
  /** Slots that must not be split. */
  readonly except: ReadonlySet<number>;
}

/** The columns for the values that a teacher without splits has seen; undefined if nothing is worth splitting. */
export function columnsFor(teacher: Teacher, { valuesMin = VALUES_MIN, except }: SplitOptions): Columns | undefined {
  const { system, domains } = teacher;
  const splits = new Map<number, Split>();
  let parts = 0;
  for (const slot of splittable(system)) {
    const values = domains[slot]?.values ?? [];
    if (except.has(slot) || values.length < valuesMin) continue;
    const split = splitBy(system.canon, values);
    if (split === undefined || parts + split.keys.length > PARTS_MAX) continue;
    splits.set(slot, split);
    parts += split.keys.length;
  }
  return splits.size === 0 ? undefined : new Columns(system, splits);
}

/** Components that steps see as collections: no ghosts, no locks, no shared memory, each of which the semantics reads itself. */
function splittable({ slots, locks, memory }: System): number[] {
  return slots
    .filter(({ kind, ghost, name }) => kind === 'component' && !ghost && !memory.locations.has(name))
    .map(({ position }) => position)
    .filter((slot) => !locks.has(slot));
}

/** Thrown as soon as splits turn out not to be worth it. */
export class NotWorthSplitting extends Error {}

/**
 * Has a teacher with splits scout, which must need clearly fewer entries than the one without, after that has scouted. Throws
 * `NotWorthSplitting` when it needs more: an entry by parts costs several times one by whole values, and small models are explored by then.
 */
export function whileWorthSplitting(split: Teacher, whole: Teacher, scout: () => void): void {
  const most = whole.trees.reduce((sum, tree) => sum + tree.entries, 0) / FEWER;
  let entries = 0;
  split.listeners = [
    () => {
      if (++entries + split.entriesOfAll * (ENTRY_OF_ALL - 1) > most) throw new NotWorthSplitting();
    },
  ];
  scout();
  split.listeners = [];
}

/** The columns for what was found since, if many values are not covered by the present splits and there are few states. */
export function widerColumns({ system, columns, domains }: Teacher, states: number): Columns | undefined {
  if (states > STATES_FEW) return undefined;
  let isWider = false;
  const splits = new Map<number, Split>();
  for (const { slot, split } of columns.splits.values()) {
    const rests = domains[slot]?.values ?? [];
    const wider = split.kind !== 'Record' && rests.length > RESTS_MAX ? split.widened(rests) : undefined;
    isWider ||= wider !== undefined;
    splits.set(slot, wider ?? split);
  }
  const parts = [...splits.values()].reduce((sum, { keys }) => sum + keys.length, 0);
  return isWider && parts <= PARTS_MAX ? new Columns(system, splits) : undefined;
}
