/** The common part of depth-first search and random walks: both find decided properties at the end of their current path. */
import type { Route } from '../../model/exploration.ts';
import type { System } from '../../model/system.ts';
import { withoutChance } from '../../semantics/purity.ts';
import type { FoundPath } from '../answers/shortest.ts';
import type { Successor } from '../memory/successors.ts';
import type { EngineOptions } from './engine-options.ts';
import { TableExplorer } from './table-explorer.ts';
import { type Visit, visit } from './visit.ts';

export abstract class PathExplorer extends TableExplorer {
  states = 0;
  transitions = 0;
  quiescentStates = 0;
  finalStates = 0;
  depth = 0;
  frontier = 0;
  /** There are no levels. */
  readonly levelsFinished = 0;
  readonly levelSizes = undefined;
  readonly #paths = new Map<number, FoundPath>();

  constructor(system: System, options: EngineOptions = {}) {
    // Which path is found goes by the order of outcomes.
    super(system, { ...options, divideAt: Number.POSITIVE_INFINITY }, 1);
  }

  get found(): ReadonlyMap<string, number> {
    return this.idsOf(new Map([...this.#paths].map(([position, path]) => [position, path.steps.length])));
  }

  /** The first path that decided the property, not necessarily the shortest. */
  pathTo(property: string): Route {
    return this.toRoute(this.#paths.get(this.positionOf(property)) ?? { start: 0, steps: [] });
  }

  digests(): undefined {
    return undefined;
  }

  pathToObservation(): undefined {
    return undefined;
  }

  pathToState(): undefined {
    return undefined;
  }

  /** Visits the state at the end of a path, adds to the counts, and notes the properties that are decided there. */
  protected visit(key: bigint, { start, steps: path }: FoundPath): Visit {
    const visited = withoutChance(() => visit(this.packed, key));
    this.transitions += visited.successors.length;
    if (visited.isQuiescent) this.quiescentStates++;
    if (visited.successors.length === 0) this.finalStates++;
    this.depth = Math.max(this.depth, path.length);
    for (const position of visited.decided) this.#note(position, start, path);
    for (const successor of visited.successors) {
      for (const position of successor.outcome.failed) this.#note(position, start, [...path, successor]);
    }
    return visited;
  }

  protected forget(): void {
    this.states = 0;
    this.transitions = 0;
    this.quiescentStates = 0;
    this.finalStates = 0;
    this.depth = 0;
    this.frontier = 0;
    this.#paths.clear();
  }

  #note(position: number, start: number, path: readonly Successor[]): void {
    if (!this.#paths.has(position)) this.#paths.set(position, { start, steps: path.slice() });
  }
}
