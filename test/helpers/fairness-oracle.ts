/**
 * An oracle for fair cycles, by brute force: every set of states of a small graph is tried. A run visits exactly the states
 * of some strongly connected set infinitely often, and may take every edge within it infinitely often; so a fair run exists
 * if and only if one of those sets satisfies every constraint.
 */
import fc from 'fast-check';
import { defineSystem } from '../../src/index.ts';
import type { Fairness } from '../../src/model/fairness.ts';

export interface RandomAlternative {
  readonly tag: 'system' | 'environment';
  readonly fairness: Fairness | undefined;
  /** For each state its successors: none if the step is blocked, several if it is a choice. */
  readonly targets: readonly (readonly number[])[];
}

export interface RandomGraph {
  readonly states: number;
  readonly processes: readonly { readonly fairness: Fairness; readonly alternatives: readonly RandomAlternative[] }[];
  /** The states in which each side of the leads-to holds. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** The step (process, alternative) of the storm and the progress property, in these states. */
  readonly marked: { readonly process: number; readonly alternative: number; readonly states: readonly number[] };
}

const STATES_MAX = 6;
const fairness = fc.constantFrom<Fairness>('weak', 'strong', 'none');

function graphOf(states: number): fc.Arbitrary<RandomGraph> {
  const state = fc.nat({ max: states - 1 });
  const some = fc.subarray(Array.from({ length: states }, (_, i) => i));
  const alternative = fc.record({
    tag: fc.constantFrom('system' as const, 'system' as const, 'environment' as const),
    fairness: fc.option(fairness, { nil: undefined, freq: 2 }),
    targets: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 2, arbitrary: fc.uniqueArray(state, { minLength: 1, maxLength: 2 }) },
      ),
      {
        minLength: states,
        maxLength: states,
      },
    ),
  });
  const process = fc.record({ fairness, alternatives: fc.array(alternative, { minLength: 1, maxLength: 3 }) });
  return fc.record({
    states: fc.constant(states),
    processes: fc.array(process, { minLength: 1, maxLength: 3 }),
    from: some,
    to: some,
    marked: fc.record({ process: fc.nat({ max: 2 }), alternative: fc.nat({ max: 2 }), states: some }),
  });
}

export const randomGraph: fc.Arbitrary<RandomGraph> = fc.integer({ min: 2, max: STATES_MAX }).chain(graphOf);

/** The graph as a model: a rule set for each process; two components encode the state, so that a packed state may need two words. */
export function systemOfGraph(graph: RandomGraph): unknown {
  // biome-ignore lint/suspicious/noExplicitAny: processes are added in a loop, so their names are not known to the compiler.
  let builder: any = defineSystem({ high: 0, low: 0 }, { deadlock: 'allowed' });
  graph.processes.forEach(({ fairness: ofProcess, alternatives }, p) => {
    const rules = Object.fromEntries(
      alternatives.map(({ tag, fairness: own, targets }, a) => [
        `a${a}`,
        {
          // biome-ignore lint/suspicious/noExplicitAny: as above.
          [tag]: (s: any) =>
            s.chooseFrom(targets[at(s)] ?? [], (to: number) => s.set('high', to >> 1).set('low', to & 1)),
          ...(own !== undefined && tag === 'system' && { fairness: own }),
        },
      ]),
    );
    builder = builder.rules(`p${p}`, rules, { fairness: ofProcess });
  });
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  type Any = any;
  const isMarked = (before: Any, _: Any, step: Any) => isMarkedStep(graph, at(before), step.process, step.label);
  return builder
    .leadsTo(
      'leads-to',
      'from leads to to',
      (s: Any) => graph.from.includes(at(s)),
      (s: Any) => graph.to.includes(at(s)),
    )
    .eventually('eventually', 'to comes', (s: Any) => graph.to.includes(at(s)))
    .infinitelyOften('infinitely often', 'to comes again', (s: Any) => graph.to.includes(at(s)))
    .storm('storm', 'the marked step ends', isMarked)
    .progress('progress', 'the marked step goes on', isMarked)
    .acyclic('acyclic', 'no cycle');
}

// biome-ignore lint/suspicious/noExplicitAny: a snapshot or reader of any system.
function at(s: any): number {
  return 2 * s.get('high') + s.get('low');
}

function isMarkedStep({ marked }: RandomGraph, at: number, process: string, label: string): boolean {
  return process === `p${marked.process}` && label === `a${marked.alternative}` && marked.states.includes(at);
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly process: number;
  readonly alternative: number;
  readonly isSystem: boolean;
  readonly isMarked: boolean;
}

