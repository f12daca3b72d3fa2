/**
 * The calls of the engine. The kernel knows numbers only: packed states, decision trees, one exact table, one log. A
 * call works in the scratch region of its lane, and leaves its results there.
 */

import { openBundles } from './bundles/bundles';
import { canonical, hasSymmetry, openCanonical } from './canonical/canonical';
import { canonicalUnfolded, openCanonicalWords } from './canonical/canonical-words';
import { digestRecords } from './digest';
import { addNodes, listEdges } from './edges/edges';
import { numberOf, openIndex } from './edges/node-index';
import { expandRecords } from './expand';
import { openLane, scratch } from './lane';
import { openMoves, openNumbers, openTrees } from './layouts/convert';
import { rewriteBlock } from './layouts/rewrite';
import { closeLog, full, keyAt, openLog } from './log';
import { DONE, NO_FOOTPRINT, RECORD_BYTES, STATUS, TABLE_FULL, WORD_COUNT } from './memory-map';
import { decodeKey, enumerateBundled, enumerateKey, enumerateState, nodeWhere, searchRecords } from './search';
import { chooseRecords, listTaken } from './stubborn/choose';
import { openStubborn } from './stubborn/stubborn';
import { contains, hashOf, insert, keyIn, nodeWith, openTable, tableHashOf } from './tables/table';
import { CanonicalWord, CanonicalWords, ManyWords, OneWord } from './tree';
import { openVisits } from './visit';
import * as wide from './wide';
import { growWords, keyOfWords as keyOf, openWords, unfold } from './words';

export { keyAt } from './log';
export { randomReads } from './random-reads';
export { beginOfRun, growTable, markRecords, moveLines, placeRecords } from './tables/calls';

/** The one place where variables of modules are set that hold for a whole call. */
function open(lane: u32): void {
  openLane(lane);
  openTable();
  openWords();
  openLog();
  openVisits();
  openBundles();
  openCanonical();
  openCanonicalWords();
  openStubborn();
}

function hasManyWords(): bool {
  return load<u32>(WORD_COUNT) > 1;
}

/** Visits the records of the log from one number to another, within one block, and stores their successors. */
export function expand(lane: u32, from: usize, to: usize): void {
  open(lane);
  if (hasSymmetry()) {
    if (hasManyWords()) expandRecords<CanonicalWords>(from, to);
    else expandRecords<CanonicalWord>(from, to);
  } else if (hasManyWords()) expandRecords<ManyWords>(from, to);
  else expandRecords<OneWord>(from, to);
}

/** Decides which steps are taken in the states of records, within one block; see stubborn/choose.ts. */
export function choose(lane: u32, from: usize, to: usize): void {
  open(lane);
  if (hasSymmetry()) {
    if (hasManyWords()) chooseRecords<CanonicalWords>(from, to);
    else chooseRecords<CanonicalWord>(from, to);
  } else if (hasManyWords()) chooseRecords<ManyWords>(from, to);
  else chooseRecords<OneWord>(from, to);
}

/** Lists the steps that are taken in the state of a record, and returns how many there are; 0 if all are taken. */
export function taken(lane: u32, record: usize): u32 {
  open(lane);
  return hasManyWords() ? listTaken<ManyWords>(record) : listTaken<OneWord>(record);
}

/** Lists the records that decide a property, or what else is searched for; see search.ts. */
export function search(lane: u32, from: usize, to: usize, property: u32): void {
  open(lane);
  if (hasSymmetry()) {
    if (hasManyWords()) searchRecords<CanonicalWords>(from, to, property);
    else searchRecords<CanonicalWord>(from, to, property);
  } else if (hasManyWords()) searchRecords<ManyWords>(from, to, property);
  else searchRecords<OneWord>(from, to, property);
}

/** The leaves and successors of the state with a key. 0 if a tree has no leaf for it. */
export function enumerate(lane: u32, key: u64): u32 {
  open(lane);
  return hasManyWords() ? enumerateKey<ManyWords>(key) : enumerateKey<OneWord>(key);
}

/** The successors of the state with a key as the bundles of a lane have them; see search.ts. */
export function enumerateAsExpanded(lane: u32, key: u64): u32 {
  open(lane);
  return hasManyWords() ? enumerateBundled<ManyWords>(key) : enumerateBundled<OneWord>(key);
}

/** As `enumerate` for a node: which nodes it leads to, and the predicates of properties of infinite runs. */
export function enumerateNode(lane: u32, node: u32): u32 {
  open(lane);
  return hasManyWords() ? enumerateState<ManyWords>(node) : enumerateState<OneWord>(node);
}

/**
 * The first node from a number on; NO_NODE if there is none. Nodes for which a tree is known to lead to nothing are
 * skipped; none is with NO_TREE.
 */
