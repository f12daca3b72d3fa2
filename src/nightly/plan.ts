/**
 * The plan of a night, made before it starts: which cells are served from the cache, which run, in what order, how many at once, and
 * how long that should take.
 */
import type { Phase } from '../cells/cell-runner.ts';
import type { Cache } from './cache.ts';
import { CELL_SETS } from './cell-set.ts';
import type { Durations, Estimate } from './durations.ts';
import type { Finding } from './finding.ts';
import type { NightlyCell } from './nightly-cell.ts';

/** A cell of this many states or more gets all threads: docs/decisions/nightly.md has the measurements. */
const ALONE_STATES = 5_000_000;
/** A cell of this many states does, too, if it would keep one thread busy when the others have nothing left to do. */
const LAST_ALONE_STATES = 500_000;

export interface PlannedCell extends NightlyCell {
  readonly estimate: Estimate;
  /** The last finished finding, to compare with. */
  readonly last: Finding | undefined;
  /** It resumes from a checkpoint. */
  readonly isBegun?: boolean;
}

export interface Plan {
  readonly served: readonly { readonly cell: PlannedCell; readonly finding: Finding }[];
  readonly phases: readonly Phase<PlannedCell>[];
  readonly threads: number;
  /** Of all cells that run. */
  readonly seconds: number;
}

export interface PlanOptions {
  readonly cache: Cache;
  readonly durations: Durations;
  readonly threads: number;
  /** What was asked for beyond the parameters; a finding for other bounds is another finding. */
  readonly bounds: string;
  /** Nothing is served from the cache. */
  readonly fresh: boolean;
  /** Whether a cell resumes from a checkpoint; none does by default. */
  readonly isBegun?: (cell: NightlyCell) => boolean;
}

export function planOf(
  cells: readonly NightlyCell[],
  { cache, durations, threads, bounds, fresh, isBegun }: PlanOptions,
): Plan {
  const served: Plan['served'][number][] = [];
  const toRun: PlannedCell[] = [];
  for (const cell of cells) {
    const planned = {
      ...cell,
      estimate: durations.estimate(cell),
      last: cache.last(cell),
      isBegun: isBegun?.(cell) ?? false,
    };
    const { last } = planned;
    if (!fresh && last !== undefined && cache.isCurrent(last, cell, bounds))
      served.push({ cell: planned, finding: last });
    else toRun.push(planned);
  }
  const phases = CELL_SETS.flatMap((set) =>
    phasesOf(
      toRun.filter((cell) => cell.set === set),
      threads,
    ),
  );
  const share = ({ how }: Phase<PlannedCell>) => (how === 'alone' ? 1 : threads);
  const seconds = phases.reduce((sum, phase) => sum + secondsOf(phase.cells) / share(phase), 0);
  return { served, phases, threads, seconds };
}

export function cellsToRun({ phases }: Plan): readonly PlannedCell[] {
  return phases.flatMap(({ cells }) => cells);
}

/**
 * Longest first, so that no long cell is left to run alone at the end. Cells that never finished come last, the shortest first: a guess
 * that is far too short would otherwise use up the night.
 */
function phasesOf(cells: readonly PlannedCell[], threads: number): readonly Phase<PlannedCell>[] {
  const share = secondsOf(cells) / threads;
  const isLarge = ({ estimate: { states = 0, seconds } }: PlannedCell) =>
    states >= ALONE_STATES || (states >= LAST_ALONE_STATES && seconds > share);
  const shortestFirst = cells.toSorted((a, b) => a.estimate.seconds - b.estimate.seconds || (a.id < b.id ? -1 : 1));
  const known = shortestFirst.filter(({ estimate }) => estimate.by === 'last run').toReversed();
  const guessed = shortestFirst.filter(({ estimate }) => estimate.by !== 'last run');
  const phases: readonly Phase<PlannedCell>[] = [
    { how: 'alone', cells: known.filter(isLarge) },
    { how: 'beside', cells: [...known, ...guessed].filter((cell) => !isLarge(cell)) },
    { how: 'alone', cells: guessed.filter(isLarge) },
  ];
  return phases.filter((phase) => phase.cells.length > 0);
}

function secondsOf(cells: readonly PlannedCell[]): number {
  return cells.reduce((sum, { estimate }) => sum + estimate.seconds, 0);
}
