/**
 * The layout of the memory of one exploration, in bytes. The kernel (AssemblyScript) and the engine around it
 * (TypeScript) both import this file, so it holds numbers only. Each region and field begins where the one before it
 * ends; test/engine/memory-map.test.ts checks that none overlap. reserve.ts says how large the memory is.
 *
 *     CONTROL                settings of the whole run; owner: the teacher. Then shared counters; owner: any worker
 *     SCRATCH                a region for each lane; owner: the task that leases the lane
 *     ASLEEP, ASLEEP_FIRST   which outcomes sleep after which; owner: the teacher
 *     SUCCESSORS             successors of one state; owner: the teacher
 *     KNOWLEDGE              decision tables; owner: the teacher
 *     FREE_PAGES ... PAGES   footprints of states to be visited; owner of a page: the lane that fills its block
 *     HEADS                  what is known of each block of the log; owner of a head: the lane that fills the block
 *     WORD_BUCKETS, WORDS    interned words (states of several words only); owner: any worker
 *     STATE_BASE upwards     in the wide memory: the exact table of states; owner: any worker
 *     LOG_BASE downwards     in the wide memory: the log of states, in blocks; owner of a block: the lane that fills it
 *
 * The table of states and the log grow towards each other. The memories are reserved as wholes, and a page that is never
 * touched costs nothing. Where there is one memory only, in a browser, the table and the log are behind the words.
 */
import * as reserve from './reserve.ts';

export const MEMORY_PAGES: u32 = reserve.PAGES_OF_64_KIB;
const WASM_PAGE: u32 = 65536;
const KIB: usize = 1024;
const MIB: usize = 1048576;
/** A cache line. A hash table has lines of eight buckets of eight bytes. */
export const LINE_BYTES: usize = 64;

/** A range in memory: two 32-bit addresses, of its first byte and (RANGE_END) of the byte after its last. */
export const RANGE_END: usize = 4;
export const RANGE_BYTES: usize = 8;

// CONTROL: written by the teacher while no task runs. 32 bits each, unless noted.
export const CONTROL: usize = 1 * KIB;
/** 64 bits. The bits of a log record that are the key. */
export const RECORD_MASK: usize = CONTROL;
/** 64 bits. A state is audited if its hash has none of these bits; all ones: no state is. */
export const AUDIT_MASK: usize = RECORD_MASK + 8;
/** 64 bits. The place (`valueAt` in tree.ts) of the slot that makes a state terminal; an empty mask if there is none. */
export const TERMINAL_PLACE: usize = AUDIT_MASK + 8;
/** 64 bits each: addresses of the first byte of the table of states, and of the byte behind the first block of the log. */
export const STATE_BASE: usize = TERMINAL_PLACE + 8;
export const LOG_BASE: usize = STATE_BASE + 8;
export const RECORD_BYTES: usize = LOG_BASE + 8;
export const STATE_LINES: usize = RECORD_BYTES + 4;
/** Bits of a key if the table is compact (tables/compact.ts), otherwise 0; and while it grows, the lines that it had. */
export const COMPACT_BITS: usize = STATE_LINES + 4;
export const LINES_BEFORE: usize = COMPACT_BITS + 4;
/** States that a worker draws from REMAINING at a time. */
export const GRANT: usize = LINES_BEFORE + 4;
export const BLOCKS_MAX: usize = GRANT + 4;
/** Words of a state, and lines of the table of words. */
export const WORD_COUNT: usize = BLOCKS_MAX + 4;
export const WORD_LINES: usize = WORD_COUNT + 4;
/** Addresses: of the pairs by which words are interned, two 32-bit node numbers each; of the roots of all trees, 32-bit references. */
export const PAIRS: usize = WORD_LINES + 4;
export const ROOTS: usize = PAIRS + 4;
/** Number of this edition of the tables, never 0. Bundles that were made of another edition are worthless. */
export const EDITION: usize = ROOTS + 4;
/** For tests (hooks.ts). */
export const HOOK_PLACE: usize = EDITION + 4;
/** A range of 32-bit tree numbers: the alternatives of rule sets, tried in every state. */
export const RULES: usize = HOOK_PLACE + 4;
/** A range of programs. */
export const PROGRAMS: usize = RULES + RANGE_BYTES;
/**
 * Ranges of 32-bit tree numbers: what is judged of every state, only of an active, a quiescent, a stuck, a terminal state
 * (semantics/situation.ts; here a stuck state is not quiescent).
 */
