/** Properties of infinite runs, judged on the graph of all reachable states. */
import { KnowledgeFull } from '../engine/arena.ts';
import type { Exploration, Host, Stopped } from '../model/exploration.ts';
import { withoutChance } from '../model/purity.ts';
import { forbiddenBy, isOfCycles } from './cycles.ts';
import { FairComponents } from './fair-components.ts';
import { type Lasso, lassoOf } from './lasso.ts';

export interface Lasting {
  /** The runs that violate properties, by id; one that is judged and not here holds. */
  readonly lassos: ReadonlyMap<string, Lasso>;
  readonly judged: ReadonlySet<string>;
  /** Why not all of them were judged. */
  readonly stopped: Stopped | undefined;
}

const SLICE_MS = 20;
const now = performance.now.bind(performance);

/** Judges all properties of infinite runs; every reachable state must have been visited. */
export async function judgeLasting(exploration: Exploration, host: Host): Promise<Lasting> {
  const lassos = new Map<string, Lasso>();
  const judged = new Set<string>();
  const properties = exploration.system.properties.filter(isOfCycles);
  const result = (stopped?: Stopped): Lasting => ({ lassos, judged, stopped });
  if (properties.length === 0) return result();
  const graph = exploration.graph();
  for (const property of properties) {
    const { system } = exploration;
    const components = new FairComponents(graph, forbiddenBy(system, property), system.alternatives.length);
    try {
      const stopped = await inSlices(components.find(), host);
      if (stopped !== undefined) return result(stopped);
      if (!components.isEmpty)
        lassos.set(
          property.id,
          withoutChance(() => lassoOf(components)),
        );
    } catch (error) {
      if (error instanceof KnowledgeFull) return result('webassembly-memory');
      throw error;
    }
    judged.add(property.id);
  }
  return result();
}

async function inSlices(steps: Generator<void, void>, host: Host): Promise<Stopped | undefined> {
  for (;;) {
    const sliceEnd = now() + SLICE_MS;
    const isDone = withoutChance(() => {
      for (;;) {
        if (steps.next().done) return true;
        if (now() > sliceEnd) return false;
      }
    });
    if (isDone) return undefined;
    const stopped = await host.breathe();
    if (stopped !== undefined) return stopped;
  }
}
