/**
 * How much memory is reserved, and for what: all that WebAssembly can address. A page that is never touched costs
 * nothing. A kernel for another host takes another file in place of this one (src/live/instead/).
 */

/** The memory as a whole: 4 GiB. */
export const PAGES_OF_64_KIB: u32 = 65536;
/** Tasks that can hold scratch memory at once. */
export const LANES: u32 = 32;
export const KNOWLEDGE_MIB: usize = 382;
/** Pages of footprints, of 8 KiB; two of them have a purpose of their own (memory-map.ts). */
export const FOOTPRINT_PAGES: u32 = 8192;
export const WORD_BUCKETS_MIB: usize = 512;
export const WORDS_MIB: usize = 512;
