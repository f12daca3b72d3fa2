/** Nodes and leaves, as memory-map.ts lays them out: in the tables of the teacher, and in the bundles of a lane. */
import { indexIn } from './gather';
import { scratch } from './lane';
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

/**
 * A state of one word is in a register, a state of several words in memory: the kernel is compiled for each, and
 * once more for each when only canonical forms are stored.
 */
export type OneWord = u32;
export type ManyWords = u64;
export type CanonicalWord = u8;
export type CanonicalWords = u16;

/** Whether states have several words. Known when the kernel is compiled. */
export function isMany<T>(): bool {
  return sizeof<T>() === sizeof<ManyWords>() || sizeof<T>() === sizeof<CanonicalWords>();
}

/** Whether only canonical forms are stored. */
export function isCanonical<T>(): bool {
  return sizeof<T>() === sizeof<CanonicalWord>() || sizeof<T>() === sizeof<CanonicalWords>();
}

/**
 * The value at a place: its first six bits are the shift, the sixteen from bit 8 the word's offset, the upper half the
 * mask.
 */
export function valueAt<T>(place: u64, word: u64): u32 {
  if (isMany<T>()) word = load<u64>(scratch + <usize>((place >> 8) & 0xffff), NODE_VALUES);
  return <u32>((word >> place) & (place >> 32));
}

/** The address of the reference at which a state leaves a node. */
export function cellOf<T>(node: usize, word: u64): usize {
  if (isMany<T>()) word = load<u64>(scratch + load<u32>(node, NODE_WORD), NODE_VALUES);
  return node + NODE_HEAD + (indexIn(word, load<u64>(node), load<u64>(node, NODE_FACTOR)) << 2);
}

/** The reference to the leaf of a state below a node. */
export function descend<T>(reference: usize, word: u64): u32 {
  // The teacher publishes a node before the reference to it. The address of each load depends on the load before it,
  // which keeps the loads in order.
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

/** What a number of failed properties takes in a leaf. */
export function failedBytes(properties: u32): usize {
  return (<usize>(properties + 1) >> 1) << 3;
}