/** For each property, the least number of steps to a set of states in which a run can stay for ever and violate it; undefined if it holds. */
export function expectedOf(graph: RandomGraph): Map<string, number | undefined> {
  const edges = edgesOf(graph);
  const reachable = distances(edges, [[0, 0]], () => true);
  const isTo = (state: number) => graph.to.includes(state);
  const due = (begins: (state: number) => boolean) => {
    const start = [...reachable].filter(([state]) => begins(state) && !isTo(state)) as [number, number][];
    return distances(edges, start, (state) => !isTo(state));
  };
  const violating = (among: Map<number, number>, accepts: (set: ReadonlySet<number>) => boolean) => {
    const found = subsetsOf([...among.keys()]).filter(accepts);
    const depths = found.flatMap((set) => [...set].map((state) => among.get(state) as number));
    return depths.length === 0 ? undefined : Math.min(...depths);
  };
  const forEver = (set: ReadonlySet<number>) => rests(graph, set) || isFair(graph, edges, set);
  const systemEdges = edges.filter(({ isSystem }) => isSystem);
  const idle = systemEdges.filter(({ isMarked }) => !isMarked);
  return new Map([
    [
      'leads-to',
      violating(
        due((state) => graph.from.includes(state)),
        forEver,
      ),
    ],
    ['eventually', violating(isTo(0) ? new Map() : distances(edges, [[0, 0]], (state) => !isTo(state)), forEver)],
    [
      'infinitely often',
      violating(
        due(() => true),
        forEver,
      ),
    ],
    [
      'storm',
      violating(reachable, (set) => isFair(graph, edges, set) && within(edges, set).some(({ isMarked }) => isMarked)),
    ],
    ['progress', violating(reachable, (set) => isConnected(idle, set))],
    ['acyclic', violating(reachable, (set) => isConnected(systemEdges, set))],
  ]);
}

function edgesOf(graph: RandomGraph): Edge[] {
  return graph.processes.flatMap(({ alternatives }, process) =>
    alternatives.flatMap(({ tag, targets }, alternative) =>
      targets.flatMap((reached, from) =>
        reached.map((to) => ({
          from,
          to,
          process,
          alternative,
          isSystem: tag === 'system',
          isMarked: isMarkedStep(graph, from, `p${process}`, `a${alternative}`),
        })),
      ),
    ),
  );
}

/** The least distance of each state, by steps among certain states, from the start states, each of which has its own distance. */
function distances(
  edges: readonly Edge[],
  start: readonly (readonly [number, number])[],
  among: (state: number) => boolean,
): Map<number, number> {
  const least = new Map<number, number>();
  for (const [state, depth] of start) least.set(state, Math.min(depth, least.get(state) ?? depth));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to } of edges) {
      const depth = (least.get(from) ?? Number.POSITIVE_INFINITY) + 1;
      if (!among(to) || depth >= (least.get(to) ?? Number.POSITIVE_INFINITY)) continue;
      least.set(to, depth);
      changed = true;
    }
  }
  return least;
}

function subsetsOf(states: readonly number[]): ReadonlySet<number>[] {
  return Array.from(
    { length: 2 ** states.length - 1 },
    (_, i) => new Set(states.filter((_, bit) => ((i + 1) >> bit) & 1)),
  );
}

function within(edges: readonly Edge[], set: ReadonlySet<number>): Edge[] {
  return edges.filter(({ from, to }) => set.has(from) && set.has(to));
}

/** Whether every state of the set can reach every state of it, itself included, by edges within the set. */
function isConnected(edges: readonly Edge[], set: ReadonlySet<number>): boolean {
  const inside = within(edges, set);
  return [...set].every((state) => {
    const after = inside.filter(({ from }) => from === state).map(({ to }): [number, number] => [to, 1]);
    const reached = distances(inside, after, () => true);
    return [...set].every((other) => reached.has(other));
  });
}

/** No system step is enabled in the only state of the set. */
function rests(graph: RandomGraph, set: ReadonlySet<number>): boolean {
  const [state] = set;
  return (
    set.size === 1 &&
    !graph.processes.some(({ alternatives }) =>
      alternatives.some(({ tag, targets }) => tag === 'system' && isEnabled(targets, state as number)),
    )
  );
}

function isEnabled(targets: RandomAlternative['targets'], state: number): boolean {
  return (targets[state] ?? []).length > 0;
}

/** Whether a run that visits exactly these states for ever, by all edges between them, satisfies every fairness constraint. */
function isFair(graph: RandomGraph, edges: readonly Edge[], set: ReadonlySet<number>): boolean {
  if (!isConnected(edges, set)) return false;
  const inside = within(edges, set);
  return graph.processes.every(({ fairness: ofProcess, alternatives }, process) => {
    const owed = alternatives
      .map((alternative, number) => ({ ...alternative, number }))
      .filter(({ tag }) => tag === 'system');
    const shared = owed.filter((alternative) => alternative.fairness === undefined);
    const groups = [
      { strength: ofProcess, members: shared },
      ...owed.flatMap((alternative) =>
        alternative.fairness === undefined ? [] : [{ strength: alternative.fairness, members: [alternative] }],
      ),
    ];
    return groups.every(({ strength, members }) => {
      const isTaken = inside.some(
        (edge) => edge.process === process && members.some(({ number }) => number === edge.alternative),
      );
      const enabledIn = [...set].filter((state) => members.some(({ targets }) => isEnabled(targets, state)));
      if (strength === 'none' || isTaken) return true;
      return strength === 'weak' ? enabledIn.length < set.size : enabledIn.length === 0;
    });
  });
}
