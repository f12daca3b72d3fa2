/**
 * The states of a store as a sequence of bytes, level by level, and back. The position of a state in the log depends on
 * threads and their timing, but its level in the bytes, and in the store that is made of them, does not.
 */
import type { CheckpointFile } from '../checkpoint/checkpoint-file.ts';
import {
  BLOCK,
  BLOCK_COUNT,
  BLOCK_RECORDS,
  BLOCKS_USED,
  LINE_BYTES,
  SPARE_LINES,
  SUCCESSORS,
  USED,
  WORD_BUCKETS,
  WORDS,
} from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import { addressOf, blockOf, headOf, lengthOf, type Range, rangesBetween } from './log.ts';
import { writeMoves } from './moves.ts';
import { OWN, type PackedStates } from './packed-states.ts';
import type { Sizes } from './store.ts';

const WORD_BYTES = 8;

/**
 * The records of a store between two tasks: the levels that were begun, the records of the last that were not visited,
 * and the next level so far.
 */
export interface Levels {
  readonly begun: readonly (readonly Range[])[];
  readonly pending: readonly Range[];
  readonly next: readonly Range[];
}

/** The sizes of `Levels`, which divide its bytes into levels again. */
export interface LevelSizes {
  readonly begun: readonly number[];
  readonly pending: number;
  readonly next: number;
}

export function sizesOf({ begun, pending, next }: Levels): LevelSizes {
  return { begun: begun.map(lengthOf), pending: lengthOf(pending), next: lengthOf(next) };
}

/**
 * Views of the shared memory, to be consumed before a task runs: words by hash and by number, if a state has several,
 * then records. In the last level, pending states come after visited ones.
 */
export function* bytesOf(packed: PackedStates, { begun, pending, next }: Levels): Generator<Uint8Array> {
  yield* wordsOf(packed, packed.store.sizes);
  const visited = without(begun.at(-1) ?? [], pending);
  for (const ranges of [...begun.slice(0, -1), visited, pending, next]) {
    for (const range of ranges) yield recordsOf(packed, range);
  }
}

/** Fills an empty store with the bytes of `bytesOf`. */
export async function restore(
  packed: PackedStates,
  file: CheckpointFile,
  sizes: Sizes,
  levels: LevelSizes,
): Promise<Levels> {
  const { store } = packed;
  const total = sum(levels.begun) + levels.next;
  store.reopen(sizes, total);
  for (const bytes of wordsOf(packed, sizes)) await file.read(bytes);
  for (const range of rangesBetween(0, total)) await file.read(recordsOf(packed, range));
  fillHeads(packed, total);
  fillTable(packed);
  let from = 0;
  const begun = levels.begun.map((states) => {
    const level = rangesBetween(from, from + states);
    from += states;
    store.log.report(level);
    return level;
  });
  return { begun, pending: rangesBetween(from - levels.pending, from), next: store.log.unreported() };
}

function wordsOf({ kernel, layout }: PackedStates, { wordLines, words }: Sizes): Uint8Array[] {
  if (layout.words === 1) return [];
  return [
    kernel.u8.subarray(WORD_BUCKETS, WORD_BUCKETS + (wordLines + SPARE_LINES) * LINE_BYTES),
    kernel.u8.subarray(WORDS, WORDS + WORD_BYTES * words),
  ];
}

function recordsOf({ kernel, layout }: PackedStates, { from, to }: Range): Uint8Array {
  const address = addressOf(kernel, from);
  return kernel.wideBytes(address, layout.recordBytes * (to - from));
}

/** Blocks are filled from the first on. This thread continues to fill the last. */
function fillHeads({ kernel }: PackedStates, total: number): void {
  for (let from = 0; from < total; from += BLOCK_RECORDS) {
    kernel.set(headOf(blockOf(from)) + BLOCK_COUNT, Math.min(BLOCK_RECORDS, total - from));
  }
  kernel.set(scratchOf(OWN) + USED, 1);
  kernel.set(scratchOf(OWN) + BLOCK, Math.ceil(total / BLOCK_RECORDS));
}

/** Rewrites each block in its own layout, which puts its keys into the table, which is empty. */
export function fillTable({ kernel, layout }: PackedStates): void {
  const end = writeMoves(kernel, SUCCESSORS, [{ from: 0, to: 0, bits: 2n ** 64n - 1n, by: 0 }]);
  for (let block = 0; block < kernel.get(BLOCKS_USED); block++) {
    kernel.run.rewrite(block, layout.recordBytes, SUCCESSORS, end);
  }
}

/** The difference of two lists of ranges. Each range of the second lies within a range of the first. */
function without(ranges: readonly Range[], taken: readonly Range[]): Range[] {
  const inOrder = [...taken].sort((a, b) => a.from - b.from);
  return ranges.flatMap(({ from, to }) => {
    const left: Range[] = [];
    let at = from;
    for (const hole of inOrder.filter((range) => range.from >= from && range.to <= to)) {
      if (hole.from > at) left.push({ from: at, to: hole.from });
      at = hole.to;
    }
    return at < to ? [...left, { from: at, to }] : left;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
