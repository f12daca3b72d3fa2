/**
 * Fences that a caller places without a change of the model: each stands in front of a step of the program text. Every model has the
 * parameter `fenceBefore` besides its own, a set of places, which no list of its parameters shows.
 */
import { UserError } from '../../errors.ts';
import { suggestion } from '../../model/names.ts';
import { type Alternative, placeOf, type StepFunction } from '../../model/process.ts';
import type { MemoryAccess } from '../../semantics/memory-access.ts';

/** The name of the parameter. */
export const FENCE_BEFORE = 'fenceBefore';

/** The places among chosen parameters. */
export function fencesIn(chosen: { readonly [name: string]: unknown }): ReadonlySet<string> {
  return new Set((chosen[FENCE_BEFORE] ?? []) as Iterable<string>);
}

/** A step of the text as one word, the same for all replicas of its process: `p.look-at-flag`, `p.guest/wfi`. */
export function fencePlace(alternative: Parameters<typeof placeOf>[0]): string {
  return placeOf(alternative).replaceAll(/[^\p{L}\p{N}_./-]+/gu, '-');
}

/** How the steps of a system run besides as they are written. */
export interface FenceOptions {
  /** A fence stands in front of these steps. */
  readonly fencedBefore?: ReadonlySet<string>;
  /** Each step notes whether it accesses shared memory, and whether stores of its CPU wait then. */
  readonly notesAccesses?: boolean;
}

/** The step as it runs. */
export function stepBehindFence(
  run: StepFunction,
  alternative: Parameters<typeof placeOf>[0],
  { fencedBefore, notesAccesses = false }: FenceOptions,
): StepFunction {
  if (notesAccesses) {
    const place = fencePlace(alternative);
    return (s) => (s as MemoryAccess).noting(place, run);
  }
  return fencedBefore?.has(fencePlace(alternative)) ? (s) => (s as MemoryAccess).behindFence(run) : run;
}

/** Throws `E_PARAMETER` for a fence in front of a step that no process has. */
export function refuseUnknownPlaces(alternatives: readonly Alternative[], { fencedBefore }: FenceOptions): void {
  if (fencedBefore === undefined || fencedBefore.size === 0) return;
  const known = new Set(alternatives.map(fencePlace));
  const unknown = [...fencedBefore].find((place) => !known.has(place));
  if (unknown === undefined) return;
  throw new UserError('E_PARAMETER', `${FENCE_BEFORE}: no process has a step '${unknown}'.`, {
    hint: suggestion(unknown, known),
  });
}
