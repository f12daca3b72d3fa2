/**
 * How a state is packed: each slot has its bits in one of the state's words. There is one word if all slots fit.
 * Otherwise slots that change together share words, because every word that a step changes has to be interned again.
 */
import type { Domain } from '../knowledge/domain.ts';

/** Bits of a word, at most: a state of one word is its own key, and a key is never all ones (NO_KEY). */
export const WORD_BITS = 63;
/** Bits for which one node of the tables can ask. A wider slot takes several nodes. */
export const DIGIT_BITS = 6;

export interface Place {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

export interface Layout {
  /** By slot. */
  readonly places: readonly Place[];
  readonly words: number;
  /** Bytes of a record of the log: the packed state, or the key of an interned state. */
  readonly recordBytes: number;
  /** With several words: the places in the one word that is the key of a state if all its values fit (kernel/layouts/narrow.ts). */
  readonly narrow?: readonly Place[] | undefined;
}

/** The number of times that a step was seen to write both slots. */
export type Affinity = (a: number, b: number) => number;

export interface LayoutOptions {
  /** Bits of a word, at most. Fewer than `WORD_BITS` make several words of a state that would fit in one. */
  readonly wordBits: number;
  /** Whether to leave room for values that are not known yet. */
  readonly spare: boolean;
  /** The layout that is outgrown: slots of several words stay in their words if these have room (kernel/convert.ts). */
  readonly before?: Layout;
}

/** Costs a pass over the slots; with several words, a pass over the pairs of slots. */
export function layOut(domains: readonly Domain[], affinity: Affinity, options: LayoutOptions): Layout {
  const widths = domains.map((domain) => bitsOf(domain, options.spare));
  const total = sum(widths);
  if (total > options.wordBits) return severalWords(domains, affinity, options);
  return placed([widths.map((_, slot) => slot)], widths, Math.max(1, Math.ceil(total / 8)));
}

/**
 * Bits cost little in interned words, and widening costs much: every slot that may take more values gets a spare bit.
 */
function severalWords(domains: readonly Domain[], affinity: Affinity, options: LayoutOptions): Layout {
  const widths = domains.map(
    (domain) => bitsOf(domain, options.spare) + (options.spare && !domain.complete && !domain.isBoolean ? 1 : 0),
  );
  const wordBits = Math.max(options.wordBits, ...widths);
  return placed(kept(widths, wordBits, options.before) ?? grouped(widths, affinity, wordBits), widths, 8);
}

/** The slots of each word as they were; undefined if a word has no room for them. */
function kept(widths: readonly number[], wordBits: number, before?: Layout): number[][] | undefined {
  if (before === undefined || before.words === 1) return undefined;
  const groups = Array.from({ length: before.words }, (_, word) =>
    [...before.places.keys()].filter((slot) => before.places[slot]?.word === word),
  );
  return groups.every((slots) => sum(slots.map((slot) => widths[slot] as number)) <= wordBits) ? groups : undefined;
}

function placed(groups: readonly (readonly number[])[], widths: readonly number[], recordBytes: number): Layout {
  const places: Place[] = [];
  groups.forEach((slots, word) => {
    let shift = 0;
    for (const slot of slots) {
      const bits = widths[slot] as number;
      places[slot] = { word, shift, bits };
      shift += bits;
    }
  });
  return { places, words: groups.length, recordBytes };
}

/** Bits of a key: those of the one word, or all. */
export function keyBits({ places, words }: Layout): number {
  return words > 1 ? 64 : Math.max(...places.map(({ shift, bits }) => shift + bits), 1);
}

/** Whether the numbers of all known values fit. */
export function fits({ places }: Layout, domains: readonly Domain[]): boolean {
  return domains.every(({ size }, slot) => size <= 2 ** (places[slot]?.bits ?? 0));
}

/** A layout to continue in after another, whose narrow keys remain. */
export function widerThan(before: Layout, next: Layout): Layout {
  return next.words === 1 ? next : { ...next, narrow: before.words === 1 ? before.places : before.narrow };
}

/** By word, the bits of numbers that are not in the narrow word. */
export function excessOf({ places, words, narrow }: Layout): bigint[] {
  const excess = Array.from({ length: words }, () => 0n);
  narrow?.forEach(({ bits: inNarrow }, slot) => {
    const { word, shift, bits } = places[slot] as Place;
    excess[word] = (excess[word] ?? 0n) | ((2n ** BigInt(bits) - 2n ** BigInt(inNarrow)) << BigInt(shift));
  });
  return excess;
}

/**
 * The tree by which words are interned, as pairs of nodes: neighbours are paired first, and an odd one moves up a level.
 * Nodes are the words, then the pairs.
 */
export function pairsOf(words: number): number[] {
  const pairs: number[] = [];
  let level = Array.from({ length: words }, (_, node) => node);
  while (level.length > 1) {
    const next: number[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) {
      next.push(words + pairs.length / 2);
      pairs.push(level[i] as number, level[i + 1] as number);
    }
    if (level.length % 2 === 1) next.push(level.at(-1) as number);
    level = next;
  }
  return pairs;
}

/** Bits of a word that move alike into a word of another layout: by so many bits to the left (or, negative, to the right). */
export interface Move {
  readonly from: number;
  readonly to: number;
  readonly bits: bigint;
  readonly by: number;
}

/** The moves from some places to others, by the words that they lead to. */
export function movesBetween(before: readonly Place[], next: readonly Place[]): Move[] {
  const moves = new Map<string, Move>();
  before.forEach(({ word: from, shift, bits }, slot) => {
    const { word: to, shift: shiftAfter } = next[slot] as Place;
    const by = shiftAfter - shift;
    const alike = [from, to, by].join();
    const ofSlot = (2n ** BigInt(bits) - 1n) << BigInt(shift);
    moves.set(alike, { from, to, by, bits: (moves.get(alike)?.bits ?? 0n) | ofSlot });
  });
  return [...moves.values()].sort((a, b) => a.to - b.to);
}

function bitsOf(domain: Domain, spare: boolean): number {
  if (domain.isBoolean) return 1;
  const values = domain.size + (spare && !domain.complete ? 1 : 0);
  return Math.max(1, Math.ceil(Math.log2(values)));
}

/**
 * Fills words one by one: first with the remaining slot that is written most, then with those written most together
 * with it.
 */
function grouped(widths: readonly number[], affinity: Affinity, wordBits: number): number[][] {
  const words = Math.ceil(sum(widths) / wordBits);
  // Words of about the same width: the fewer bits a word has, the fewer values it takes, which have to be interned.
  const enough = Math.ceil(sum(widths) / words);
  const left = new Set(widths.keys());
  const groups: number[][] = [];
  while (left.size > 0) {
    const group: number[] = [];
    let used = 0;
    while (used < enough) {
      const fitting = [...left].filter((slot) => used + (widths[slot] as number) <= wordBits);
      const best = fitting
        .map((slot) => ({
          slot,
          weight: group.length === 0 ? affinity(slot, slot) : sum(group.map((other) => affinity(slot, other))),
        }))
        .reduce<{ slot: number; weight: number } | undefined>(
          (a, b) => (a !== undefined && a.weight >= b.weight ? a : b),
          undefined,
        );
      if (best === undefined) break;
      left.delete(best.slot);
      group.push(best.slot);
      used += widths[best.slot] as number;
    }
    groups.push(group);
  }
  return groups;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