export const JUDGED_ALWAYS: usize = PROGRAMS + RANGE_BYTES;
export const JUDGED_ACTIVE: usize = JUDGED_ALWAYS + RANGE_BYTES;
export const JUDGED_QUIESCENT: usize = JUDGED_ACTIVE + RANGE_BYTES;
export const JUDGED_STUCK: usize = JUDGED_QUIESCENT + RANGE_BYTES;
export const JUDGED_TERMINAL: usize = JUDGED_STUCK + RANGE_BYTES;
/** A range of 32-bit tree numbers: predicates of properties of infinite runs, evaluated when all states are known. */
export const LASTING: usize = JUDGED_TERMINAL + RANGE_BYTES;
/** A range of places, 64 bits each: of all slots, for decoding. */
export const PLACES: usize = LASTING + RANGE_BYTES;
/** A range of moves from the narrow word to the words of a state, then the bits in excess (layouts/narrow.ts); 0 if there is none. */
export const NARROW: usize = PLACES + RANGE_BYTES;
/** The address of what canonical forms are made by; 0 if every state is its own. */
export const CANON: usize = NARROW + RANGE_BYTES;

// Counters that any worker changes by atomic operations. Each has a cache line of its own: a write invalidates the line
// in the caches of all other workers, and whatever shared it would have to be loaded again (false sharing).
/** States that may still be stored before the table must grow. */
export const REMAINING: usize = (CANON + 4 + LINE_BYTES - 1) & ~(LINE_BYTES - 1);
/** Blocks of the log that were handed out. */
export const BLOCKS_USED: usize = REMAINING + LINE_BYTES;
/** Words that may still be interned. */
export const WORDS_REMAINING: usize = BLOCKS_USED + LINE_BYTES;
/** The number of the next word. */
export const WORDS_USED: usize = WORDS_REMAINING + LINE_BYTES;
/** Pages of footprints that are listed as free. */
export const PAGES_FREE: usize = WORDS_USED + LINE_BYTES;
/** Pages of footprints that were ever handed out. */
export const PAGES_USED: usize = PAGES_FREE + LINE_BYTES;
/** For tests (hooks.ts). */
export const HOOK_COUNT: usize = PAGES_USED + LINE_BYTES;
export const CONTROL_END: usize = HOOK_COUNT + LINE_BYTES;

/** A program: the place of its label (64 bits), the address of its dispatch table (a range of trees by label). */
export const PROGRAM_TABLE: usize = 8;
export const PROGRAM_BYTES: usize = 16;