export function nodeFrom(lane: u32, node: u32, tree: u32): u32 {
  open(lane);
  return hasManyWords() ? nodeWhere<ManyWords>(node, tree) : nodeWhere<OneWord>(node, tree);
}

/** The key of the canonical form of the state with a key; NO_KEY if there is no room for a new word. */
export function canonicalOf(lane: u32, key: u64): u64 {
  open(lane);
  if (!hasSymmetry()) return key;
  if (!hasManyWords()) return canonical(key);
  unfold(key);
  return canonicalUnfolded();
}

/** The node of the state with a key. */
export function nodeOf(key: u64): u32 {
  openTable();
  return nodeWith(tableHashOf(key));
}

/** The key of the state of a node. */
export function keyOfNode(node: u32): u64 {
  openTable();
  return keyIn(node);
}

/** The edges of records from one number to another, within one block, the first of which is the node of a number; see edges.ts. */
export function edges(lane: u32, from: usize, to: usize, first: u32): void {
  open(lane);
  openIndex();
  if (hasManyWords()) listEdges<ManyWords>(from, to, first);
  else listEdges<OneWord>(from, to, first);
}

/** Numbers the nodes of records from one number to another, within one block. False if the index cannot take them all. */
export function index(lane: u32, from: usize, to: usize, first: u32): bool {
  open(lane);
  openIndex();
  return addNodes(from, to, first);
}

/** The number of the state of a node among those whose edges are kept. */
export function numberOfNode(node: u32): u32 {
  openTable();
  openIndex();
  return numberOf(hashOf(keyIn(node)));
}

/** The values of the slots of the state with a key. */
export function decode(lane: u32, key: u64): void {
  open(lane);
  if (hasManyWords()) decodeKey<ManyWords>(key);
  else decodeKey<OneWord>(key);
}

export function decodeRecord(lane: u32, record: usize): void {
  decode(lane, keyAt(record));
}

/** The key of the state whose words stand at NODE_VALUES; NO_KEY if there is no room for a new word. */
export function keyOfWords(lane: u32): u64 {
  open(lane);
  return keyOf();
}

/** Stores one key: KNOWN, NEW, or FULL, and then STATUS says what is full. */
export function add(lane: u32, key: u64): u32 {
  open(lane);
  const result = insert(tableHashOf(key), key, NO_FOOTPRINT);
  // If the log had room, the lines of the table that the hash may use are full.
  store<u32>(scratch + STATUS, full === DONE ? TABLE_FULL : full);
  closeLog();
  return result;
}

/** The sum of the hashes of the states of a range; see digest.ts. */
export function digest(lane: u32, from: usize, to: usize, fields: usize, fieldsEnd: usize): u64 {
  open(lane);
  if (hasManyWords()) return digestRecords<ManyWords>(from, to, fields, fieldsEnd);
  return digestRecords<OneWord>(from, to, fields, fieldsEnd);
}

export function has(key: u64): bool {
  openTable();
  return contains(key);
}

/** A part of the growing of the table of words; see buckets.ts. */
export function growWordTable(lane: u32, last: usize, buffer: usize): usize {
  openLane(lane);
  openWords();
  return growWords(last, buffer);
}

/** Writes a block of the log in another layout of one word, while no other thread uses the log; see layouts/rewrite.ts. */
export function rewrite(block: usize, recordBytes: u32, moves: usize, movesEnd: usize): void {
  openLane(0);
  openTable();
  openMoves(moves, movesEnd);
  rewriteBlock<OneWord>(block, recordBytes);
}

/**
 * As `rewrite`, from several words to so many words, with the pairs of their tree. If slots stay in their words, `noted` is
 * the address of room for so many numbers, twice; otherwise 0. False if there was no room for a word.
 */
export function convert(
  block: usize,
  words: u32,
  pairs: usize,
  moves: usize,
  movesEnd: usize,
  noted: usize,
  numbers: u32,
): bool {
  // The tables of the layout before are void: there may be notes in their place.
  openLane(0);
  openTable();
  openWords();
  openTrees(words, pairs);
  openNumbers(noted, numbers);
  openMoves(moves, movesEnd);
  return rewriteBlock<ManyWords>(block, load<u32>(RECORD_BYTES));
}

/**
 * Touches memory that is zero, page by page, by writing: a page that is read first and then written costs two page
 * faults.
 */
export function claim(from: usize, end: usize): void {
  for (; from < end; from += 4096) store<u8>(from, 0);
}

export function clear(from: usize, bytes: usize): void {
  memory.fill(from, 0, bytes);
}

/** As `claim`, in the wide memory. */
export function claimWide(from: u64, end: u64): void {
  for (; from < end; from += 4096) wide.store8(from, 0);
}

/** As `clear`, in the wide memory. */
export function clearWide(from: u64, bytes: u64): void {
  wide.fill(from, 0, bytes);
}
