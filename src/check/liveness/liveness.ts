/** Properties of infinite runs, judged on the graph of all reachable states. */
import { type Exploration, ExplorationStopped, type Host, type Stopped } from '../../model/exploration.ts';
import type { KeptEdges } from '../../model/kept-edges.ts';
import type { LastingProperty } from '../../model/property.ts';
import { isLasting } from '../../model/property-kinds.ts';
import { lastingPredicates } from '../../model/state-graph.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { inSlices } from '../../semantics/slices.ts';
import type { Components } from './components.ts';
import { assumedBy, type Cycles, forbiddenBy } from './cycles.ts';
import { FairComponents } from './fair-components.ts';
import { Core } from './kept/core.ts';
import { KeptComponents } from './kept/kept-components.ts';
import { Question } from './kept/question.ts';
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

type Property = LastingProperty<StateReader>;

/** What is asked about a property. */
interface Asked {
  readonly property: Property;
  readonly forbidden: readonly Cycles[];
  /** The runs that the property is about, where it assumes something: if no cycle is forbidden, there must be some. */
  readonly assumed: Cycles | undefined;
}

/** Judges all properties of infinite runs; every reachable state must have been visited. */
export async function judgeLasting(exploration: Exploration, host: Host): Promise<Lasting> {
  const lassos = new Map<string, Lasso>();
  const judged = new Set<string>();
  const unassumed = new Set<string>();
  const until = (stopped: Stopped | undefined): Lasting => ({ lassos, judged, unassumed, stopped });
  const asked = exploration.system.properties
    .filter(isLasting)
    .map((property) => askedOf(exploration.system, property));
  if (asked.length === 0) return until(undefined);
  let componentsOf: (cycles: Cycles) => Components;
  const lassoOn = async (cycles: Cycles, doing: string): Promise<Lasso | Stopped | undefined> => {
    const components = componentsOf(cycles);
    const stopped = await inSlices(components.find(), host, doing);
    if (stopped !== undefined) return stopped;
    return components.isEmpty ? undefined : withoutChance(() => lassoOf(components));
  };
  const judge = async ({ property: { id }, forbidden, assumed }: Asked): Promise<Lasso | Stopped | undefined> => {
    for (const cycles of forbidden) {
      const found = await lassoOn(cycles, `judging ${id}`);
      if (found !== undefined) return found;
    }
    if (assumed === undefined) return undefined;
    const run = await lassoOn(assumed, `looking for runs that ${id} is about`);
    if (typeof run === 'string') return run;
    if (run === undefined) unassumed.add(id);
    return undefined;
  };
  let kept: KeptEdges | undefined;
  try {
    const edges = await exploration.keepEdges?.(host);
    if (typeof edges === 'string') return until(edges);
    kept = edges;
    const graph = exploration.graph();
    const core = edges && new Core(edges, questionsOf(asked, edges, lastingPredicates(exploration.system).length));
    const stopped = core && (await inSlices(core.find(), host, 'looking for cycles'));
    if (stopped !== undefined) return until(stopped);
    componentsOf = (cycles) => {
      const question = core?.questionOf(cycles);
      return edges && core && question
        ? new KeptComponents(graph, edges, question, core)
        : new FairComponents(graph, cycles);
    };
    for (const one of asked) {
      const found = await judge(one);
      if (typeof found === 'string') return until(found);
      if (found !== undefined) lassos.set(one.property.id, found);
      judged.add(one.property.id);
    }
    return until(undefined);
  } catch (error) {
    if (error instanceof ExplorationStopped) return until(error.stopped);
    throw error;
  } finally {
    kept?.release();
  }
}

function askedOf(system: System, property: Property): Asked {
  // A run is fair to what is never enabled.
  const isAboutAll = property.assuming.length === 0 || property.kind === 'mapped fairness';
  return {
    property,
    forbidden: forbiddenBy(system, property),
    assumed: isAboutAll ? undefined : assumedBy(system, property),
  };
}

/** The questions that can be put to kept edges. */
function questionsOf(asked: readonly Asked[], kept: KeptEdges, predicates: number): Question[] {
  return asked
    .flatMap(({ forbidden, assumed }) => [...forbidden, ...(assumed ? [assumed] : [])])
    .filter((cycles) => Question.canAsk(cycles))
    .map((cycles) => new Question(cycles, kept, predicates));
}