// SCRATCH: a region for each lane, a lease of scratch memory that one task at a time holds. Offsets in a region.
export const SCRATCH: usize = 1 * MIB;
export const SCRATCH_BYTES: usize = 2 * MIB;
export const LANES_MAX: u32 = reserve.LANES;
/** 64 bits each: what the task counted, in complete batches only. */
export const TRANSITIONS: usize = 0;
export const QUIESCENT_STATES: usize = TRANSITIONS + 8;
export const FINAL_STATES: usize = QUIESCENT_STATES + 8;
/** The same of whole orbits: states, transitions. */
export const ORBIT_STATES: usize = FINAL_STATES + 8;
export const ORBIT_TRANSITIONS: usize = ORBIT_STATES + 8;
/** Whether the size of some orbit is not known. */
export const ORBITS_UNKNOWN: usize = ORBIT_TRANSITIONS + 8;
/** 64 bits: takes the sum of prefetched loads, which a compiler would otherwise remove. */
export const SINK: usize = ORBITS_UNKNOWN + 8;
/** 32 bits each: the first record that was not visited; why the task ended; lengths of the lists below. */
export const REACHED: usize = SINK + 8;
export const STATUS: usize = REACHED + 4;
export const MISS_COUNT: usize = STATUS + 4;
export const AUDIT_COUNT: usize = MISS_COUNT + 4;
export const ANSWER_COUNT: usize = AUDIT_COUNT + 4;
export const LEAF_COUNT: usize = ANSWER_COUNT + 4;
export const MATCH_COUNT: usize = LEAF_COUNT + 4;
/** Kept between tasks: the block being filled (its number + 1), states still granted, an unused word number (+ 1). */
export const BLOCK: usize = MATCH_COUNT + 4;
export const GRANTED: usize = BLOCK + 4;
export const SPARE_WORD: usize = GRANTED + 4;
/** Whether any task has had this lane since its scratch was cleared. */
export const USED: usize = SPARE_WORD + 4;
/** The edition of the bundles (bundles.ts); their number; the next byte of their memory; states visited with them. */
export const BUNDLE_EDITION: usize = USED + 4;
export const BUNDLE_COUNT: usize = BUNDLE_EDITION + 4;
export const BUNDLE_NEXT: usize = BUNDLE_COUNT + 4;
export const BUNDLE_VISITS: usize = BUNDLE_NEXT + 4;
/** Whether each predicate of LASTING holds, a byte each. */
export const HOLDS: usize = (BUNDLE_VISITS + 4 + 7) & ~7;
export const LASTING_MAX: u32 = 128;
/** By node of the compression tree (first the state's words, then the pairs): its value, 64 bits. */
export const NODE_VALUES: usize = (HOLDS + LASTING_MAX + LINE_BYTES - 1) & ~(LINE_BYTES - 1);
export const WORDS_MAX: u32 = 32;
/** By node: its number, 32 bits; the same of a successor. */
export const NODE_IDS: usize = NODE_VALUES + 2 * 8 * WORDS_MAX;
export const NEXT_IDS: usize = NODE_IDS + 2 * 4 * WORDS_MAX;
/** The words of three states, of which one becomes a canonical form. */
export const CANON_WORDS: usize = NEXT_IDS + 2 * 4 * WORDS_MAX;
export const CANON_WORDS_BYTES: usize = 8 * WORDS_MAX;
/** By property: whether it was decided, a byte each. */
export const FINDINGS: usize = CANON_WORDS + 3 * CANON_WORDS_BYTES;
export const PROPERTIES_MAX: u32 = 4096;
/** What stands before this is cleared between explorations; what follows, caches excepted, is written before it is read. */
export const SCRATCH_HEAD_END: usize = FINDINGS + PROPERTIES_MAX;
/** (tree, leaf) of the state that is visited: 32 bits each, as in the other lists of pairs. */
export const LEAVES: usize = (SCRATCH_HEAD_END + 4 * KIB - 1) & ~(4 * KIB - 1);
export const TREES_MAX: u32 = 16384;
/** Entries of leaves: outcomes of the state that is visited that are to be formed. */
export const AWAKE: usize = LEAVES + 8 * TREES_MAX;
export const AWAKE_END: usize = AWAKE + 32 * KIB;
/** (record, tree) that the tables do not know. */
export const MISSES: usize = AWAKE_END;
export const MISSES_MAX: u32 = 4096;
/** Records to be audited, 32 bits each. */
export const AUDITS: usize = MISSES + 8 * MISSES_MAX;
export const AUDITS_MAX: u32 = 4096;
/** (tree, leaf) that the teacher supplies for the one state of this task. */
export const ANSWERS: usize = AUDITS + 4 * AUDITS_MAX;
/** Values of a decoded state, 32 bits by slot of the system. */
export const DECODED: usize = ANSWERS + 8 * TREES_MAX;
export const DECODED_MAX: u32 = 8192;
/** 32 bits each: records that a search found, or nodes to which a state leads. While a table grows: its longest run. */
export const MATCHES: usize = DECODED + 4 * DECODED_MAX;
export const MATCHES_MAX: u32 = 65536;
/** The bundles (bundle-path.ts). */
export const BUNDLES: usize = MATCHES + 4 * MATCHES_MAX;
export const BUNDLE_BYTES: usize = 16;
export const BUNDLES_MAX: u32 = 256;
/** Reads of the state that is visited: bits, offset of their word, 64 bits each. By word: the bits known so far. */
export const PATH: usize = BUNDLES + BUNDLE_BYTES * BUNDLES_MAX;
export const READ_BYTES: usize = 16;
export const PATH_MAX: u32 = 1024;
export const KNOWN_BITS: usize = PATH + READ_BYTES * PATH_MAX;
/** A cache by hash: (mask, factor) that were computed recently, 64 bits each. */
export const FACTORS: usize = KNOWN_BITS + 8 * WORDS_MAX;
export const FACTORS_MAX: u32 = 64;
/** A cache by hash: (word, number) that were interned recently, 16 bytes each. */
export const WORD_CACHE: usize = FACTORS + 16 * FACTORS_MAX;
export const WORD_CACHE_MAX: u32 = 16384;
/** (hash, key, footprint) of successors, 64 bits each. */
export const BATCH: usize = WORD_CACHE + 16 * WORD_CACHE_MAX;
export const BATCH_BYTES: usize = 24;
export const BATCH_MAX: u32 = 2048;
/** Nodes and leaves of bundles, as in KNOWLEDGE. */
export const BUNDLE_MEMORY: usize = BATCH + BATCH_BYTES * BATCH_MAX;
export const BUNDLE_MEMORY_END: usize = BUNDLE_MEMORY + 640 * KIB;

