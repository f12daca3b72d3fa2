/**
 * Searching the log for records, for paths. What needs records is a generator: it yields each search, and continues when the search is done.
 * So the same code runs in this thread alone, or with all threads and a sign of life (exploring/search-together.ts).
 */
import { MATCH_COUNT, MATCHES, REACHED } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import { OutOfBits, OWN, type PackedStates } from '../memory/packed-states.ts';

export interface Search {
  readonly ranges: readonly Range[];
  /** The position of a property that a state or a step from it decides, or LEADING_ON, or WANTED (kernel/memory-map.ts). */
  readonly what: number;
  /** Called for each record that is found, in any order; perhaps more than once. */
  note(record: number): void;
}

/** Yields searches, or nothing where other work may have its turn. */
export type Searching<T> = Generator<Search | undefined, T>;

/** Runs all searches in this thread. */
export function searchAlone<T>(packed: PackedStates, searching: Searching<T>): T {
  for (;;) {
    const next = searching.next();
    if (next.done) return next.value;
    if (next.value !== undefined) search(packed, next.value);
  }
}

function search(packed: PackedStates, { ranges, what, note }: Search): void {
  const { kernel } = packed;
  for (const range of ranges) {
    for (let from = range.from; from < range.to; ) {
      kernel.run.search(OWN, from, range.to, what);
      from = kernel.get(scratchOf(OWN) + REACHED);
      for (const record of takeFound(packed, OWN, note)) searchOne(packed, record, what, note);
    }
  }
}

/** Notes what a task found, and returns the records for which the tables miss an entry. */
export function takeFound(packed: PackedStates, lane: number, note: (record: number) => void): readonly number[] {
  const { kernel } = packed;
  const scratch = scratchOf(lane);
  for (let i = 0; i < kernel.get(scratch + MATCH_COUNT); i++) note(kernel.get(scratch + MATCHES + 4 * i));
  return packed.missesOf(lane).map(({ record }) => record);
}

/** Searches a state for which the tables miss an entry: it is evaluated each time, or a stopped run did not visit it. */
export function searchOne(packed: PackedStates, record: number, what: number, note: (record: number) => void): void {
  const { kernel } = packed;
  try {
    packed.untilKnown(
      () => packed.decodeRecord(record),
      () => kernel.run.search(OWN, record, record + 1, what),
    );
    takeFound(packed, OWN, note);
  } catch (error) {
    // A stopped run may not have visited this state, and the layout may have no room for its successors.
    if (!(error instanceof OutOfBits)) throw error;
  }
}
