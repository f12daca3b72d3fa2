/**
 * What the teacher evaluated that told anything new, in order: which step or predicate, and the numbers of the values that it
 * read. The teacher is a function of this sequence. Who evaluates it again has the same values under the same numbers, the same
 * trees and the same notes, and no value ever has to be written to a file (docs/decisions/checkpoint.md).
 */
import type { Ids, Teacher } from './teacher.ts';

/** `lesson`: it was remembered as a path of a tree. `glance`: it was not, but a value or a fact was seen for the first time. */
type Kind = 'lesson' | 'glance';

const BYTES_FIRST = 65_536;
/** A number has seven bits a byte, the lowest first; the eighth says that more follow (LEB128). */
const MORE = 0x80;
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
    this.#write(2 * subject + (kind === 'lesson' ? 0 : 1));
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

/**
 * Evaluates again what a journal says, with a teacher that knows nothing yet and keeps a journal. False where that is not the
 * journal's: then this is not the model of which it was made. Throws the `UserError` of a broken step.
 */
export function relearn(teacher: Teacher, bytes: Uint8Array): boolean {
  // What a step does not read may have any value: that number 0 stands there changes nothing of what is noted.
  const ids = new Uint32Array(teacher.system.slots.length);
  let at = 0;
  const read = (): number => {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      number |= (byte & (MORE - 1)) << shift;
      if (byte < MORE) return number;
    }
  };
  while (at < bytes.length) {
    const [head, count] = [read(), read()];
    const slots = Array.from({ length: count }, () => {
      const slot = read();
      ids[slot] = read();
      return slot;
    });
    if (slots.some((slot) => (ids[slot] as number) >= (teacher.domains[slot]?.size ?? 0))) return false;
    if (head % 2 === 0) teacher.learn(head >>> 1, ids);
    else teacher.ask(head >>> 1, ids);
    for (const slot of slots) ids[slot] = 0;
  }
  return Buffer.compare(teacher.journal?.bytes ?? new Uint8Array(), bytes) === 0;
}