/** By footprint of the outcome that found a state, then by footprint there: a byte, 1 if that sleeps (sleep.ts). */
export const ASLEEP: usize = SCRATCH + SCRATCH_BYTES * LANES_MAX;
export const FOOTPRINTS_MAX: u32 = 256;
/** The footprint of an outcome about which nothing is known: it never sleeps, and lets no outcome sleep. */
export const NO_FOOTPRINT: u32 = 0;
/** By footprint of the outcome that found a state: which of the first 64 footprints sleep there, a bit each. */
export const ASLEEP_FIRST: usize = ASLEEP + FOOTPRINTS_MAX * FOOTPRINTS_MAX;
export const FOOTPRINTS_FIRST: u32 = 64;

/** Keys of the successors of one state, 64 bits each, for searches, audits and walks of the teacher's thread. */
export const SUCCESSORS: usize = ASLEEP_FIRST + 8 * FOOTPRINTS_MAX;
export const SUCCESSORS_MAX: u32 = 65536;

// KNOWLEDGE: up to the free pages, which with the pages of footprints end where the words begin.
export const KNOWLEDGE: usize = (SUCCESSORS + 8 * SUCCESSORS_MAX + MIB - 1) & ~(MIB - 1);
export const KNOWLEDGE_END: usize = KNOWLEDGE + reserve.KNOWLEDGE_MIB * MIB - 4 * reserve.FOOTPRINT_PAGES;
/** A node's address (a multiple of 8), UNKNOWN, NOTHING, or a leaf's + 1 (+ MOVES: has outcomes; + OBLIGES: of a system step). */
export const UNKNOWN: u32 = 1;
export const NOTHING: u32 = 3;
export const OBLIGES: u32 = 2;
export const MOVES: u32 = 4;
/**
 * A node: the bits that it asks for, the factor that makes an index of them (gather.ts), and the offset of their word
 * among the words, 64 bits each; then a reference for each index. This shift leaves the index of the product.
 */
export const INDEX_SHIFT: u32 = 58;
export const NODE_FACTOR: usize = 8;
export const NODE_WORD: usize = 16;
export const NODE_HEAD: usize = 24;
/**
 * A leaf, 32 bits each unless noted: its outcomes (those that change nothing may be left out); its transitions (all
 * outcomes); properties that failed; whether a search wants it; the footprints of its outcomes (64 bits, sleep.ts).
 * Then the failed properties, up to a multiple of 8 bytes, and an entry for each outcome: its address, its footprint.
 * An outcome is (and, or), 64 bits each; with several words see layouts/change-fields.ts.
 */
