/**
 * Evaluates a step or claim on tracked values. What it reads of them, and not what it does, is new here: a Set's elements may have two orders,
 * which are tried, and what cannot be told of parts is told (agreement.ts).
 */

import type { SetOrder } from '../../semantics/tracked/derivation.ts';
import { identityDoubts } from '../../semantics/tracked/identity.ts';
import type { Reads, Source } from '../../semantics/tracked-state.ts';
import { NotSplittable } from './agreement.ts';
import type { Ids } from './domain.ts';
import type { Entry } from './entry.ts';
import type { Scratch } from './scratch.ts';
import type { StateSource } from './source.ts';
import type { Leaf } from './tree.ts';

/** How the evaluator evaluates. */
interface Evaluations {
  readonly reads: Reads;
  readonly scratch: Scratch;
  /** Comparisons by identity are seen (semantics/tracked/identity.ts). */
  readonly isVisible: boolean;
  /** `order`: undefined for plain values. */
  readonly source: (ids: Ids, order: SetOrder | undefined) => StateSource;
  readonly result: (number: number, source: Source, ids: Ids) => { readonly leaf: Leaf; readonly needed: number };
  /** Notes no facts. */
  readonly quietly: <T>(body: () => T) => T;
}

export class PartsEvaluation {
  readonly #evaluations: Evaluations;

  constructor(evaluations: Evaluations) {
    this.#evaluations = evaluations;
  }

  /** Throws `NotSplittable` if parts do not tell what the values themselves would. To be called when reads have begun. */
  evaluate(number: number, ids: Ids): Entry {
    const { source, result, reads } = this.#evaluations;
    const doubts = identityDoubts();
    const inserted = source(ids, 'inserted');
    const first = this.#shown(number, inserted, ids);
    if (inserted.deeds.size > 0) throw new NotSplittable([...inserted.deeds]);
    this.#readUntouched(inserted);
    const isClear = inserted.ordered.size === 0 || this.#isSameHashed(number, ids, first.text, inserted.ordered);
    // Facts are noted now that the order of the elements of Sets is known.
    const { leaf } = result(number, source(ids, isClear ? 'inserted' : undefined), ids);
    // Where no tracked value was given, none can be what a doubt is about.
    const given = [...inserted.given];
    if (identityDoubts() > doubts && given.length > 0) throw new NotSplittable(given);
    // What was read since then may determine the outcomes, too.
    const { slots } = reads;
    return { reads: slots, needed: slots.length > first.read ? slots.length : first.needed, leaf };
  }

  /** Whether the other order of the elements of one Set shows the same. If not, it depends on its size, so plain values are read. */
  #isSameHashed(number: number, ids: Ids, shown: string, ordered: ReadonlySet<number>): boolean {
    const hashed = this.#evaluations.source(ids, 'hashed');
    const other = this.#shown(number, hashed, ids);
    this.#readUntouched(hashed);
    // Of several Sets, one may have the one order and another the other.
    return other.text === shown && ordered.union(hashed.ordered).size === 1;
  }

  /** Where identity is not visible, it may be all that matters of a value that was given. */
  #readUntouched(source: StateSource): void {
    if (!this.#evaluations.isVisible) source.readUntouched();
  }

  /** What an evaluation shows: its result, which properties had something to judge, what predicates read. `read`: how much so far. */
  #shown(number: number, source: Source, ids: Ids) {
    const { scratch, quietly, result, reads } = this.#evaluations;
    scratch.begin();
    const { leaf, needed } = quietly(() => result(number, source, ids));
    return { needed, read: reads.slots.length, text: `${leaf.key} ${scratch.text}` };
  }
}
