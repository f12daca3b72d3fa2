/**
 * Hash tables by cache line: what the table of states (table.ts), in the wide memory, and the table of words (words.ts)
 * share. The type of an address says in which memory the table is (access.ts).
 *
 * A table is an array of lines of eight buckets of eight bytes. A bucket holds 0 or an entry whose upper half is the
 * upper half of a hash: that half tells the entry's home line without looking anywhere else. An entry stands in the
 * first bucket that was free in its home line when it came, or in one of the lines that follow a full one. Nothing is
 * ever removed. So lines fill from their first bucket, a free bucket ends a search, and a line is full if its last
 * bucket is taken.
 *
 * The home line is the upper half of the hash times the number of lines: it grows with the hash. A table can therefore
 * grow in place, by any factor, from its end: no entry moves towards the beginning.
 */
import {
  compareExchange64,
  load64,
  load64At56,
  loadVector,
  loadVectorAt16,
  loadVectorAt32,
  loadVectorAt48,
  store64,
} from '../access';
import { hook, WHILE_GROWING } from '../hooks';
import { LINE_BYTES } from '../memory-map';

const BUCKET_BYTES: usize = 8;
/** What one call of `growIn` moves. */
const GROW_BYTES: u32 = 262144;

/** The line where the search for a hash begins, in a table of so many lines from `base` on. */
export function homeIn<Address>(base: Address, lines: u64, hash: u64): Address {
  return base + <Address>(((hash >> 32) * lines) >> 32) * LINE_BYTES;
}

/** Whether the last bucket of a line is taken. */
export function isFull<Address>(line: Address): bool {
  return load64At56<Address>(line) !== 0;
}

/** The buckets of a line, loaded as four vectors, that hold a value: a bit each. */
export function bucketsWith(value: v128, a: v128, b: v128, c: v128, d: v128): i32 {
  return (
    i64x2.bitmask(i64x2.eq(a, value)) |
    (i64x2.bitmask(i64x2.eq(b, value)) << 2) |
    (i64x2.bitmask(i64x2.eq(c, value)) << 4) |
    (i64x2.bitmask(i64x2.eq(d, value)) << 6)
  );
}

/** The lowest of some buckets of a line. */
export function firstBucket<Address>(line: Address, buckets: i32): Address {
  return line + <Address>ctz(buckets) * BUCKET_BYTES;
}

/** Puts an entry that is not in the table into its first free bucket, while no other thread uses the table. */
export function placeIn<Address>(base: Address, lines: u64, entry: u64): void {
  let line = homeIn<Address>(base, lines, entry);
  while (isFull<Address>(line)) line += LINE_BYTES;
  const free = bucketsWith(
    i64x2.splat(0),
    loadVector<Address>(line),
    loadVectorAt16<Address>(line),
    loadVectorAt32<Address>(line),
    loadVectorAt48<Address>(line),
  );
  store64<Address>(firstBucket<Address>(line, free), entry);
}

/** As `placeIn`, while other threads place entries, too. */
function placeShared<Address>(base: Address, lines: u64, entry: u64): void {
  let line = homeIn<Address>(base, lines, entry);
  for (;;) {
    while (isFull<Address>(line)) line += LINE_BYTES;
    const free = bucketsWith(
      i64x2.splat(0),
      loadVector<Address>(line),
      loadVectorAt16<Address>(line),
      loadVectorAt32<Address>(line),
      loadVectorAt48<Address>(line),
    );
    if (free === 0) continue;
    for (let bucket = firstBucket<Address>(line, free); bucket < line + LINE_BYTES; bucket += BUCKET_BYTES) {
      // Publishes nothing: it shares out buckets, and the end of the task publishes the entries.
      if (compareExchange64<Address>(bucket, 0, entry) === 0) return;
    }
  }
}

/**
 * Moves entries to where they belong in a larger table, in place: from `last` (the old end, at first) down to `from`,
 * each run of full lines with the line before it, from which nothing overflowed. The homes of a run's entries cannot be
 * before the run, and everything behind it is done. Returns the line to continue from, which is `from` when all is done.
 * A call does a part of the work, because V8 compiles a function better only between two calls. `buffer` has room for
 * the longest run. With `shared`, other threads move other lines, which must go elsewhere (../memory/growth.ts);
 * otherwise no other thread uses the table.
 */
export function growIn<Address>(
  base: Address,
  lines: u64,
  from: Address,
  last: Address,
  buffer: usize,
  shared: bool,
): Address {
  const enough = last - min<Address>(last, GROW_BYTES);
  while (last > from && last > enough) {
    let first = last - LINE_BYTES;
    // A line that is not full never overflowed into the next.
    while (first > from && isFull<Address>(first - LINE_BYTES)) first -= LINE_BYTES;
    let end = buffer;
    for (let bucket = first; bucket < last; bucket += BUCKET_BYTES) {
      const entry = load64<Address>(bucket);
      store<u64>(end, entry);
      store64<Address>(bucket, 0);
      end += BUCKET_BYTES * <usize>(entry !== 0);
    }
    if (shared) hook(WHILE_GROWING);
    for (let moved = buffer; moved < end; moved += BUCKET_BYTES) {
      if (shared) placeShared<Address>(base, lines, load<u64>(moved));
      else placeIn<Address>(base, lines, load<u64>(moved));
    }
    last = first;
  }
  return last;
}
