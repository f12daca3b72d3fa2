/** Bugs in stubborn sets on the representatives of orbits, put into a copy of the engine one at a time. */
import type { SeededBug } from './seeded-bugs.ts';

export const SEEDED_BOTH_BUGS: readonly SeededBug[] = [
  {
    what: 'a step leads to a later level if its state is not stored, whatever is stored in its place',
    file: 'src/engine/kernel/stubborn/choose.ts',
    text: 'storedAfter<T>(key, load<u32>(entry))',
    instead:
      'isMany<T>() ? storedAfter<T>(key, load<u32>(entry)) : (key & load<u64>(load<u32>(entry))) | load<u64>(load<u32>(entry), 8)',
  },
  {
    what: 'the images of entries are not known',
    file: 'src/engine/stubborn/stubborn.ts',
    text: 'return { known: trees, reached: this.#reached.trees };',
    instead: 'return { known: this.#teacher.trees, reached: this.#teacher.trees };',
  },
  {
    what: 'what is known of a state that perhaps is not reachable counts',
    file: 'src/engine/stubborn/stubborn.ts',
    text: 'return { known: trees, reached: this.#reached.trees };',
    instead: 'return { known: trees, reached: trees };',
  },
];
