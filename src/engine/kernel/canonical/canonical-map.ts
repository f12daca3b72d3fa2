/** What canonical forms are made by (canonical.ts), as it stands in the knowledge: for both languages. */
import { RANGE_BYTES } from '../memory-map.ts';

/**
 * Canonical forms (canonical.ts): a range of addresses of swaps; a range of the same, which applied one after the other lead through
 * the group; the number of elements of the group; for each word of a state, the bits of all blocks (64 bits each).
 */
export const CANON_SWAPS: usize = 0;
export const CANON_SEQUENCE: usize = CANON_SWAPS + RANGE_BYTES;
export const CANON_ORDER: usize = CANON_SEQUENCE + RANGE_BYTES;
export const CANON_MASK: usize = CANON_ORDER + 8;
/**
 * A swap: the number of its exchanges, that of its images, whether it begins a chain, the number of slots of a block. Then, for each
 * of these slots, its places in the blocks that are swapped (64 bits each). Then the exchanges: bits that change place with
 * those higher by a distance (64 bits each), and the offsets of the words of both (32 bits each). Then the images: a place, the
 * address of a table by value (32 bits each).
 */
export const SWAP_EXCHANGES: usize = 0;
export const SWAP_IMAGES: usize = 4;
export const SWAP_BEGINS: usize = 8;
export const SWAP_BLOCKS: usize = 12;
export const SWAP_HEAD: usize = 16;
export const BLOCK_PLACES_BYTES: usize = 16;
export const EXCHANGE_LOW: usize = 16;
export const EXCHANGE_HIGH: usize = 20;
export const EXCHANGE_BYTES: usize = 24;
export const IMAGE_TABLE: usize = 8;
export const IMAGE_BYTES: usize = 16;
