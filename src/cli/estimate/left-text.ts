/** What is left of an exploration, for its line of progress: only where the levels say it within a narrow interval. */
import { duration } from '../../cells/duration-text.ts';
import type { Progress } from '../../check/run.ts';
import { estimateOf, type Seen } from '../../estimate/estimate.ts';
import type { KnownExploration } from '../../estimate/known.ts';
import type { Interval } from '../../estimate/likeness.ts';
import { momentOf } from '../../estimate/moment.ts';

/** Beyond this factor between the ends of the interval of all states nothing is said. */
const FACTOR_MAX = 10;

/** `60 to 90% found, 5 s to 20 s left`; empty where that is not known. */
export function leftText({ levels, states, transitions, frontier, seconds }: Progress): string {
  if (levels === undefined) return '';
  const all = allStates({ levels, states, transitions, visited: states - frontier, complete: false });
  if (all === undefined) return '';
  const share = (total: number) => Math.min(99, Math.floor((100 * states) / total));
  const left = (total: number) => duration((total - states + frontier) * (seconds / (states - frontier)));
  return `${share(all.high)} to ${share(all.low)}% found, ${left(all.low)} to ${left(all.high)} left`;
}

/** All states, while levels shrink and within a narrow interval: as long as levels grow, their end is a guess. */
export function allStates(seen: Seen, isUsed?: (known: KnownExploration) => boolean): Interval | undefined {
  if ((momentOf(seen.levels)?.growth ?? 0) >= 0) return undefined;
  const estimate = estimateOf(seen, isUsed);
  const isTold = estimate.kind === 'interval' && estimate.states.high <= FACTOR_MAX * estimate.states.low;
  return isTold ? estimate.states : undefined;
}
