/** Properties of infinite runs, judged on the graph of all reachable states. */
import { type Exploration, ExplorationStopped, type Host, type Stopped } from '../../model/exploration.ts';
import { isLasting } from '../../model/property-kinds.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { inSlices } from '../../semantics/slices.ts';
import { forbiddenBy } from './cycles.ts';
import { FairComponents } from './fair-components.ts';
import { type Lasso, lassoOf } from './lasso.ts';

export interface Lasting {
  /** The runs that violate properties, by id. A property that is judged and has none holds. */
  readonly lassos: ReadonlyMap<string, Lasso>;
  readonly judged: ReadonlySet<string>;
  /** Why some properties were not judged. */
  readonly stopped: Stopped | undefined;
}

/** Judges all properties of infinite runs; every reachable state must have been visited. */
export async function judgeLasting(exploration: Exploration, host: Host): Promise<Lasting> {
  const lassos = new Map<string, Lasso>();
  const judged = new Set<string>();
  const properties = exploration.system.properties.filter(isLasting);
  if (properties.length === 0) return { lassos, judged, stopped: undefined };
  const graph = exploration.graph();
  const lassoAgainst = async (property: (typeof properties)[number]): Promise<Lasso | Stopped | undefined> => {
    const { system } = exploration;
    for (const cycles of forbiddenBy(system, property)) {
      const components = new FairComponents(graph, cycles);
      const stopped = await inSlices(components.find(), host, `judging ${property.id}`);
      if (stopped !== undefined) return stopped;
      if (!components.isEmpty) return withoutChance(() => lassoOf(components));
    }
    return undefined;
  };
  try {
    for (const property of properties) {
      const found = await lassoAgainst(property);
      if (typeof found === 'string') return { lassos, judged, stopped: found };
      if (found !== undefined) lassos.set(property.id, found);
      judged.add(property.id);
    }
    return { lassos, judged, stopped: undefined };
  } catch (error) {
    if (error instanceof ExplorationStopped) return { lassos, judged, stopped: error.stopped };
    throw error;
  }
}
