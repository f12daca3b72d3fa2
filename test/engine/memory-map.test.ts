/**
 * The layout of the first memory: every field lies in its region, nothing overlaps, and counters of several threads
 * share no line.
 */
import test, { type ExecutionContext } from 'ava';
import * as edgeMap from '../../src/engine/kernel/edges/edge-map.ts';
import * as changes from '../../src/engine/kernel/layouts/change-fields.ts';
import * as memoryMap from '../../src/engine/kernel/memory-map.ts';
import * as stubbornMap from '../../src/engine/kernel/stubborn/stubborn-map.ts';

const map = { ...memoryMap, ...edgeMap, ...changes, ...stubbornMap };

type Name = keyof typeof map;
/** Names and sizes in bytes, in any order. */
type Parts = Partial<Record<Name, number>>;

const ADDRESSES: Readonly<Record<Name, number>> = { ...map };
const GIB4 = 2 ** 32;

/** The regions of the memory. */
const REGIONS: Parts = {
  CONTROL: map.CONTROL_END - map.CONTROL,
  SCRATCH: map.SCRATCH_BYTES * map.LANES_MAX,
  ASLEEP: map.FOOTPRINTS_MAX ** 2,
  ASLEEP_FIRST: 8 * map.FOOTPRINTS_MAX,
  SUCCESSORS: 8 * map.SUCCESSORS_MAX,
  KNOWLEDGE: map.KNOWLEDGE_END - map.KNOWLEDGE,
  FREE_PAGES: 4 * map.PAGES_MAX,
  NO_FOOTPRINTS: map.BLOCK_RECORDS,
  VAIN_FOOTPRINTS: map.BLOCK_RECORDS,
  PAGES: map.BLOCK_RECORDS * map.PAGES_MAX,
  HEADS: map.HEAD_BYTES * map.HEADS_MAX,
  WORD_BUCKETS: map.WORD_BUCKETS_END - map.WORD_BUCKETS,
  WORDS: map.WORDS_END - map.WORDS,
};

const SETTINGS: Parts = {
  RECORD_MASK: 8,
  AUDIT_MASK: 8,
  TERMINAL_PLACE: 8,
  STATE_BASE: 8,
  LOG_BASE: 8,
  RECORD_BYTES: 4,
  STATE_LINES: 4,
  COMPACT_BITS: 4,
  LINES_BEFORE: 4,
  GRANT: 4,
  BLOCKS_MAX: 4,
  WORD_COUNT: 4,
  WORD_LINES: 4,
  PAIRS: 4,
  ROOTS: 4,
  EDITION: 4,
  HOOK_PLACE: 4,
  RULES: 8,
  PROGRAMS: 8,
  JUDGED_ALWAYS: 8,
  JUDGED_ACTIVE: 8,
  JUDGED_QUIESCENT: 8,
  JUDGED_STUCK: 8,
  JUDGED_TERMINAL: 8,
  LASTING: 8,
  PLACES: 8,
  NARROW: 8,
  CANON: 4,
};

/** Changed by atomic operations of any worker. */
const COUNTERS: Parts = {
  REMAINING: 4,
  BLOCKS_USED: 4,
  WORDS_REMAINING: 4,
  WORDS_USED: 4,
  PAGES_FREE: 4,
  PAGES_USED: 4,
  HOOK_COUNT: 4,
};

/** Behind the counters. */
const EDGES: Parts = { VARS: 4, INDEX_LINES: 4, INDEX_BITS: 4, INDEX_BASE: 8 };

