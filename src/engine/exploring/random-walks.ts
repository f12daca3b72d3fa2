/** Seeded random walks: they store no states, so they never prove a property. For models too large to explore completely. */
import type { Host, Stopped } from '../../model/exploration.ts';
import type { System } from '../../model/system.ts';
import { Slices } from '../../semantics/slices.ts';
import type { Successor } from '../memory/successors.ts';
import type { EngineOptions } from './engine-options.ts';
import { numbersFrom } from './numbers.ts';
import { PathExplorer } from './path-explorer.ts';

export interface WalkOptions extends EngineOptions {
  readonly seed: number;
  readonly walks: number;
  /** The largest number of steps of a walk. */
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
    const starts = this.packed.initialKeys();
    for (let walk = 0; walk < walks; walk++) {
      const path: Successor[] = [];
      const start = starts.length === 1 ? 0 : random(starts.length);
      let key: bigint | undefined = starts[start];
      while (key !== undefined) {
        const visited = this.visit(key, { start, steps: path });
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
