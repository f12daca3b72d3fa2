/** Repeats a journal: every value and every tree gets the number again that it had. */
import { MORE } from './journal.ts';
import type { Teacher } from './teacher.ts';

/**
 * Repeats the evaluations of a journal, with a teacher that knows nothing yet and keeps a journal of its own. False if the
 * two journals differ: then the journal was made of another model. Throws the `UserError` of a broken step.
 */
export function relearn(teacher: Teacher, bytes: Uint8Array): boolean {
  // A slot that the step does not read may have any value, so number 0 will do.
  const ids = new Uint32Array(teacher.columns.count);
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
    else teacher.see(head >>> 1, ids);
    for (const slot of slots) ids[slot] = 0;
  }
  return Buffer.compare(teacher.journal?.bytes ?? new Uint8Array(), bytes) === 0;
}
