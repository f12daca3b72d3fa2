/** What depth first and random walks share: they find a property decided at the end of the path that they are on. */
import type { PathStep } from '../../model/exploration.ts';
import type { System } from '../../model/system.ts';
import { withoutChance } from '../../semantics/purity.ts';
import type { Successor } from '../memory/packed-states.ts';
import { type EngineOptions, TableExplorer } from './table-explorer.ts';
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
  readonly #paths = new Map<number, readonly Successor[]>();

  constructor(system: System, options: EngineOptions = {}) {
    super(system, options, 1);
  }

  get found(): ReadonlyMap<string, number> {
    return this.idsOf(new Map([...this.#paths].map(([position, path]) => [position, path.length])));
  }

  /** The first path that decided the property: not the shortest. */
  pathTo(property: string): readonly PathStep[] {
    return this.toSteps(this.#paths.get(this.positionOf(property)) ?? []);
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

  /** Visits the state at the end of a path, counts it and notes what is decided there. */
  protected visit(key: bigint, path: readonly Successor[]): Visit {
    const visited = withoutChance(() => visit(this.packed, key));
    this.transitions += visited.successors.length;
    if (visited.isQuiescent) this.quiescentStates++;
    if (visited.successors.length === 0) this.finalStates++;
    this.depth = Math.max(this.depth, path.length);
    for (const position of visited.decided) this.#note(position, path);
    for (const successor of visited.successors) {
      for (const position of successor.outcome.failed) this.#note(position, [...path, successor]);
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

  /** The key of the initial state. */
  protected initialKey(): bigint {
    return this.packed.store.keyOf(this.system.slots.map(() => 0));
  }

  #note(position: number, path: readonly Successor[]): void {
    if (!this.#paths.has(position)) this.#paths.set(position, path.slice());
  }
}