/** Offsets within the region of a lane. */
const LANE: Parts = {
  TRANSITIONS: 8,
  QUIESCENT_STATES: 8,
  FINAL_STATES: 8,
  ORBIT_STATES: 8,
  ORBIT_TRANSITIONS: 8,
  ORBITS_UNKNOWN: 8,
  SINK: 8,
  REACHED: 4,
  STATUS: 4,
  MISS_COUNT: 4,
  AUDIT_COUNT: 4,
  ANSWER_COUNT: 4,
  LEAF_COUNT: 4,
  MATCH_COUNT: 4,
  BLOCK: 4,
  GRANTED: 4,
  SPARE_WORD: 4,
  USED: 4,
  BUNDLE_EDITION: 4,
  BUNDLE_COUNT: 4,
  BUNDLE_NEXT: 4,
  BUNDLE_VISITS: 4,
  HOLDS: map.LASTING_MAX,
  // A tree of n words has n - 1 pairs.
  NODE_VALUES: 8 * (2 * map.WORDS_MAX - 1),
  NODE_IDS: 4 * (2 * map.WORDS_MAX - 1),
  NEXT_IDS: 4 * (2 * map.WORDS_MAX - 1),
  CANON_WORDS: 3 * map.CANON_WORDS_BYTES,
  FINDINGS: map.PROPERTIES_MAX,
  LEAVES: 8 * map.TREES_MAX,
  AWAKE: map.AWAKE_END - map.AWAKE,
  MISSES: 8 * map.MISSES_MAX,
  AUDITS: 4 * map.AUDITS_MAX,
  ANSWERS: 8 * map.TREES_MAX,
  DECODED: 4 * map.DECODED_MAX,
  MATCHES: 4 * map.MATCHES_MAX,
  BUNDLES: map.BUNDLE_BYTES * map.BUNDLES_MAX,
  PATH: map.READ_BYTES * map.PATH_MAX,
  KNOWN_BITS: 8 * map.WORDS_MAX,
  FACTORS: 16 * map.FACTORS_MAX,
  WORD_CACHE: 16 * map.WORD_CACHE_MAX,
  BATCH: map.BATCH_BYTES * map.BATCH_MAX,
  BUNDLE_MEMORY: map.BUNDLE_MEMORY_END - map.BUNDLE_MEMORY,
  NEEDS: 4 * map.SUBJECTS_MAX,
  ENABLED: map.SET_BYTES_MAX,
  MEMBERS: map.SET_BYTES_MAX,
  UNMET: map.SET_BYTES_MAX,
  SEEDS: map.SEED_BYTES * map.SEEDS_MAX,
  EDGE_COUNTS: 4 * map.EDGE_STATES_MAX,
  EDGE_HOLDS: 4 * map.EDGE_STATES_MAX,
  EDGE_WAYS: map.MATCHES_MAX,
  BACK_TO: 4,
  BACK_FROM: 4,
  EDGE_LOOPS: 4,
  EDGES_PENDING: map.PENDING_BYTES * map.EDGES_PENDING_MAX,
};

/**
 * Fields of the records in the knowledge and in the log: offsets within a program, node, leaf, entry or outcome, and a
 * block.
 */
const RECORDS: readonly { readonly fields: Parts; readonly bytes: number }[] = [
  { fields: { RANGE_END: 4 }, bytes: map.RANGE_BYTES },
  { fields: { PROGRAM_TABLE: 4 }, bytes: map.PROGRAM_BYTES },
  { fields: { NODE_FACTOR: 8, NODE_WORD: 8 }, bytes: map.NODE_HEAD },
  {
    fields: { LEAF_OUTCOMES: 4, LEAF_TRANSITIONS: 4, LEAF_FAILED: 4, LEAF_WANTED: 4, LEAF_FOOTPRINTS: 8 },
    bytes: map.LEAF_HEAD,
  },
  // In place of footprints.
  { fields: { LEAF_WANTED: 4, LEAF_NEEDS: 4 }, bytes: map.LEAF_HEAD },
  {
    fields: { SUBJECTS: 4, STEPS: 4, SET_WORDS: 4, SYSTEM_STEPS: 4, NEEDS_ELSEWHERE: 4 },
    bytes: map.NEEDS_ELSEWHERE + 4,
  },
  { fields: { ENTRY_FOOTPRINT: 4 }, bytes: map.ENTRY_BYTES },
  { fields: { FITS: 4, CHANGES: 24 }, bytes: map.CHANGES + map.CHANGE_BYTES },
  { fields: { MOVE_TO: 4, MOVE_BITS: 8, MOVE_LEFT: 8, MOVE_RIGHT: 8 }, bytes: map.MOVE_BYTES },
  { fields: { BLOCK_COUNT: 4, BLOCK_INTENT: 4, BLOCK_FOOTPRINTS: 4 }, bytes: map.HEAD_BYTES },
];

/** Names that are no region and no field. */
const NUMBERS =
  /_(MAX|END|BYTES|FIRST|FULL|HEAD|PAGES|LINES|RECORDS|PADDING|SHIFT|TOP)$|^(KNOWN|NEW|FULL|DONE|MANY_MISSES|UNKNOWN|NOTHING|OBLIGES|MOVES|TRIED|NO_\w+|LEADING_ON|WANTED|STATES_\w+)$/;

function parts(them: Parts): { readonly name: string; readonly from: number; readonly to: number }[] {
  return Object.entries(them)
    .map(([name, bytes]) => ({ name, from: ADDRESSES[name as Name], to: ADDRESSES[name as Name] + (bytes ?? 0) }))
    .toSorted((a, b) => a.from - b.from);
}