export const LEAF_OUTCOMES: usize = 0;
export const LEAF_TRANSITIONS: usize = 4;
export const LEAF_FAILED: usize = 8;
export const LEAF_WANTED: usize = 12;
export const LEAF_FOOTPRINTS: usize = 16;
export const LEAF_HEAD: usize = 24;
export const ENTRY_FOOTPRINT: usize = 4;
export const ENTRY_BYTES: usize = 8;

// The head of a block of the log, 32 bits each: how many of its records are published; which record is about to be (its
// index + 1); the address of its page of footprints, 0 if it has none.
export const BLOCK_COUNT: usize = 0;
export const BLOCK_INTENT: usize = 4;
export const BLOCK_FOOTPRINTS: usize = 8;
/** Not shared: the lanes that fill neighbouring blocks write their heads for each record. */
export const HEAD_BYTES: usize = LINE_BYTES;
/** Whatever their size: a record keeps its number, block * BLOCK_RECORDS + index, in every layout. */
export const BLOCK_RECORDS: usize = 8192;
/** Behind the records: a record is stored as eight bytes. */
export const BLOCK_PADDING: usize = 8;

// Footprints: pages of a byte for each record of a block, needed from when a state is found until it is visited.
/** Addresses of pages that are free again, 32 bits each. */
export const FREE_PAGES: usize = KNOWLEDGE_END;
export const PAGES_MAX: u32 = reserve.FOOTPRINT_PAGES - 2;
/** The page of blocks that have none: read as zeros. What would be written to it goes to the page after it. */
export const NO_FOOTPRINTS: usize = FREE_PAGES + 4 * reserve.FOOTPRINT_PAGES;
export const VAIN_FOOTPRINTS: usize = NO_FOOTPRINTS + BLOCK_RECORDS;
export const PAGES: usize = VAIN_FOOTPRINTS + BLOCK_RECORDS;

export const HEADS: usize = PAGES + BLOCK_RECORDS * PAGES_MAX;
export const HEADS_MAX: u32 = reserve.BLOCKS;

/** The table of words: a bucket holds 32 bits of a word's hash and its number + 1. Then the words by number, 64 bits. */
export const WORD_BUCKETS: usize = HEADS + HEAD_BYTES * HEADS_MAX;
export const WORD_BUCKETS_END: usize = WORD_BUCKETS + reserve.WORD_BUCKETS_MIB * MIB;
export const WORDS: usize = WORD_BUCKETS_END;
export const WORDS_END: usize = WORDS + reserve.WORDS_MIB * MIB;

/** If there is one memory only: the table of states begins in place of the words, or after them if any are interned. */
export const STATES_ONE_WORD: usize = WORD_BUCKETS;
export const STATES_MANY_WORDS: usize = WORDS_END;
export const LOG_TOP: usize = (MEMORY_PAGES - 1) * WASM_PAGE;
/** Lines after the last home line of a table, for what overflows there. */
export const SPARE_LINES: usize = 32;

// Results of storing a key.
export const KNOWN: u32 = 0;
export const NEW: u32 = 1;
export const FULL: u32 = 2;

// Why a task ended.
export const DONE: u32 = 0;
export const TABLE_FULL: u32 = 1;
export const LOG_FULL: u32 = 2;
export const WORDS_FULL: u32 = 3;
export const MANY_MISSES: u32 = 4;

/** No key: no room for a new word. No key has all 64 bits set: one word has 63 bits, and no pair has such numbers. */
export const NO_KEY: u64 = -1;
/** No node (a node is a state by the number of its bucket), and no tree. */
export const NO_NODE: u32 = 0xffffffff;
export const NO_TREE: u32 = 0xffffffff;
/** Instead of a property to search for: records that lead to a state of the open table; those with a wanted leaf. */
export const LEADING_ON: u32 = 0xffffffff;
export const WANTED: u32 = 0xfffffffe;
