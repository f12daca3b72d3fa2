/**
 * A run that violates a property of infinite runs: the least stem to a component with a fair cycle, then a cycle there that
 * satisfies the fairness constraints in the order of declaration, each by the fewest steps. It is deterministic, because only ranks
 * choose and never numbers of nodes; the cycle is not always the shortest.
 */
import type { Route } from '../../model/exploration.ts';
import { compareRanks, type Edge, leastPath } from '../../model/least-path.ts';
import type { EdgeLabel, Visited } from '../../model/state-graph.ts';
import type { Components } from './components.ts';
import type { Goal } from './cycles.ts';

export interface Lasso {
  readonly path: Route;
  /** The step with which the cycle begins; the number of steps where the run stays in its last state for ever. */
  readonly cycleStart: number;
}

/** A step from a node: `to` is where it leads. */
interface Hop extends Edge<number> {
  readonly label: EdgeLabel;
  readonly changes: boolean;
}

export function lassoOf(components: Components): Lasso {
  const { start, path: stem } = leastStem(components);
  const end = nodeOf(stem.at(-1)?.to ?? start);
  const cycle = components.restsAt(end) ? [] : cycleFrom(components, end);
  const steps = [...stem, ...cycle].map(({ label: { alternative, place } }) => ({ alternative, place }));
  const path = { start: components.graph.initials.indexOf(nodeOf(start)), steps };
  return { path, cycleStart: stem.length };
}

/**
 * The search for the stem runs over pairs of a node and whether something is due when the run arrives there. It becomes due where the
 * search of the property begins, and stays due until the run leaves the states among which the cycle stays. A pair is encoded as
 * 2 * node + due. A pair is visited up to three times: to find the levels, to mark backwards what leads to an end, and to list hops.
 */
type Due = number;
const dueAt = (node: number, isDue: boolean): Due => 2 * node + (isDue ? 1 : 0);
const nodeOf = (due: Due): number => due >>> 1;

function leastStem(components: Components): { readonly start: Due; readonly path: readonly Hop[] } {
  const { graph, cycles } = components;
  const isDueStill = (due: Due, visited: Visited) =>
    ((due & 1) === 1 || cycles.begins(visited)) && cycles.includes(visited);
  const hops = (due: Due): Hop[] => {
    const visited = graph.visit(nodeOf(due));
    const isDue = isDueStill(due, visited);
    return hopsOf(visited, (target) => dueAt(target, isDue));
  };
  const leadsTo = (due: Due, ends: ReadonlySet<Due>): boolean => {
    const visited = graph.visit(nodeOf(due));
    const isDue = isDueStill(due, visited);
    return visited.targets.some((target) => ends.has(dueAt(target, isDue)));
  };
  const starts = graph.initials.map((node) => dueAt(node, cycles.fromStart));
  const seen = new Uint8Array(2 * graph.bound);
  const levels: Due[][] = [];
  const ends = new Set<Due>();
  for (const start of starts) seen[start] = 1;
  for (let level = starts; ends.size === 0; ) {
    levels.push(level);
    const next: Due[] = [];
    for (const due of level) {
      const visited = graph.visit(nodeOf(due));
      const isDue = isDueStill(due, visited);
      if (isDue && components.has(nodeOf(due))) ends.add(due);
      for (const target of visited.targets) {
        const to = dueAt(target, isDue);
        if (seen[to] === 0) next.push(to);
        seen[to] = 1;
      }
    }
    if (ends.size === 0 && next.length === 0) throw new Error('no run leads to the fair component');
    level = next;
  }
  // By depth, the pairs from which a shortest stem leads to an end.
  const towards: Set<Due>[] = [];
  const length = levels.length - 1;
  towards[length] = ends;
  for (let depth = length - 1; depth >= 0; depth--) {
    const after = towards[depth + 1] as Set<Due>;
    towards[depth] = new Set((levels[depth] as Due[]).filter((due) => leadsTo(due, after)));
  }
  const begins = starts.filter((start) => towards[0]?.has(start));
  return leastPath<Due, Hop>(begins, length, (due, depth) => hops(due).filter(({ to }) => towards[depth + 1]?.has(to)));
}

