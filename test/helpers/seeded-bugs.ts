/** Bugs that are put into a copy of the engine, one at a time. The oracle must find each of them. */
export interface SeededBug {
  readonly what: string;
  readonly file: string;
  /** Must be in the file exactly once. */
  readonly text: string;
  readonly instead: string;
}

export const SEEDED_BUGS: readonly SeededBug[] = [
  {
    what: 'nodes of a tabulated claim are one although they ask for other components',
    file: 'src/engine/knowledge/tabulation.ts',
    text: 'const parts = [node.slot];',
    instead: 'const parts: number[] = [];',
  },
  {
    what: 'the read of a fourth slot is not noted',
    file: 'src/semantics/tracked-state.ts',
    text: 'this.slots.push(slot);',
    instead: 'if (this.slots.length < 3) this.slots.push(slot);',
  },
  {
    what: 'a write of the value that a slot already has is not noted',
    file: 'src/semantics/tracked-state.ts',
    text: 'return new TrackedState(this.#source, { slot, value, before: this.#last }) as this;',
    instead:
      'return this.#last === undefined && this.#source.valueAt(slot) === value ? this : (new TrackedState(this.#source, { slot, value, before: this.#last }) as this);',
  },
  {
    what: 'steps with the same outcomes share a leaf although their footprints differ',
    file: 'src/engine/knowledge/teacher.ts',
    text: '.map(({ footprint }) => footprint).join()',
    instead: '.map(() => 0).join()',
  },
  {
    what: 'a claim that was judged and held is not noted',
    file: 'src/engine/knowledge/evaluator.ts',
    text: 'for (const id of held) noted.exercised.add(id);',
    instead: '',
  },
  {
    what: 'the mask of a write leaves the highest bit of its slot as it was',
    file: 'src/engine/memory/outcome-masks.ts',
    text: 'const mask = 2 ** bits - 1;',
    instead: 'const mask = 2 ** (bits - 1) - 1;',
  },
  {
    what: 'of several writes to a word only the last is set',
    file: 'src/engine/memory/outcome-masks.ts',
    text: 'low |= lowOf(id, shift);',
    instead: 'low = lowOf(id, shift);',
  },
  {
    what: 'the upper half of a value that spans both halves of a word is lost',
    file: 'src/engine/memory/outcome-masks.ts',
    text: 'return shift === 0 ? 0 : number >>> (32 - shift);',
    instead: 'return 0;',
  },
  {
    what: 'the answer of a step that is not memoised is used for the next state, too',
    file: 'src/engine/memory/packed-states.ts',
    text: 'this.kernel.set(scratch + ANSWER_COUNT, 0);',
    instead: '',
  },
  {
    what: 'values that are seen for the second time are memoised without the last read',
    file: 'src/engine/knowledge/teacher.ts',
    text: 'return { leaf: this.#memoise(number, ids, again), isMemoised: true };',
    instead:
      'return { leaf: this.#memoise(number, ids, { ...again, reads: again.reads.slice(0, -1) }), isMemoised: true };',
  },
  {
    what: 'labels with equally many alternatives share their list of alternatives',
    file: 'src/engine/memory/agenda.ts',
    text: 'const key = numbers.join();',
    instead: 'const key = String(numbers.length);',
  },
  {
    what: 'a step with more than two outcomes loses the last one',
    file: 'src/engine/kernel/tree.ts',
    text: 'return entriesOf(leaf) + <usize>load<u32>(leaf, LEAF_OUTCOMES) * ENTRY_BYTES;',
    instead:
      'return entriesOf(leaf) + <usize>(load<u32>(leaf, LEAF_OUTCOMES) - <u32>(load<u32>(leaf, LEAF_OUTCOMES) > 2)) * ENTRY_BYTES;',
  },
  {
    what: 'an assertion that fails is not noted on a hit',
    file: 'src/engine/kernel/expand.ts',
    text: 'if (load<u32>(leaf, LEAF_FAILED) !== 0) decided(leaf);',
    instead: '',
  },
  {
    what: 'a terminal state is quiescent',
    file: 'src/engine/kernel/visit.ts',
    text: 'quiescent = !isTerminal && (flags & OBLIGES) === 0;',
    instead: 'quiescent = (flags & OBLIGES) === 0;',
  },
  {
    what: 'a terminal state is not judged',
    file: 'src/engine/kernel/visit.ts',
    text: '&& judge<T>(record, word, JUDGED_ALWAYS) && judge<T>(record, word, situation());',
    instead: '&& (isTerminal || (judge<T>(record, word, JUDGED_ALWAYS) && judge<T>(record, word, situation())));',
  },
  {
    what: 'the record of some states is not counted, although their buckets are published',
    file: 'src/engine/kernel/tables/table.ts',
    text: 'appended();\n        return NEW;',
    instead: 'if ((hash & 127) != 0) appended();\n        return NEW;',
  },
  {
    what: 'a pair of words is not interned again when only its right word changed',
    file: 'src/engine/kernel/words.ts',
    text: 'if ((((changed >> left) | (changed >> right)) & 1) === 0) continue;',
    instead: 'if (((changed >> left) & 1) === 0) continue;',
  },
  {
    what: 'the cache of interned words survives from one exploration to the next',
    file: 'src/engine/memory/store.ts',
    text: 'run.clear(scratchOf(lane) + WORD_CACHE, 16 * WORD_CACHE_MAX);',
    instead: '',
  },
  {
    what: 'widening moves only some of the slots that move alike',
    file: 'src/engine/memory/layout.ts',
    text: 'bits: (moves.get(alike)?.bits ?? 0n) | ofSlot',
    instead: 'bits: ofSlot',
  },
  {
    what: 'a state whose values fit into one word again keeps the key of several',
    file: 'src/engine/kernel/words.ts',
    text: 'if (isNarrowAfter(leafCount, outcome)) return',
    instead: 'if (isNarrowAfter(0, outcome) && changes === 0) return',
  },
  {
    what: 'a state is taken for one that fits into one word when the words that a step changes do',
    file: 'src/engine/kernel/layouts/narrow.ts',
    text: 'let found = wordsInExcess(words);',
    instead: 'let found = wordsInExcess(0);',
  },
  {
    what: 'a state of one word that outgrows it has the numbers of the state before it',
    file: 'src/engine/kernel/words.ts',
    text: 'return isNumbered ? foldChanged(changedNodes) : foldFirst(changedNodes);',
    instead: 'return foldChanged(changedNodes);',
  },
  {
    what: 'states of several words keep their keys when the words are outgrown',
    file: 'src/engine/kernel/layouts/convert.ts',
    text: 'if ((key & WIDE) === 0) return key;',
    instead: 'if (key !== 0) return key;',
  },
  {
    what: 'a number of the right word of a root has the new number that it has as the left one',
    file: 'src/engine/kernel/layouts/convert.ts',
    text: '<u32>((key ^ WIDE) >> 32), renumberedRight);',
    instead: '<u32>((key ^ WIDE) >> 32), renumberedLeft);',
  },
  {
    what: 'a footprint is written to the record before its own',
    file: 'src/engine/kernel/log.ts',
    text: 'store<u8>(footprints + index, <u8>footprint);',
    instead: 'store<u8>(footprints + index - 1, <u8>footprint);',
  },
  {
    what: 'one of many misses is forgotten',
    file: 'src/engine/exploring/level.ts',
    text: 'const left = misses.map(',
    instead: 'const left = misses.slice(misses.length > 8 ? 1 : 0).map(',
  },
  {
    what: 'the depth of a violating step is that of the state where it starts',
    file: 'src/engine/exploring/tally.ts',
    text: 'isJudgedInSteps(property) ? level + 1 : level',
    instead: 'level',
  },
  {
    what: 'a trace may end with any step from the state where the violating one starts',
    file: 'src/engine/answers/shortest.ts',
    text: '=> outcome.failed.includes(property);',
    instead: '=> outcome.failed.length > -1;',
  },
  {
    what: 'a path through several trees lacks the last read',
    file: 'src/engine/kernel/bundles/bundle-path.ts',
    text: 'for (let read = scratch + PATH; read < path; read += READ_BYTES) {\n    while',
    instead: 'for (let read = scratch + PATH; read < path - READ_BYTES; read += READ_BYTES) {\n    while',
  },
  {
    what: 'a step that leads back to one state of a path is left out for all of them',
    file: 'src/engine/kernel/bundles/bundle-leaf.ts',
    text: '(~and & ~known) === 0 && ',
    instead: '',
  },
  {
    what: 'bundles are kept although the tables were rewritten',
    file: 'src/engine/memory/agenda.ts',
    text: '(this.#kernel.get(EDITION) + 1) >>> 0 || 1',
    instead: '1',
  },
  {
    what: 'of the properties that several trees decide only one is kept',
    file: 'src/engine/kernel/bundles/bundle-leaf.ts',
    text: 'property += 4;',
    instead: '',
  },
  {
    what: 'a bundle that is split loses a member',
    file: 'src/engine/kernel/bundles/bundles.ts',
    text: 'store<u32>(bundle + BUNDLE_BYTES, (from + to) / 2, MEMBERS);',
    instead: 'store<u32>(bundle + BUNDLE_BYTES, (from + to) / 2 + 1, MEMBERS);',
  },
  {
    what: 'steps commute although the step that found the state read what the other writes',
    file: 'src/engine/knowledge/commutation.ts',
    text: ' && a.reads.isDisjointFrom(b.writes)',
    instead: '',
  },
  {
    what: 'steps commute although the step that found the state wrote what the other reads',
    file: 'src/engine/knowledge/commutation.ts',
    text: 'a.writes.isDisjointFrom(b.reads) && ',
    instead: '',
  },
  {
    what: 'steps commute although they write the same',
    file: 'src/engine/knowledge/commutation.ts',
    text: 'a.writes.isDisjointFrom(b.writes) && ',
    instead: '',
  },
  {
    what: 'of two steps that commute each sleeps after the other',
    file: 'src/engine/knowledge/commutation.ts',
    text: 'other >= foundBy',
    instead: 'other === foundBy',
  },
  {
    what: 'steps do not depend on nothing terminal having been reached',
    file: 'src/engine/knowledge/commutation.ts',
    text: '[alternative.process.labelSlot, this.#terminalSlot]',
    instead: '[alternative.process.labelSlot]',
  },
  {
    what: 'a leaf of several trees sleeps when its last outcome does',
    file: 'src/engine/kernel/bundles/bundle-leaf.ts',
    text: 'footprints |= footprintBit',
    instead: 'footprints = footprintBit',
  },
  {
    what: 'bits that a node gathers may fall on one another',
    file: 'src/engine/kernel/gather.ts',
    text: 'if ((seen & bit) !== 0 || index > largest) return 0;',
    instead: 'if (index > largest) return 0;',
  },
];

