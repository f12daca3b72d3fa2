/**
 * How words change, in bytes: outcomes of states of several words, and moves of slots to another word. As ../memory-map.ts, for
 * both languages, so it holds numbers only.
 */

/**
 * An outcome: the number of words that change, and whether the narrow word has room for what it writes (32 bits each);
 * (word, and, or) for each word that changes; for the narrow word, if it has, (and, or); 64 bits each.
 */
export const FITS: usize = 4;
export const CHANGES: usize = 8;
export const CHANGE_BYTES: usize = 24;

/**
 * A move: the offsets of the word that slots come from and of the word that they move to (32 bits each), then the bits that
 * move alike, and by how many they are shifted to the left and to the right (64 bits each).
 */
export const MOVE_TO: usize = 4;
export const MOVE_BITS: usize = 8;
export const MOVE_LEFT: usize = 16;
export const MOVE_RIGHT: usize = 24;
export const MOVE_BYTES: usize = 32;
