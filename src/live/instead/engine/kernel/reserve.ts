/**
 * The memory of one thread in a browser: 1 GiB, room for some 30 million states of one word. A system may count
 * reserved memory as used, and then a browser refuses much more.
 */

export const PAGES_OF_64_KIB: u32 = 16384;
export const LANES: u32 = 1;
export const KNOWLEDGE_MIB: usize = 124;
export const FOOTPRINT_PAGES: u32 = 2048;
/** Blocks of the log: 2^27 records. */
export const BLOCKS: u32 = 16384;
/** A table of words doubles in size, up to 64 MiB and its spare lines. */
export const WORD_BUCKETS_MIB: usize = 66;
export const WORDS_MIB: usize = 64;
