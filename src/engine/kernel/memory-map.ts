/**
 * Where everything lives in the shared memory of one exploration, in bytes. The kernel (AssemblyScript) and the engine around
 * it (TypeScript) both import this page, so it holds plain numbers only.
 *
 *     0 ........ CONTROL     what the whole run is told; owner: the teacher, but for the counters that are marked
 *     SCRATCH                one region for each slot, a lease that one task holds at a time; owner: that task
 *     ASLEEP                 which steps need not be taken after which; owner: the teacher
 *     SUCCESSORS             of a state that is looked at again; owner: the teacher
 *     KNOWLEDGE              decision tables; owner: the teacher
 *     FOOTPRINTS             by which states were found that are not visited yet; owner: the task that fills the block
 *     WORD_SLOTS, WORDS      interned words (states of several words only)
 *     STATES ... upwards     the exact table of states
 *     LOG_TOP ... downwards  the log of states, in blocks
 *
 * The table and the log grow towards each other; a page that nobody touched costs nothing.
 */

/** Of WebAssembly; memory is reserved in whole. */
export const MEMORY_PAGES: u32 = 65536;

// CONTROL: 32-bit fields unless said.
export const CONTROL: usize = 1024;
/** 64 bit. The bits of a log record that are the key. */
export const RECORD_MASK: usize = CONTROL + 0;
/** 64 bit. A state is audited where its hash has none of these bits; all ones: none is. */
export const AUDIT_MASK: usize = CONTROL + 8;
/** 64 bit. The place of the slot that makes a state terminal, as in a node; an empty mask where there is none. */
export const TERMINAL_PLACE: usize = CONTROL + 16;
export const RECORD_BYTES: usize = CONTROL + 24;
/** Lines of 64 bytes (eight slots) of the table of states, and its first byte. */
export const STATE_LINES: usize = CONTROL + 28;
export const STATE_BASE: usize = CONTROL + 32;
/** How many states a worker draws from REMAINING at a time. */
export const GRANT: usize = CONTROL + 40;
export const BLOCKS_MAX: usize = CONTROL + 48;
/** Alternatives of rule sets, tried in every state: from, to (a list of 32-bit tree numbers). */
export const RULES: usize = CONTROL + 52;
/** Programs: from, to (16 bytes each: place of the label, 64 bit; address of the dispatch table: from, to of a list of tree numbers for each number of a label; 0). */
export const PROGRAMS: usize = CONTROL + 60;
/** What is judged of a state: from, to for each situation: active, quiescent, terminal. */
export const JUDGED: usize = CONTROL + 68;
/** Places of all slots, for decoding: from, to (64 bit each). */
export const PLACES: usize = CONTROL + 92;
/** The root of every tree: a table of 32-bit references by tree number. */
export const ROOTS: usize = CONTROL + 100;
/** Words of a state; pairs by which they are interned: from (two 32-bit node numbers each). */
export const WORD_COUNT: usize = CONTROL + 104;
export const PAIRS: usize = CONTROL + 108;
export const WORD_LINES: usize = CONTROL + 112;
/** What is asked of states when all are known: from, to (a list of 32-bit tree numbers). */
export const LASTING: usize = CONTROL + 132;
/** Judgements of every state, whatever its situation: from, to (a list of 32-bit tree numbers). */
export const JUDGED_ALWAYS: usize = CONTROL + 140;
/** Which tables these are: what was made of others is worth nothing. Never 0. */
export const EDITION: usize = CONTROL + 148;
/** For tests (hooks.ts). */
export const HOOK_PLACE: usize = CONTROL + 124;
export const HOOK_COUNT: usize = CONTROL + 128;
// Atomic counters that any worker writes, in lines of their own, or all that is only read would have to be loaded again each time.
/** States that may still be stored before the table must grow; blocks of the log handed out. */
export const REMAINING: usize = CONTROL + 192;
export const BLOCKS_USED: usize = CONTROL + 196;
/** Words that may still be interned, and the number of the next one. */
export const WORDS_REMAINING: usize = CONTROL + 256;
export const WORDS_USED: usize = CONTROL + 260;
/** Pages of footprints: how many are listed as free, and how many were ever given out. */
export const PAGES_FREE: usize = CONTROL + 320;
export const PAGES_USED: usize = CONTROL + 324;

