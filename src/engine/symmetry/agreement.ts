/** Whether the result of a step or judgement is the image, under a swap, of the result of another. */
import type { Leaf, LeafOutcome } from '../knowledge/tree.ts';
import type { Swap, Trail } from './swap.ts';

/** Outcomes of a choice are matched by trial; with more trials than this, the swap is refused. */
const TRIALS_MAX = 20_000;

/** A write that should be there, and one that is there instead. */
export interface Difference {
  readonly expected?: number;
  readonly found?: number;
}

/** Defines the images of values that were first written. The difference if the results do not agree; then no image is defined. */
export function disagreement(swap: Swap, leaf: Leaf, image: Leaf): Difference | undefined {
  if (leaf.obliges !== image.obliges || leaf.outcomes.length !== image.outcomes.length) return {};
  if (!sameSet(leaf.failed, image.failed) || !sameSet(leaf.observed, image.observed)) return {};
  if (leaf.outcomes.length === 0) return undefined;
  const trail: Trail = [];
  const used = new Set<number>();
  let trials = 0;
  const match = (i: number): boolean => {
    const outcome = leaf.outcomes[i];
    if (outcome === undefined) return true;
    for (const j of candidates(leaf, image, i)) {
      if (used.has(j) || ++trials > TRIALS_MAX) continue;
      const length = trail.length;
      if (agree(swap, outcome, image.outcomes[j] as LeafOutcome, trail)) {
        used.add(j);
        if (match(i + 1)) return true;
        used.delete(j);
      }
      swap.undo(trail, length);
    }
    return false;
  };
  return match(0) ? undefined : differenceOf(swap, leaf, image);
}

/** The outcome at the same place first. */
function* candidates(leaf: Leaf, image: Leaf, i: number): Generator<number> {
  const { place } = leaf.outcomes[i] as LeafOutcome;
  const same = image.outcomes.findIndex((outcome) => outcome.place === place);
  if (same >= 0) yield same;
  for (let j = 0; j < image.outcomes.length; j++) if (j !== same) yield j;
}

function agree(swap: Swap, outcome: LeafOutcome, image: LeafOutcome, trail: Trail): boolean {
  if (outcome.writes.length !== image.writes.length) return false;
  if (!sameSet(outcome.failed, image.failed) || !sameSet(outcome.marks, image.marks)) return false;
  return outcome.writes.every(([slot, id]) => {
    const to = swap.slotTo[slot] as number;
    const write = image.writes.find(([written]) => written === to);
    return write !== undefined && swap.define(slot, id, write[1], trail);
  });
}

/** The first slot that only one of them writes: it may be that the swap must move it, too. */
function differenceOf({ slotTo }: Swap, leaf: Leaf, image: Leaf): Difference {
  const written = new Set(leaf.outcomes.flatMap(({ writes }) => writes.map(([slot]) => slotTo[slot] as number)));
  const found = new Set(image.outcomes.flatMap(({ writes }) => writes.map(([slot]) => slot)));
  const [missing] = written.difference(found);
  const [other] = found.difference(written);
  return { ...(missing !== undefined && { expected: missing }), ...(other !== undefined && { found: other }) };
}

function sameSet<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b || (a.length === 0 && b.length === 0)) return true;
  if (a.length === 1 && b.length === 1) return a[0] === b[0];
  return a.length === b.length && new Set(a).symmetricDifference(new Set(b)).size === 0;
}
