/** Seeded random walks: no state is stored, so nothing ever holds; for models that no exploration gets to the end of. */
import type { Host, Stopped } from '../../model/exploration.ts';
import type { System } from '../../model/system.ts';
import { Slices } from '../../semantics/slices.ts';
import type { Successor } from '../memory/packed-states.ts';
import { numbersFrom } from './numbers.ts';
import { PathExplorer } from './path-explorer.ts';
import type { EngineOptions } from './table-explorer.ts';

export interface WalkOptions extends EngineOptions {
  readonly seed: number;
  readonly walks: number;
  /** Steps of a walk at most. */
  readonly steps: number;
}

export class RandomWalks extends PathExplorer {
  readonly #walks: WalkOptions;

  constructor(system: System, walks: WalkOptions) {
    super(system, walks);
    this.#walks = walks;
  }

  protected async explore(host: Host): Promise<Stopped | undefined> {
    const { seed, walks, steps } = this.#walks;
    const random = numbersFrom(seed);
    const slices = new Slices(host);
    for (let walk = 0; walk < walks; walk++) {
      const path: Successor[] = [];
      let key: bigint | undefined = this.initialKey();
      while (key !== undefined) {
        const visited = this.visit(key, path);
        this.states++;
        const next: Successor | undefined = visited.successors[random(visited.successors.length)];
        if (next !== undefined) path.push(next);
        key = path.length > steps ? undefined : next?.key;
        if (slices.isOver) {
          const stopped = await slices.breathe();
          if (stopped !== undefined) return stopped;
        }
      }
    }
    return 'walks';
  }
}