/** Bugs that the random systems of collections (random-collections.ts) must show. */
export const SEEDED_PART_BUGS: readonly SeededBug[] = [
  {
    what: 'a Set always has the first element',
    file: 'src/semantics/tracked/tracked-set.ts',
    text: 'if (position !== undefined) return derivation.part(position) !== ABSENT;',
    instead: 'if (position !== undefined) return position === 0 || derivation.part(position) !== ABSENT;',
  },
  {
    what: 'elements that no part covers are forgotten by a filter',
    file: 'src/semantics/tracked/tracked-set.ts',
    text: 'if (rest.size !== 0) return undefined;',
    instead: '',
  },
  {
    what: 'a filter always has the order of insertion',
    file: 'src/semantics/tracked/tracked-set.ts',
    text: 'if (ordered && !isOrderClear) base.noteOrder();',
    instead: '',
  },
  {
    what: 'a filter forgets the last element that may satisfy it',
    file: 'src/semantics/tracked/tracked-set.ts',
    text: 'return positions;',
    instead: 'return positions.slice(0, -1);',
  },
  {
    what: 'a List forgets that its size changed',
    file: 'src/semantics/tracked/tracked-list.ts',
    text: '.withRest(rest)',
    instead: '',
  },
  {
    what: 'a whole value that is written leaves the parts that it does not have',
    file: 'src/engine/knowledge/evaluator.ts',
    text: 'split.split.partsOf(value).entries()',
    instead: "[...split.split.partsOf(value).entries()].filter(([i, part]) => i === 0 || part.text !== 'absent')",
  },
  {
    what: 'a result that depends on the order of elements is learnt for every size of the Set',
    file: 'src/engine/knowledge/parts-evaluation.ts',
    text: "isClear ? 'inserted' : undefined",
    instead: "'inserted'",
  },
  {
    what: 'the part of a Record that a step replaces is not read',
    file: 'src/semantics/tracked/tracked-record.ts',
    text: 'if (itself(to) === this.#derivation.part(index)) return this;',
    instead: '',
  },
  {
    what: 'of the parts of a value that is read, the last is not noted',
    file: 'src/engine/knowledge/source.ts',
    text: 'else for (const column of split.columns) this.#reads.note(column);',
    instead: 'else for (const column of split.columns.slice(0, -1)) this.#reads.note(column);',
  },
  {
    what: 'the value of a key is kept when another value of the Map is written',
    file: 'src/semantics/tracked/split.ts',
    text: 'return [rest, ...this.keys.map((key) => (map.has(key.value) ? of(map.get(key.value)) : ABSENT))];',
    instead: 'return [rest, ...this.keys.map((key) => (map.has(key.value) ? of(map.first()) : ABSENT))];',
  },
  {
    what: 'a tracked value is taken for one of another component',
    file: 'src/semantics/tracked-state.ts',
    text: 'derivation?.base.slot !== slot || ',
    instead: 'derivation === undefined || ',
  },
];

