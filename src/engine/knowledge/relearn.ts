/** Learns again what a journal says: every value and every tree comes back under the number that it had. */
import { MORE } from './journal.ts';
import type { Teacher } from './teacher.ts';

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
