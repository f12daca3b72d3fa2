/** What is owed: something was raised and not yet handled. A ghost of the design, with two properties: it is never lost, and never spurious. */
import type { Ghost } from '../declaration.ts';

/** A component that says whether something is owed: what `.owed` of a system declares. Steps raise and handle it, and cannot read it. */
export interface Owed extends Ghost<boolean> {
  /** Tells it from other ghosts. */
  readonly owed: true;
}

export const OWES_NOTHING: Owed = { kind: 'ghost', initial: false, owed: true };

/** The ids of the two properties of what is owed. */
export function lostId(name: string): string {
  return `${name} lost`;
}

export function spuriousId(name: string): string {
  return `${name} spurious`;
}