/** Bugs in symmetry that random systems of replicas (random-replicas.ts) must show. */
export const SEEDED_SYMMETRY_BUGS: readonly SeededBug[] = [
  {
    what: 'the family is believed instead of verified',
    file: 'src/engine/symmetry/closure.ts',
    text: 'if (difference === undefined) return;',
    instead: 'return;',
  },
  {
    what: 'values of a slot that the path does not fix are not tried',
    file: 'src/engine/symmetry/closure.ts',
    text: 'if (id === own) continue;',
    instead: 'if (id !== own) continue;',
  },
  {
    what: 'entries that are learnt while exploring are not verified',
    file: 'src/engine/symmetry/symmetry.ts',
    text: 'this.#closure?.verify();',
    instead: '',
  },
  {
    what: 'initial values that differ are taken for alike',
    file: 'src/engine/symmetry/swap.ts',
    text: 'if (known !== undefined || back !== undefined) return known === image && back === id;',
    instead: 'if (known !== undefined) return true;',
  },
  {
    what: 'values that name a replica stay as they are',
    file: 'src/engine/memory/canonical-tables.ts',
    text: 'if (image !== undefined && id < room) this.#kernel.set(table + 4 * id, image);',
    instead: '',
  },
  {
    what: 'a result may decide other properties in its twin',
    file: 'src/engine/symmetry/agreement.ts',
    text: 'if (!sameSet(leaf.failed, image.failed) || !sameSet(leaf.observed, image.observed)) return {};',
    instead: '',
  },
  {
    what: 'equal blocks that other values tell apart are left as they are',
    file: 'src/engine/kernel/canonical/canonical.ts',
    text: '} else if (next !== word) isUnclear = true;',
    instead: '}',
  },
  {
    what: 'a state that changed places keeps the footprint that found it',
    file: 'src/engine/kernel/batch.ts',
    text: 'const footprint = isCanonical<T>() ? NO_FOOTPRINT : load<u32>(entry, ENTRY_FOOTPRINT);',
    instead: 'const footprint = load<u32>(entry, ENTRY_FOOTPRINT);',
  },
  {
    what: 'a search for a trace looks for states that are not stored',
    file: 'src/engine/answers/shortest.ts',
    text: 'isOn.has(packed.canonical(successor.key))',
    instead: 'isOn.has(successor.key)',
  },
];
