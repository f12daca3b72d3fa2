/** What one state leads to, as the kernel's tables say. */
import type { Leaf, LeafOutcome } from '../knowledge/tree.ts';

/** A transition out of a state. */
export interface Successor {
  /** The alternative's number. */
  readonly step: number;
  readonly leaf: Leaf;
  readonly outcome: LeafOutcome;
  readonly key: bigint;
}

/** The result of visiting a state: the keys of its successors other than itself, and the number of its transitions. */
export interface Expanded {
  readonly keys: readonly bigint[];
  readonly transitions: number;
}

/** In the order that they have where no choice is divided: the outcomes of a choice side by side, by their places. */
export function asChosen(successors: Successor[]): Successor[] {
  const first = new Map<number, number>();
  for (const [i, { step }] of successors.entries()) if (!first.has(step)) first.set(step, i);
  const turn = ({ step }: Successor) => first.get(step) as number;
  return successors.sort((a, b) => turn(a) - turn(b) || a.outcome.place - b.outcome.place);
}
