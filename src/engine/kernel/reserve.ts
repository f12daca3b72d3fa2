/**
 * How much of the first memory is reserved, and for what: all that addresses of 32 bits reach. A page that is never
 * touched costs nothing. A kernel for another host takes another file in place of this one (src/live/instead/).
 */

/** The memory as a whole: 4 GiB. */
export const PAGES_OF_64_KIB: u32 = 65536;
/** Tasks that can hold scratch memory at once. */
export const LANES: u32 = 32;
export const KNOWLEDGE_MIB: usize = 382;
/** Pages of footprints, of 8 KiB: for 1.6 thousand million states that wait. Two have a purpose of their own. */
export const FOOTPRINT_PAGES: u32 = 196608;
/** Blocks of the log, of 8,192 records each: 2^31 records. */
export const BLOCKS: u32 = 262144;
/** A table of words doubles in size, up to 1 GiB and its spare lines. */
export const WORD_BUCKETS_MIB: usize = 1025;
export const WORDS_MIB: usize = 1024;
