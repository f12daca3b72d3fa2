/** Properties of infinite runs, judged on the graph of all reachable states. */
import { type Exploration, ExplorationStopped, type Host, type Stopped } from '../../model/exploration.ts';
import type { KeptEdges } from '../../model/kept-edges.ts';
import { isLasting } from '../../model/property-kinds.ts';
import { lastingPredicates, type StateGraph } from '../../model/state-graph.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { inSlices } from '../../semantics/slices.ts';
import type { Components } from './components.ts';
import { assumedBy, type Cycles, forbiddenBy } from './cycles.ts';
import { FairComponents } from './fair-components.ts';
import { KeptComponents } from './kept/kept-components.ts';
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

interface Known {
  readonly graph: StateGraph;
  /** Undefined where there is no room for them: a visit forms them again. */
  readonly kept: KeptEdges | undefined;
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
  const predicates = lastingPredicates(system).length;
  const lassoOn = async (
    { graph, kept }: Known,
    cycles: Cycles,
    doing: string,
  ): Promise<Lasso | Stopped | undefined> => {
    const components: Components =
      kept !== undefined && KeptComponents.canFind(cycles)
        ? new KeptComponents(graph, kept, cycles, predicates)
        : new FairComponents(graph, cycles);
    const stopped = await inSlices(components.find(), host, doing);
    if (stopped !== undefined) return stopped;
    return components.isEmpty ? undefined : withoutChance(() => lassoOf(components));
  };
  const judge = async (known: Known, property: (typeof properties)[number]): Promise<Lasso | Stopped | undefined> => {
    for (const cycles of forbiddenBy(system, property)) {
      const found = await lassoOn(known, cycles, `judging ${property.id}`);
      if (found !== undefined) return found;
    }
    // A run is fair to what is never enabled.
    if (property.assuming.length === 0 || property.kind === 'mapped fairness') return undefined;
    const assumed = await lassoOn(known, assumedBy(system, property), `looking for runs that ${property.id} is about`);
    if (typeof assumed === 'string') return assumed;
    if (assumed === undefined) unassumed.add(property.id);
    return undefined;
  };
  try {
    const kept = await exploration.keepEdges?.(host);
    if (typeof kept === 'string') return until(kept);
    const known = { graph: exploration.graph(), kept };
    for (const property of properties) {
      const found = await judge(known, property);
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
