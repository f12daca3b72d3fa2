/** The sum of the hashes of states. model/digest.ts defines it, and mixes in the same way. */
import { addressOf } from './log';
import { RECORD_BYTES, RECORD_MASK } from './memory-map';
import { isMany, valueAt } from './tree';
import * as wide from './wide';
import { unfold } from './words';

/**
 * Of the records of a range within one block. A field has 16 bytes: a place, the address of a table of 64-bit hashes by
 * value, 0. It may be several slots that stand side by side.
 */
export function digestRecords<T>(from: usize, to: usize, fields: usize, fieldsEnd: usize): u64 {
  const recordBytes: usize = load<u32>(RECORD_BYTES);
  const recordMask = load<u64>(RECORD_MASK);
  let at = addressOf(from);
  let sum: u64 = 0;
  for (let record = from; record < to; record++) {
    const key = wide.load64(at) & recordMask;
    at += recordBytes;
    if (isMany<T>()) unfold(key);
    let hash: u64 = 0;
    for (let field = fields; field < fieldsEnd; field += 16) {
      hash += load<u64>(<usize>load<u32>(field, 8) + ((<usize>valueAt<T>(load<u64>(field), key)) << 3));
    }
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
    sum += hash ^ (hash >> 31);
  }
  return sum;
}
