/** A compact table of states is filled with keys, grows in parts, and must have these keys and no others. */
import { defineSystem } from 'everywhen';
import { NO_NODE, NO_TREE } from '../../src/engine/kernel/memory-map.ts';
import type { Kernel } from '../../src/engine/kernel.ts';
import { Teacher } from '../../src/engine/knowledge/teacher.ts';
import { doTask } from '../../src/engine/memory/growth.ts';
import type { Layout } from '../../src/engine/memory/layout.ts';
import { PackedStates } from '../../src/engine/memory/packed-states.ts';
import type { Store } from '../../src/engine/memory/store.ts';
import { systemOf } from './explored.ts';

export interface Keys {
  readonly what: string;
  readonly bits: number;
  readonly keyOf: (i: number, random: () => number) => bigint;
}

export const KEYS: readonly Keys[] = [
  { what: 'few bits, in order', bits: 20, keyOf: (i) => BigInt(i) },
  { what: '32 bits', bits: 32, keyOf: (_, random) => BigInt(random()) },
  { what: '33 bits, the upper ones alone', bits: 33, keyOf: (i) => BigInt(i) << 15n },
  { what: '36 bits', bits: 36, keyOf: (_, random) => (BigInt(random()) << 4n) ^ BigInt(random() % 16) },
];
const COUNT = 60_000;
/** Lines whose number is no power of two, as those of large tables. */
export const LINES_FIRST = 1500;

const one = systemOf(
  defineSystem({ n: 0 }, { deadlock: 'allowed' }).rules('r', { next: (s) => s.set('n', 1 - s.get('n')) }),
);

export function layoutOf(bits: number): Layout {
  return { places: [{ word: 0, shift: 0, bits }], words: 1, recordBytes: Math.ceil(bits / 8) };
}

export function storeOf(kernel: Kernel, bits: number): Store {
  return new PackedStates(kernel, new Teacher(one), layoutOf(bits), Number.POSITIVE_INFINITY).store;
}

/** What is wrong with the table of a kernel that begins with a compact one; undefined if nothing is. */
export function faultIn(kernel: Kernel, { bits, keyOf }: Keys): string | undefined {
  const store = storeOf(kernel, bits);
  try {
    return store.sizes.isCompact ? faultOf(kernel, store, keyOf) : 'the table is not compact';
  } catch (error) {
    return String(error);
  } finally {
    store.clear();
  }
}

function faultOf(kernel: Kernel, store: Store, keyOf: Keys['keyOf']): string | undefined {
  const random = numbers(88172645);
  const keys = new Set<bigint>();
  let tasks = 0;
  for (let i = 0; keys.size < COUNT; i++) {
    const key = keyOf(i, random);
    let result = store.addKey(key);
    if (typeof result !== 'string') {
      const growth = store.beginGrowth(() => true);
      if (typeof growth === 'string') return growth;
      for (const round of growth.rounds(5, 1)) {
        for (const task of round.toSorted(() => (random() % 2) - 0.5)) doTask(kernel, ++tasks % 7, task);
      }
      growth.finish();
      store.endGrowth();
      result = store.addKey(key);
    }
    if (result !== (keys.has(key) ? 'known' : 'new')) return `${key} is ${result}`;
    keys.add(key);
  }
  if (tasks < 10) return 'it never grew';
  let stored = 0;
  for (let node = 0; ; node++, stored++) {
    node = kernel.run.nodeFrom(0, node, NO_TREE) >>> 0;
    if (node === NO_NODE) break;
    const key = BigInt.asUintN(64, kernel.run.keyOfNode(node));
    if (!keys.has(key)) return `${key} of node ${node} was never added`;
    if (kernel.run.nodeOf(key) >>> 0 !== node) return `node ${node} is not found by its key`;
  }
  return stored === keys.size ? undefined : `${stored} nodes of ${keys.size} keys`;
}

/** Marsaglia's xorshift of 32 bits. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
