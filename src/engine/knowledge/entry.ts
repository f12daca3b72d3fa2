/** What one evaluation gave: an entry of a tree, if it is memoised. */
import type { Leaf } from './tree.ts';

export interface Entry {
  readonly reads: readonly number[];
  /** How many of the reads, from the first on, determine the outcomes. */
  readonly needed: number;
  readonly leaf: Leaf;
}

export function same(a: Pick<Entry, 'reads' | 'leaf'>, b: Pick<Entry, 'reads' | 'leaf'>): boolean {
  return (
    a.leaf.key === b.leaf.key && a.reads.length === b.reads.length && a.reads.every((slot, i) => slot === b.reads[i])
  );
}
