/** The least of the shortest paths to what the reference explorer found, by the rule of `leastPath`. */

import type { PathStep, Route } from '../model/exploration.ts';
import { type Edge, leastPath } from '../model/least-path.ts';
import type { State } from '../model/state.ts';
import { candidates } from '../model/system.ts';
import { evaluate } from '../semantics/evaluation.ts';
import type { Found, FoundStates } from './found.ts';

interface StepEdge extends Edge<number>, PathStep {}

/** The least path from an initial state to a target of the found. */
export function shortestPath(exploration: FoundStates, found: Found): Route {
  const relevant = statesTowards(exploration, found);
  const targets = new Set(
    found.targets.map(({ state, step }) =>
      step === undefined ? '' : `${state} ${step.alternative.position} ${step.place}`,
    ),
  );

  const edges = (from: number, depth: number): StepEdge[] => {
    const last = depth + 1 === found.depth;
    return successors(exploration, from).filter(({ to, alternative, place }) =>
      last && !targets.has('') ? targets.has(`${from} ${alternative.position} ${place}`) : relevant[depth + 1]?.has(to),
    );
  };
  // Initial states are found first, in their order.
  const starts = [...exploration.system.initials.keys()].filter((number) => relevant[0]?.has(number));
  const { start, path } = leastPath(starts, found.depth, edges);
  return { start, steps: path };
}

/** For each depth, the states of that breadth-first level from which a shortest path leads to a target. */
function statesTowards(exploration: FoundStates, found: Found): Set<number>[] {
  const relevant: Set<number>[] = [];
  const endsInStep = found.targets[0]?.step !== undefined;
  const deepest = endsInStep ? found.depth - 1 : found.depth;
  relevant[deepest] = new Set(found.targets.map(({ state }) => state));
  for (let depth = deepest; depth > 0; depth--) {
    const before = new Set<number>();
    for (const state of relevant[depth] as Set<number>) {
      for (const from of exploration.predecessors[state] ?? []) before.add(from);
    }
    relevant[depth - 1] = before;
  }
  return relevant;
}

function successors(exploration: FoundStates, from: number): StepEdge[] {
  const { system } = exploration;
  const state = exploration.known[from] as State;
  return [...candidates(system, state)].flatMap((alternative) =>
    evaluate(system, alternative, state).outcomes.flatMap(({ place, next }) => {
      const to = exploration.indexOf(next);
      return to === undefined ? [] : [{ rank: [...alternative.rank, place], to, alternative, place }];
    }),
  );
}