function areApartIn(t: ExecutionContext, them: Parts, from: number, to: number): void {
  let end = from;
  let last = 'the beginning';
  for (const part of parts(them)) {
    t.true(part.from >= end, `${part.name} begins at ${part.from}, and ${last} ends at ${end}`);
    [end, last] = [part.to, part.name];
  }
  t.true(end <= to, `${last} ends at ${end}, after ${to}`);
}

test('no two regions overlap, and all of them lie in the memory', (t) => {
  areApartIn(t, REGIONS, 0, GIB4);
  t.is(map.MEMORY_PAGES * 65536, GIB4);
});

test('32 bits are enough for the number of a bucket, of a record, and for twice the number of a state', (t) => {
  const GIB16 = 4 * GIB4;
  t.true(GIB16 / 8 <= 2 ** 31, 'buckets of 8 bytes in the wide memory, were it all table');
  t.true(map.HEADS_MAX * map.BLOCK_RECORDS <= 2 ** 31, 'records in as many blocks as have heads');
  t.true(map.WORDS_END - map.WORDS <= 8 * 2 ** 31, 'words');
});

test('fields of CONTROL lie in it, side by side', (t) => {
  areApartIn(t, { ...SETTINGS, ...COUNTERS }, map.CONTROL, map.CONTROL_END);
});

test('the fields behind those of CONTROL lie before the lanes', (t) => {
  areApartIn(
    t,
    { ...EDGES, STUBBORN: 4, SCRATCH: map.SCRATCH_BYTES },
    map.CONTROL_END,
    map.SCRATCH + map.SCRATCH_BYTES,
  );
});

test('fields of a lane lie in its region, side by side', (t) => {
  areApartIn(t, LANE, 0, map.SCRATCH_BYTES);
  t.is(map.SCRATCH_HEAD_END, map.FINDINGS + map.PROPERTIES_MAX);
});

test('fields of a record lie in it, side by side', (t) => {
  for (const { fields, bytes } of RECORDS) areApartIn(t, fields, 0, bytes);
});

test('every field is aligned to its width, and every region to a cache line where threads write it', (t) => {
  for (const [name, bytes] of Object.entries({ ...SETTINGS, ...COUNTERS, ...LANE })) {
    t.is(ADDRESSES[name as Name] % (bytes % 8 === 0 ? 8 : 4), 0, name);
  }
  const written: Name[] = ['SCRATCH', 'VAIN_FOOTPRINTS', 'PAGES', 'HEADS', 'WORD_BUCKETS', 'WORDS'];
  for (const name of written) t.is(ADDRESSES[name] % map.LINE_BYTES, 0, name);
  t.is(map.SCRATCH_BYTES % map.LINE_BYTES, 0, 'lanes share no line');
  t.is(map.BLOCK_RECORDS % map.LINE_BYTES, 0, 'pages of footprints share no line');
});

test('a counter that several threads change has a cache line of its own', (t) => {
  const lineOf = (address: number) => Math.floor(address / map.LINE_BYTES);
  const lines = parts({ ...SETTINGS, ...COUNTERS }).map(({ name, from, to }) => ({
    name,
    from: lineOf(from),
    to: lineOf(to - 1),
  }));
  for (const counter of lines.filter(({ name }) => name in COUNTERS)) {
    const sharing = lines.filter(({ from, to }) => from <= counter.to && to >= counter.from);
    t.deepEqual(sharing, [counter]);
  }
});

test('every number of the map is a field or a region that is checked here, or no address', (t) => {
  const checked = new Set(
    [REGIONS, SETTINGS, COUNTERS, LANE, EDGES, { STUBBORN: 4 }, ...RECORDS.map(({ fields }) => fields)].flatMap(
      (them) => Object.keys(them),
    ),
  );
  const unchecked = Object.keys(map).filter((name) => !checked.has(name) && !NUMBERS.test(name));
  t.deepEqual(unchecked, []);
});

test('sentinels differ from every number that they may stand in for', (t) => {
  t.is(BigInt.asUintN(64, BigInt(map.NO_KEY)), 2n ** 64n - 1n);
  t.true(map.NO_NODE > GIB4 / 8 && map.NO_TREE >= map.TREES_MAX);
  t.true(Math.min(map.WANTED, map.LEADING_ON) >= map.PROPERTIES_MAX);
  t.not(map.WANTED, map.LEADING_ON);
});
