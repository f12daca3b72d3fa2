/**
 * The journal: the evaluations that gave anything new, in order. Each names the step or predicate, and the
 * numbers of the values that it read. The teacher's knowledge is a function of this sequence: repeating it gives the same
 * values the same numbers, and the same trees and notes. So no value has to be written to a file
 * (docs/decisions/checkpoint.md).
 */
import type { Ids } from './domain.ts';

/** `memoised`: it became an entry of a tree. `seen`: it did not, but it showed a value or a fact for the first time. */
type Kind = 'memoised' | 'seen';

const BYTES_FIRST = 65_536;
/** A number has seven bits a byte, the lowest first; the eighth says that more follow (LEB128). */
export const MORE = 0x80;
const NUMBER_BYTES_MAX = 5;

export class Journal {
  #bytes = new Uint8Array(BYTES_FIRST);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  note(kind: Kind, subject: number, reads: readonly number[], ids: Ids): void {
    const needed = this.#length + NUMBER_BYTES_MAX * (2 + 2 * reads.length);
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(this.bytes);
      this.#bytes = larger;
    }
    this.#write(2 * subject + (kind === 'memoised' ? 0 : 1));
    this.#write(reads.length);
    for (const slot of reads) {
      this.#write(slot);
      this.#write(ids[slot] as number);
    }
  }

  #write(number: number): void {
    let left = number;
    for (; left >= MORE; left >>>= 7) this.#bytes[this.#length++] = (left & (MORE - 1)) | MORE;
    this.#bytes[this.#length++] = left;
  }
}