// A block of the log, 32 bit each: how many of its records are published; which is about to be (its index + 1); where the footprints
// by which they were found stand, 0 if nowhere. Then the records.
export const BLOCK_COUNT: usize = 0;
export const BLOCK_INTENT: usize = 4;
export const BLOCK_FOOTPRINTS: usize = 8;
export const BLOCK_HEAD: usize = 16;
/** A block holds so many records, whatever their size: a record has one number for ever, block * BLOCK_RECORDS + index. */
export const BLOCK_RECORDS: usize = 8192;
/** Behind the records: a record is stored as eight bytes. */
export const BLOCK_PADDING: usize = 8;

// SCRATCH: offsets within one region.
export const SCRATCH: usize = 1048576;
export const SCRATCH_BYTES: usize = 2097152;
export const SLOTS_MAX: u32 = 32;
/** 64 bit each: what the task counted, in whole batches only. */
export const TRANSITIONS: usize = 0;
export const QUIESCENT_STATES: usize = 8;
export const FINAL_STATES: usize = 16;
export const HITS: usize = 24;
/** The first record that was not visited. */
export const REACHED: usize = 32;
export const STATUS: usize = 36;
export const MISS_COUNT: usize = 40;
export const AUDIT_COUNT: usize = 44;
export const ANSWER_COUNT: usize = 48;
export const LEAF_COUNT: usize = 52;
export const MATCH_COUNT: usize = 56;
/** Kept from task to task: the block being filled (its number + 1), states still granted, a word's number not yet used (+ 1). */
export const BLOCK: usize = 64;
export const GRANTED: usize = 72;
export const SPARE_WORD: usize = 76;
export const SINK: usize = 80;
/** Whether any task had this slot since the scratch was cleared. */
export const USED: usize = 88;
/** Whether a run may stay for ever in the state that was visited. */
export const RESTS: usize = 92;
/** Of which edition of the tables the bundles are (bundles.ts); how many there are; the next byte of their memory; states visited with them. */
export const BUNDLE_EDITION: usize = 96;
export const BUNDLE_COUNT: usize = 100;
export const BUNDLE_NEXT: usize = 104;
export const BUNDLE_VISITS: usize = 108;
/** Whether each predicate of LASTING holds, a byte each. */
export const HOLDS: usize = 128;
export const LASTING_MAX: u32 = 128;
/** 64 bit by node of the compression tree: the state's words, then the pairs. */
export const NODE_VALUES: usize = 256;
/** 32 bit by node: their numbers; the same of a successor. */
export const NODE_IDS: usize = 768;
export const NEXT_IDS: usize = 1024;
export const WORDS_MAX: u32 = 32;
/** A byte for each property: whether it was decided. */
export const FINDINGS: usize = 2048;
export const PROPERTIES_MAX: u32 = 4096;
/** (tree, leaf) of the state being visited. */
export const LEAVES: usize = 8192;
export const TREES_MAX: u32 = 16384;
/** Outcomes of the state being visited that are to be formed: entries, as leaves have them. */
export const AWAKE: usize = 139264;
export const AWAKE_END: usize = 172032;
/** (record, tree) that the tables do not know. */
export const MISSES: usize = 172032;
export const MISSES_MAX: u32 = 4096;
/** Records to be audited, 32 bit each. */
export const AUDITS: usize = 204800;
export const AUDITS_MAX: u32 = 4096;
/** (tree, leaf) that the teacher says for the one state of this task. */
export const ANSWERS: usize = 221184;
/** Values of a decoded state, 32 bit by slot of the system. */
export const DECODED: usize = 352256;
export const DECODED_MAX: u32 = 8192;
/** Records of a level that lead on; or the slots of the table of a state's successors. */
export const MATCHES: usize = 385024;
export const MATCHES_MAX: u32 = 65536;
/** What is known of each bundle (bundle-path.ts). */
export const BUNDLES: usize = 647168;
export const BUNDLE_BYTES: usize = 16;
export const BUNDLES_MAX: u32 = 256;
/** What was read of the state being visited: bits, and of which word, 64 bit each, as nodes have them. The bits of each word that are known on the way down. */
export const PATH: usize = 651264;
export const PATH_MAX: u32 = 1024;
export const KNOWN_BITS: usize = 667648;
/** (mask, factor) that were looked for lately, 64 bit each, by hash. */
export const FACTORS: usize = 667904;
export const FACTORS_MAX: usize = 64;
/** (word, its number) recently interned, 16 bytes each, by hash. */
export const WORD_CACHE: usize = 668928;
export const WORD_CACHE_ENTRIES: u32 = 16384;
/** (hash, key, footprint) of successors, 64 bit each. */
export const BATCH: usize = 931072;
export const BATCH_BYTES: usize = 24;
export const BATCH_MAX: usize = 2048;
/** What bundles are made of: nodes and leaves, as in KNOWLEDGE. */
export const BUNDLE_MEMORY: usize = 980224;
export const BUNDLE_MEMORY_END: usize = 1635584;