function hopsOf({ labels, targets, changes }: Visited, to: (target: number) => number): Hop[] {
  return labels.map((label, i) => ({
    rank: [...label.alternative.rank, label.place],
    label,
    changes: changes[i] as boolean,
    to: to(targets[i] as number),
  }));
}

/** A cycle from a node back to itself within its component that satisfies every constraint and meets every goal. */
function cycleFrom(components: Components, start: number): Hop[] {
  const { graph } = components;
  const cycle: Hop[] = [];
  const here = () => cycle.at(-1)?.to ?? start;
  const isMet = ({ isNode, isStep }: Goal) =>
    cycle.some(({ label, changes }) => isStep?.(label, changes)) ||
    [start, ...cycle.map(({ to }) => to)].some((node) => isNode?.(graph.visit(node)));
  for (const goal of [...obligations(components), ...components.cycles.goals]) {
    // A strong constraint none of whose steps is enabled in the component is satisfied already.
    if (!isMet(goal)) cycle.push(...(nearest(components, here(), goal) ?? []));
  }
  if (cycle.length === 0) cycle.push(inside(components, start)[0] as Hop);
  cycle.push(...wayTo(components, here(), start));
  return cycle;
}

/** A constraint is satisfied by a step of it, and a weak one by a state where none of its steps is enabled. */
function obligations(components: Components): Goal[] {
  return components.cycles.constraints.map(({ strength }, number): Goal => {
    const isStep = (label: EdgeLabel, changes: boolean) => changes && components.servedBy(label).includes(number);
    if (strength === 'strong') return { isStep };
    return {
      isStep,
      isNode: ({ labels, changes }) => !labels.some((label, i) => isStep(label, changes[i] as boolean)),
    };
  });
}

/** The steps that stay in a node's component, in the order of declaration. */
function inside(components: Components, node: number): Hop[] {
  const visited = components.graph.visit(node);
  const stays = visited.labels.map(
    (label, i) =>
      components.cycles.follows(label, visited.changes[i] as boolean) &&
      components.together(node, visited.targets[i] as number),
  );
  return hopsOf(visited, (target) => target)
    .filter((_, i) => stays[i])
    .toSorted((a, b) => compareRanks(a.rank, b.rank));
}

/** The fewest steps within the component that reach the goal; of several such sequences, the first in the order of declaration. */
function nearest(components: Components, from: number, { isNode, isStep }: Goal): Hop[] | undefined {
  return firstWay(
    components,
    from,
    (node) => isNode?.(components.graph.visit(node)) ?? false,
    ({ label, changes }) => isStep?.(label, changes) ?? false,
  );
}

function wayTo(components: Components, from: number, to: number): Hop[] {
  return (
    firstWay(
      components,
      from,
      (node) => node === to,
      () => false,
    ) ?? []
  );
}

function firstWay(
  components: Components,
  from: number,
  endsAt: (node: number) => boolean,
  endsWith: (hop: Hop) => boolean,
): Hop[] | undefined {
  const cameBy = new Map<number, { readonly node: number; readonly hop: Hop } | undefined>([[from, undefined]]);
  const way = (node: number): Hop[] => {
    const hops: Hop[] = [];
    for (let last = cameBy.get(node); last !== undefined; last = cameBy.get(last.node)) hops.push(last.hop);
    return hops.reverse();
  };
  for (const node of cameBy.keys()) {
    if (endsAt(node)) return way(node);
    for (const hop of inside(components, node)) {
      if (endsWith(hop)) return [...way(node), hop];
      if (!cameBy.has(hop.to)) cameBy.set(hop.to, { node, hop });
    }
  }
  return undefined;
}
