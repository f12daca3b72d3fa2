/**
 * Digests of sets of states, which tell whether two runs found the same states. They are over values, never over numbers that a run
 * gave to states, and independent of order, so that neither threads nor their timing nor the packing of states make a difference.
 *
 * The hash of a state is the sum of a 64-bit hash for each slot and value (Zobrist, "A new hashing method with application for
 * game playing", 1970, with sums for exclusive ors), mixed so that sums of such hashes say more than how often each value
 * occurs. The digest of a set is the sum over its states, modulo 2^64. Two different sets agree by chance once in 2^64.
 */
import type { Canonical } from './canonical.ts';
import type { Slot } from './state.ts';
import { textHash } from './text-hash.ts';

/** A breadth-first level: its number of states, and 16 hexadecimal digits. */
export interface LevelDigest {
  readonly states: number;
  readonly digest: string;
}

/** The summand of a value of a slot in the hash of its state. */
export function valueHash({ name }: Slot, { text }: Canonical): bigint {
  return textHash(`${name}\0${text}`);
}

/** The hash of a state from the sum over its slots: Stafford's 13th mixer, as SplitMix64 has it (Steele, Lea, Flood, OOPSLA 2014). */
export function mixed(sum: bigint): bigint {
  let hash = BigInt.asUintN(64, sum);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 30n)) * 0xbf58476d1ce4e5b9n);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 27n)) * 0x94d049bb133111ebn);
  return hash ^ (hash >> 31n);
}

export function levelDigest(states: number, sum: bigint): LevelDigest {
  return { states, digest: BigInt.asUintN(64, sum).toString(16).padStart(16, '0') };
}
