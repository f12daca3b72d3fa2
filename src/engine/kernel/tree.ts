/** Nodes and leaves, as memory-map.ts lays them out: in the tables of the teacher, and in the bundles of a slot. */
import { indexIn } from './gather';
import {
  ENTRY_BYTES,
  LEAF_FAILED,
  LEAF_HEAD,
  LEAF_OUTCOMES,
  NODE_FACTOR,
  NODE_HEAD,
  NODE_VALUES,
  NODE_WORD,
} from './memory-map';

/** A state of one word lives in a register, one of several in memory: the kernel is compiled for each. */
export type OneWord = u32;
export type ManyWords = u64;

let values: usize = 0;

export function openTrees(region: usize): void {
  values = region + NODE_VALUES;
}

/** The value that a node or place reads: its first six bits are the shift, the next byte-aligned ones the word, the upper half the mask. */
export function valueAt<T>(place: u64, word: u64): u32 {
  if (sizeof<T>() === sizeof<ManyWords>()) word = load<u64>(values + <usize>((place >> 8) & 0xffff));
  return <u32>((word >> place) & (place >> 32));
}

/** Where a state goes on from a node: the address of the reference. */
export function cellOf<T>(node: usize, word: u64): usize {
  if (sizeof<T>() === sizeof<ManyWords>()) word = load<u64>(values + load<u32>(node, NODE_WORD));
  return node + NODE_HEAD + (indexIn(word, load<u64>(node), load<u64>(node, NODE_FACTOR)) << 2);
}

/** The reference to the leaf of a state below a node. */
export function descend<T>(reference: usize, word: u64): u32 {
  // Published by the teacher, node before reference; that the address depends on it keeps the loads in order.
  while ((reference & 1) === 0) reference = load<u32>(cellOf<T>(reference, word));
  return <u32>reference;
}

/** The address of the leaf that a reference leads to. */
export function leafOf(reference: u32): u32 {
  return reference & ~7;
}

/** The entries of a leaf's outcomes. */
export function entriesOf(leaf: usize): usize {
  return leaf + LEAF_HEAD + failedBytes(load<u32>(leaf, LEAF_FAILED));
}

export function entriesEnd(leaf: usize): usize {
  return entriesOf(leaf) + <usize>load<u32>(leaf, LEAF_OUTCOMES) * ENTRY_BYTES;
}

/** Of so many failed properties in a leaf. */
export function failedBytes(properties: u32): usize {
  return (<usize>(properties + 1) >> 1) << 3;
}
