/** The object that steps and predicates get in place of a collection that is split into parts. */
import type { Derivation } from './derivation.ts';
import { trackedList } from './tracked-list.ts';
import { trackedMap } from './tracked-map.ts';
import { trackedRecord } from './tracked-record.ts';
import { trackedSet } from './tracked-set.ts';

const made = new WeakMap<Derivation, object>();

/** The same object each time. */
export function tracked(derivation: Derivation): object {
  let object = made.get(derivation);
  if (object === undefined) {
    object = make(derivation);
    made.set(derivation, object);
  }
  return object;
}

function make(derivation: Derivation): object {
  switch (derivation.split.kind) {
    case 'Record':
      return trackedRecord(derivation);
    case 'List':
      return trackedList(derivation);
    case 'Set':
      return trackedSet(derivation);
    case 'Map':
      return trackedMap(derivation);
  }
}
