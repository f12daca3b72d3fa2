/** An object that is freed while others may still use it. A ghost of the design, with one property: it is not used after it is freed. */
import type { Ghost } from '../declaration.ts';

/** Whether the object is there. */
export type Life = 'live' | 'freed';

/** A component that says whether an object is there: what `.object` of a system declares. Steps use, free and allocate it, and cannot read it. */
export interface FreedObject extends Ghost<Life> {
  /** Tells it from other ghosts. */
  readonly object: true;
}

export function objectOf(initial: Life): FreedObject {
  return { kind: 'ghost', initial, object: true };
}

/** The id of the property of an object. */
export function useAfterFreeId(name: string): string {
  return `${name} use after free`;
}