/** By footprint of the outcome that found a state, then by footprint of an outcome there: a byte, 1 where that one sleeps (sleep.ts). */
export const ASLEEP: usize = 68157440;
export const FOOTPRINTS_MAX: u32 = 256;
/** Of an outcome of which nothing is known, or of which nobody asks: it never sleeps, and lets none sleep. */
export const NO_FOOTPRINT: u32 = 0;
/** By footprint of the outcome that found a state: the first 64 footprints of which the outcomes sleep there, a bit each. */
export const ASLEEP_FIRST: usize = 68222976;
export const FOOTPRINTS_FIRST: u32 = 64;

/** 64-bit keys of the successors of one state, for whoever looks at states again: the teacher's thread alone. */
export const SUCCESSORS: usize = 68225024;
export const SUCCESSORS_MAX: usize = 65536;

// KNOWLEDGE
export const KNOWLEDGE: usize = 69206016;
export const KNOWLEDGE_END: usize = 469729280;
/** References: a node's address (a multiple of 8), or one of these, or a leaf's address + 1, + OBLIGES where it has outcomes of a system alternative. */
export const UNKNOWN: u32 = 1;
export const NOTHING: u32 = 3;
export const OBLIGES: u32 = 2;
/**
 * A node: the bits that it asks for, the factor that makes an index of them (gather.ts; 64 bit each), where their word stands among
 * the words (in bytes, 64 bit); then a reference for each index.
 */
/** Of the product, down to the index. */
export const INDEX_SHIFT: u32 = 58;
export const NODE_FACTOR: usize = 8;
export const NODE_WORD: usize = 16;
export const NODE_HEAD: usize = 24;
/**
 * A leaf, 32 bit each unless said: its outcomes; their transitions (outcomes that change nothing may be left out); properties that
 * failed; whether it is wanted (for searches); the footprints of its outcomes (64 bit, sleep.ts). Then the failed properties, up to a
 * multiple of 8 bytes, and an entry for each outcome: its address, its footprint. An outcome is (and, or), or with several words the
 * number of those that change, then (word, and, or) for each of them, 64 bit each.
 */
export const LEAF_OUTCOMES: usize = 0;
export const LEAF_TRANSITIONS: usize = 4;
export const LEAF_FAILED: usize = 8;
export const LEAF_WANTED: usize = 12;
export const LEAF_FOOTPRINTS: usize = 16;
export const LEAF_HEAD: usize = 24;
export const ENTRY_BYTES: usize = 8;
export const ENTRY_FOOTPRINT: usize = 4;
export const CHANGES: usize = 8;
export const CHANGE_BYTES: usize = 24;

// FOOTPRINTS: pages of a byte for each record of a block. The log needs them from when a state is found to when it is visited.
/** Addresses of pages that are free again, 32 bit each. */
export const FREE_PAGES: usize = 469729280;
/** Of what has no footprints: read as zeros, written in vain. */
export const NO_FOOTPRINTS: usize = 469762048;
export const VAIN_FOOTPRINTS: usize = 469770240;
export const PAGES: usize = 469778432;
export const PAGES_MAX: u32 = 8190;

// Words of states that need several: slots of 8 bytes (number + 1, 32 bits of hash), and the words by number.
export const WORD_SLOTS: usize = 536870912;
export const WORD_SLOTS_END: usize = 1073741824;
export const WORDS: usize = 1073741824;
export const WORDS_END: usize = 1610612736;

/** Where the table of states begins: at once where no words are interned, else behind them. */
export const STATES_ONE_WORD: usize = 536870912;
export const STATES_MANY_WORDS: usize = 1610612736;
export const LOG_TOP: usize = 4294901760;

/** Spare lines behind the last home line, for what overflows there. */
export const SPARE_LINES: usize = 32;

// What a task ended with.
export const DONE: u32 = 0;
export const TABLE_FULL: u32 = 1;
export const LOG_FULL: u32 = 2;
export const WORDS_FULL: u32 = 3;
export const MANY_MISSES: u32 = 4;
