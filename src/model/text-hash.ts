/** A hash of a text, the same on every machine. */
import { createHash } from 'node:crypto';

/** The first 64 bits of its SHA-256. */
export function textHash(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE();
}
