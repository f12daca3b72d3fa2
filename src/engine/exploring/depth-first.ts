/** Depth-first search: it stores every state exactly, and finds long paths first. It gives a trace early, but not a short one. */
import type { Host, Stopped } from '../../model/exploration.ts';
import { Slices } from '../../semantics/slices.ts';
import { LOG_FULL } from '../kernel/memory-map.ts';
import type { Successor } from '../memory/successors.ts';
import { PathExplorer } from './path-explorer.ts';

export class DepthFirst extends PathExplorer {
  protected async explore(host: Host): Promise<Stopped | undefined> {
    const { store } = this.packed;
    const path: Successor[] = [];
    /** For each state on the path: its successors that were not tried yet, the next one last. */
    const untried: Successor[][] = [];
    const slices = new Slices(host);
    const starts = this.packed.initialKeys();
    let start = 0;
    let key: bigint | undefined = starts[start];
    for (;;) {
      if (key !== undefined) {
        const room = store.addKey(key);
        const stopped = typeof room === 'number' ? this.#makeRoom(room, host) : undefined;
        if (stopped !== undefined) return stopped;
        if (typeof room === 'number') continue;
        if (room === 'new') {
          this.states++;
          untried.push([...this.visit(key, { start, steps: path }).successors].reverse());
        } else {
          path.pop();
        }
      }
      const next = untried.at(-1)?.pop();
      this.frontier = untried.length;
      if (next === undefined) {
        untried.pop();
        path.pop();
        key = untried.length === 0 ? starts[++start] : undefined;
        if (untried.length === 0 && key === undefined) break;
      } else {
        path.push(next);
        key = next.key;
      }
      if (slices.isOver) {
        const stopped = await slices.breathe();
        if (stopped !== undefined) return stopped;
      }
    }
    this.complete = true;
    return undefined;
  }

  #makeRoom(status: number, host: Host): Stopped | undefined {
    const { store } = this.packed;
    if (status === LOG_FULL) return 'webassembly-memory';
    if (store.isFull) return 'max-states';
    return store.growStates((bytes) => host.mayGrow(bytes));
  }
}
