/** Properties of infinite runs, judged on the graph of all reachable states. */
import { type Exploration, ExplorationStopped, type Host, type Stopped } from '../../model/exploration.ts';
import { isLasting } from '../../model/property-kinds.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { inSlices } from '../../semantics/slices.ts';
import { assumedBy, type Cycles, forbiddenBy } from './cycles.ts';
import { FairComponents } from './fair-components.ts';
import { type Lasso, lassoOf } from './lasso.ts';

export interface Lasting {
  /** The runs that violate properties, by id. A property that is judged and has none holds. */
  readonly lassos: ReadonlyMap<string, Lasso>;
  readonly judged: ReadonlySet<string>;
  /** Those that hold of no run, because no fair run satisfies their assumptions. */
  readonly unassumed: ReadonlySet<string>;
  /** Why some properties were not judged. */
  readonly stopped: Stopped | undefined;
}

/** Judges all properties of infinite runs; every reachable state must have been visited. */
export async function judgeLasting(exploration: Exploration, host: Host): Promise<Lasting> {
  const lassos = new Map<string, Lasso>();
  const judged = new Set<string>();
  const unassumed = new Set<string>();
  const until = (stopped: Stopped | undefined): Lasting => ({ lassos, judged, unassumed, stopped });
  const { system } = exploration;
  const properties = system.properties.filter(isLasting);
  if (properties.length === 0) return until(undefined);
  const graph = exploration.graph();
  const lassoOn = async (cycles: Cycles, doing: string): Promise<Lasso | Stopped | undefined> => {
    const components = new FairComponents(graph, cycles);
    const stopped = await inSlices(components.find(), host, doing);
    if (stopped !== undefined) return stopped;
    return components.isEmpty ? undefined : withoutChance(() => lassoOf(components));
  };
  const judge = async (property: (typeof properties)[number]): Promise<Lasso | Stopped | undefined> => {
    for (const cycles of forbiddenBy(system, property)) {
      const found = await lassoOn(cycles, `judging ${property.id}`);
      if (found !== undefined) return found;
    }
    // A run is fair to what is never enabled.
    if (property.assuming.length === 0 || property.kind === 'mapped fairness') return undefined;
    const assumed = await lassoOn(assumedBy(system, property), `looking for runs that ${property.id} is about`);
    if (typeof assumed === 'string') return assumed;
    if (assumed === undefined) unassumed.add(property.id);
    return undefined;
  };
  try {
    for (const property of properties) {
      const found = await judge(property);
      if (typeof found === 'string') return until(found);
      if (found !== undefined) lassos.set(property.id, found);
      judged.add(property.id);
    }
    return until(undefined);
  } catch (error) {
    if (error instanceof ExplorationStopped) return until(error.stopped);
    throw error;
  }
}
