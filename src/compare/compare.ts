/** Compares what can be observed of two systems: explores both, then searches for a trace of one that the other does not have. */
import { type Explored, explore, type RunLimits, type RunOptions } from '../check/run.ts';
import { withinBuffers } from '../check/store-buffers.ts';
import type { Stopped } from '../model/exploration.ts';
import type { Observable } from '../model/observable.ts';
import type { System } from '../model/system.ts';
import type { Comparison, ComparisonVerdict, Direction, Side } from './comparison.ts';
import { InclusionSearch } from './inclusion.ts';
import { declaredObservables, EventTable, type Observables, observablesOf } from './observables.ts';
import { ObservedGraph } from './observed-graph.ts';
import { ObservationTable } from './observed-values.ts';
import { shownDifference } from './shown-difference.ts';
import { markDivergence } from './silent-cycles.ts';

export interface CompareOptions extends RunLimits, Pick<RunOptions, 'engine'> {
  /** Also whether B is included in A. */
  readonly both?: boolean;
  /** The components to observe, by name, instead of those that the systems declare or that properties read. */
  readonly observe?: readonly string[];
}

type Pair<T> = readonly [T, T];
type During = NonNullable<Comparison['stopped']>['during'];

const SIDES = ['A', 'B'] as const;

/**
 * Whether everything observable of A is possible in B. Limits are those of the whole comparison; `statesMax` is that of each exploration,
 * and of the pairs of each search. Throws `E_USAGE` for systems without a common observable.
 */
export async function compare(A: System, B: System, options: CompareOptions = {}): Promise<Comparison> {
  const start = performance.now();
  const declared = declaredObservables([A, B], options.observe);
  const explored: Explored[] = [];
  const end = new Ending(A, B, explored, () => (performance.now() - start) / 1000);
  try {
    for (const [i, system] of [A, B].entries()) {
      const { timeoutSeconds } = options;
      const left =
        timeoutSeconds === undefined ? {} : { timeoutSeconds: Math.max(0.001, timeoutSeconds - end.seconds()) };
      explored.push(withinBuffers(await explore(system, { ...options, ...left })));
      const stopped = explored[i]?.stopped;
      if (stopped !== undefined) return end.stopped(stopped, i === 0 ? 'exploring A' : 'exploring B');
    }
    return await compareExplored(explored as unknown as Pair<Explored>, declared, options, end);
  } finally {
    for (const { exploration } of explored) await exploration.close();
  }
}

async function compareExplored(
  [one, other]: Pair<Explored>,
  declared: readonly Observable[] | undefined,
  options: CompareOptions,
  end: Ending,
): Promise<Comparison> {
  const { host } = other;
  const graphs = [new ObservedGraph(one.exploration), new ObservedGraph(other.exploration)] as const;
  const events = new EventTable(declared);
  for (const graph of graphs) {
    const stopped = await graph.connect((step) => events.numberOf(graph.exploration.system, step), host);
    if (stopped !== undefined) return end.stopped(stopped, 'comparing');
  }
  const observables = observablesOf([one.exploration, other.exploration], declared, options.observe !== undefined);
  end.observables = observables;
  const table = new ObservationTable(observables.names);
  for (const [i, graph] of graphs.entries()) {
    const stopped = await graph.observe(table.reader(observables.slots[i] ?? []), host);
    if (stopped !== undefined) return end.stopped(stopped, 'comparing');
    markDivergence(graph);
  }
  const orders = options.both
    ? ([
        [0, 1],
        [1, 0],
      ] as const)
    : ([[0, 1]] as const);
  for (const [of, within] of orders) {
    const search = new InclusionSearch(graphs[of], graphs[within], options.statesMax);
    const stopped = await search.run(host);
    end.directions.push(
      directionOf([SIDES[of], SIDES[within]], search, stopped, () =>
        shownDifference(search, graphs[of], { table, events }),
      ),
    );
    if (stopped !== undefined) return end.stopped(stopped, 'comparing');
  }
  return end.decided();
}

function directionOf(
  [of, within]: Pair<Side>,
  { pairs, subsets, difference }: InclusionSearch,
  stopped: Stopped | undefined,
  shown: () => Direction['difference'],
): Direction {
  const counts = { of, in: within, pairs, subsets };
  if (stopped !== undefined) return { ...counts, verdict: 'undecided' };
  const found = difference === undefined ? undefined : shown();
  if (found === undefined) return { ...counts, verdict: 'included' };
  return { ...counts, verdict: 'not included', difference: found };
}

/** Makes the result of what is known when the comparison ends. */
class Ending {
  observables: Observables | undefined;
  readonly directions: Direction[] = [];
  readonly seconds: () => number;
  readonly #systems: Pair<System>;
  readonly #explored: readonly Explored[];

  constructor(A: System, B: System, explored: readonly Explored[], seconds: () => number) {
    this.#systems = [A, B];
    this.#explored = explored;
    this.seconds = seconds;
  }

  decided(): Comparison {
    return this.#result(verdictOf(this.directions));
  }

  /** A difference that was found stays one. */
  stopped(reason: Stopped, during: During): Comparison {
    const isDifferent = this.directions.some(({ verdict }) => verdict === 'not included');
    return { ...this.#result(isDifferent ? 'different' : 'undecided'), stopped: { reason, during } };
  }

  #result(verdict: ComparisonVerdict): Comparison {
    const { by = 'properties', names: values = [], events = [], notCompared = [] } = this.observables ?? {};
    const side = (i: 0 | 1) => ({
      system: this.#systems[i].origin,
      states: this.#explored[i]?.exploration.states ?? 0,
      transitions: this.#explored[i]?.exploration.transitions ?? 0,
    });
    const observed = { by, values, events, notCompared };
    const { directions } = this;
    return { A: side(0), B: side(1), verdict, observed, fairness: 'none', directions, seconds: this.seconds() };
  }
}

function verdictOf(directions: readonly Direction[]): ComparisonVerdict {
  const isIncluded = directions.every(({ verdict }) => verdict === 'included');
  if (directions.length === 1) return isIncluded ? 'included' : 'not included';
  return isIncluded ? 'equal' : 'different';
}
