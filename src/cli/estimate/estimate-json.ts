/** An estimate as data: `--format json`. `docs/formats.md` describes it. */
import { type Estimate, exactly, newRateOf } from '../../estimate/estimate.ts';
import type { Interval } from '../../estimate/likeness.ts';
import { momentOf } from '../../estimate/moment.ts';
import type { Sample } from '../../estimate/sample.ts';

export function estimateJson(sample: Sample): object {
  const { estimate, cost, seen, seconds, peakBytes, workers, stopped } = sample;
  const growth = momentOf(seen.levels)?.growth;
  return {
    kind: estimate.kind,
    ...(estimate.kind === 'lower bound' && { because: estimate.because }),
    ...(estimate.kind === 'interval' && { coverage: estimate.coverage, explorations: estimate.explorations }),
    ...sizesOf(estimate),
    seconds: rounded(costOfPart(estimate, seconds) ?? cost.seconds, 3),
    peakBytes: rounded(costOfPart(estimate, peakBytes) ?? cost.peakBytes, 0),
    ...(cost.fit !== undefined && { fit: cost.fit }),
    ...(stopped !== undefined && { stopped }),
    seen: {
      states: seen.states,
      visited: seen.visited,
      transitions: seen.transitions,
      levels: seen.levels,
      ...(growth !== undefined && { growth }),
      seconds: Number(seconds.toFixed(3)),
      peakBytes,
      workers,
      ...(seen.walks && { walks: { ...seen.walks, newRate: newRateOf(seen.walks) } }),
    },
  };
}

function sizesOf(estimate: Estimate): object {
  const { states, transitions, depth } = estimate;
  if (estimate.kind !== 'lower bound') return { states, transitions, depth };
  return { states: { low: states }, transitions: { low: transitions }, depth: { low: depth } };
}

/** What the part took is what the whole takes, or at least that. */
function costOfPart({ kind }: Estimate, part: number): Interval | { readonly low: number } | undefined {
  if (kind === 'interval') return undefined;
  return kind === 'exact' ? exactly(part) : { low: part };
}

function rounded(ends: Interval | { readonly low: number } | undefined, digits: number): object | undefined {
  return ends && Object.fromEntries(Object.entries(ends).map(([end, value]) => [end, Number(value.toFixed(digits))]));
}
