/** The digests of all levels, computed from the log, so that they cost nothing while exploring. */
import { type LevelDigest, levelDigest, mixed, valueHash } from '../../model/digest.ts';
import type { Slot } from '../../model/state.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import { writePlace } from '../memory/arena.ts';
import type { Layout, Place } from '../memory/layout.ts';
import type { Range } from '../memory/log.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';

/** Adjacent slots of at most this many bits are looked up at once: a table for them stays in the cache. */
const FIELD_BITS = 12;
const FIELD_BYTES = 16;
const HASH_BYTES = 8;

/** Slots whose bits are adjacent in one word, the lowest first. */
interface Field {
  readonly slots: readonly number[];
  readonly place: Place;
  /** The size of the table. Of the last slot, it has only the values that are known. */
  readonly values: number;
}

/**
 * Costs some ten nanoseconds a state. To be called while no task runs. Undefined if the memory has no room for the tables,
 * which occupy spare memory during the call.
 */
export function digestsOf(packed: PackedStates, levels: readonly (readonly Range[])[]): LevelDigest[] | undefined {
  const { kernel, store } = packed;
  if (packed.teacher.columns.splits.size > 0) return levels.map((ranges) => valueByValue(packed, ranges));
  const fields = fieldsOf(packed);
  const bytes = fields.reduce((sum, { values }) => sum + FIELD_BYTES + HASH_BYTES * values, 0);
  const { from: base, to: baseEnd } = store.room.spare;
  if (base + bytes > baseEnd) return undefined;
  const fieldsEnd = base + FIELD_BYTES * fields.length;
  // An earlier, larger exploration of this thread may have left its log there.
  kernel.run.clear(base, bytes);
  try {
    writeTables(packed, fields, base, fieldsEnd);
    return levels.map((ranges) => {
      const sums = ranges.map(({ from, to }) => kernel.run.digest(OWN, from, to, base, fieldsEnd));
      const states = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
      return levelDigest(
        states,
        sums.reduce((a, b) => a + b, 0n),
      );
    });
  } finally {
    kernel.run.clear(base, bytes);
  }
}

/** The digest of a level whose states have parts: the hashes are those of whole values, so each state is put together. */
function valueByValue(packed: PackedStates, ranges: readonly Range[]): LevelDigest {
  const { slots } = packed.teacher.system;
  let [states, sum] = [0, 0n];
  for (const { from, to } of ranges) {
    for (let record = from; record < to; record++) {
      const state = packed.teacher.stateOf(packed.decodeRecord(record));
      sum += mixed(slots.reduce((hash, slot) => hash + valueHash(slot, state.at(slot.position)), 0n));
      states++;
    }
  }
  return levelDigest(states, sum);
}

function fieldsOf({ layout, teacher }: PackedStates): Field[] {
  const inOrder = [...layout.places.keys()].sort((a, b) => {
    const [left, right] = [layout.places[a] as Place, layout.places[b] as Place];
    return left.word - right.word || left.shift - right.shift;
  });
  const groups: number[][] = [];
  let bitsOfLast = 0;
  for (const slot of inOrder) {
    const { word, bits } = layout.places[slot] as Place;
    const last = groups.at(-1);
    const wordOfLast = layout.places[last?.[0] ?? slot]?.word;
    if (last !== undefined && wordOfLast === word && bitsOfLast + bits <= FIELD_BITS) {
      last.push(slot);
      bitsOfLast += bits;
    } else {
      groups.push([slot]);
      bitsOfLast = bits;
    }
  }
  return groups.map((slots) => {
    const { word, shift } = layout.places[slots[0] as number] as Place;
    const widths = slots.map((slot) => layout.places[slot]?.bits ?? 0);
    const below = widths.slice(0, -1).reduce((sum, bits) => sum + bits, 0);
    const known = teacher.domains[slots.at(-1) as number]?.size ?? 0;
    return { slots, place: { word, shift, bits: below + (widths.at(-1) as number) }, values: known * 2 ** below };
  });
}

/** Writes the fields as kernel/digest.ts describes them, and their tables behind them. */
function writeTables(
  { kernel, layout, teacher }: PackedStates,
  fields: readonly Field[],
  base: number,
  end: number,
): void {
  let table = end / HASH_BYTES;
  fields.forEach(({ slots, place, values }, i) => {
    writePlace(kernel, base + FIELD_BYTES * i, place);
    kernel.set(base + FIELD_BYTES * i + 8, table * HASH_BYTES);
    writeSums(kernel.u64.subarray(table, table + values), slots, layout, teacher);
    table += values;
  });
}

/** Writes the table of some slots: by their bits, the sum of the hashes of their values. */
function writeSums(table: BigUint64Array, slots: readonly number[], layout: Layout, teacher: Teacher): void {
  let count = 1;
  for (const slot of slots) {
    const hashes = teacher.domains[slot]?.values.map((value) => valueHash(teacher.system.slots[slot] as Slot, value));
    // Number 0 comes last: its sums overwrite those of the slots before, which all other numbers read.
    for (const [id, hash] of [...(hashes ?? []).entries()].reverse()) {
      for (let below = 0; below < count; below++) table[id * count + below] = (table[below] as bigint) + hash;
    }
    count *= 2 ** (layout.places[slot]?.bits ?? 0);
  }
}
