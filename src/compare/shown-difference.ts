/** A difference for people and programs: its run is re-executed from the initial state on the meaning of the model alone. */
import { type Counterexample, toCounterexample } from '../check/counterexample.ts';
import { retrace } from '../semantics/path.ts';
import { withoutChance } from '../semantics/purity.ts';
import type { ShownDifference, ShownObservation } from './comparison.ts';
import type { Difference, InclusionSearch } from './inclusion.ts';
import type { EventTable } from './observables.ts';
import type { ObservedGraph } from './observed-graph.ts';
import type { ObservationTable } from './observed-values.ts';
import { type Move, silentLasso } from './silent-cycles.ts';
import type { Next } from './subsets.ts';

interface Tables {
  readonly table: ObservationTable;
  readonly events: EventTable;
}

/** The difference that a search found; undefined if it found none. */
export function shownDifference(
  { difference }: Pick<InclusionSearch, 'difference'>,
  graph: ObservedGraph,
  tables: Tables,
): ShownDifference | undefined {
  if (difference === undefined) return undefined;
  const { by, instead } = difference;
  return {
    by,
    run: runOf(graph, difference),
    observations: observationsOf(graph, difference).map((next) => shown(next, tables)),
    instead: { observations: instead.next.map((next) => shown(next, tables)), marks: instead.marks },
  };
}

/** With a cycle at its end where it diverges. */
function runOf(graph: ObservedGraph, { start, moves, by }: Difference): Counterexample {
  const { system } = graph.exploration;
  const { stem, cycle } = by === 'diverges' ? silentLasso(graph, endOf(graph, start, moves)) : NO_LASSO;
  const all = [...moves, ...stem, ...cycle];
  const steps = all.map(({ from, transition }) => graph.stepOf(from, transition));
  const path = withoutChance(() => retrace(system, { start: graph.initials.indexOf(start), steps }));
  const run = toCounterexample(system, path);
  return cycle.length === 0 ? run : { ...run, cycleStart: moves.length + stem.length };
}

const NO_LASSO = { stem: [], cycle: [] };

function endOf({ targets }: ObservedGraph, start: number, moves: readonly Move[]): number {
  const last = moves.at(-1);
  return last === undefined ? start : (targets[last.transition] as number);
}

function observationsOf(graph: ObservedGraph, { start, moves }: Difference): readonly Next[] {
  const { observation, targets, events } = graph;
  const visible = moves.filter(({ from, transition }) => !graph.isSilent(from, transition));
  return [
    { event: 0, observation: observation[start] as number },
    ...visible.map(({ transition }) => ({
      event: events[transition] as number,
      observation: observation[targets[transition] as number] as number,
    })),
  ];
}

function shown({ event, observation }: Next, { table, events }: Tables): ShownObservation {
  const name = events.nameOf(event);
  return { ...(name !== '' && { event: name }), values: table.valuesOf(observation) };
}
