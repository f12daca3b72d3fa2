/**
 * An oracle for fair cycles, by brute force: every set of states of a small graph is tried. A run visits exactly the states
 * of some strongly connected set infinitely often, and may take every edge within it infinitely often; so a fair run exists
 * if and only if one of those sets satisfies every constraint. As in TLA+, a run may stutter: every state has an edge to itself
 * that no process takes and that satisfies nothing.
 */
import fc from 'fast-check';
import { defineSystem, ghost } from '../../src/index.ts';
import type { Fairness } from '../../src/model/fairness/fairness.ts';

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
  /** The step of the properties of steps. */
  readonly marked: Marked;
  /** A step that besides flips a ghost, which no step reads and no change counts. */
  readonly flipping: Marked | undefined;
  /** What some of the properties assume. */
  readonly assumption: Assumption;
  readonly abstract: Abstract;
}

/** A specification with a few states, and a mapping to them. */
interface Abstract {
  readonly fairness: Fairness;
  /** For each abstract state its successors. */
  readonly targets: readonly (readonly number[])[];
  /** For each state the abstract state that it maps to. */
  readonly of: readonly number[];
  /** The mapping reads the ghost: where it is true, the next abstract state. */
  readonly readsGhost: boolean;
}

/** The step (process, alternative), in these states. */
interface Marked {
  readonly process: number;
  readonly alternative: number;
  readonly states: readonly number[];
}
type Assumption =
  | { readonly kind: 'infinitelyOften' | 'stabilises'; readonly states: readonly number[] }
  | { readonly kind: 'stepInfinitelyOften'; readonly step: Marked };

const STATES_MAX = 6;
/** With a ghost, every state stands for two. */
const STATES_WITH_GHOST_MAX = 3;
const ABSTRACT_STATES = 3;
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
  const marked = fc.record({ process: fc.nat({ max: 2 }), alternative: fc.nat({ max: 2 }), states: some });
  const abstractState = fc.nat({ max: ABSTRACT_STATES - 1 });
  const perState = <T>(value: fc.Arbitrary<T>, count: number) =>
    fc.array(value, { minLength: count, maxLength: count });
  const abstract = fc.record({
    fairness: fc.constantFrom<Fairness>('weak', 'strong'),
    targets: perState(fc.uniqueArray(abstractState, { maxLength: 2 }), ABSTRACT_STATES),
    of: perState(abstractState, states),
    readsGhost: fc.boolean(),
  });
  const process = fc.record({ fairness, alternatives: fc.array(alternative, { minLength: 1, maxLength: 3 }) });
  return fc.record({
    states: fc.constant(states),
    processes: fc.array(process, { minLength: 1, maxLength: 3 }),
    from: some,
    to: some,
    marked,
    flipping: states > STATES_WITH_GHOST_MAX ? fc.constant(undefined) : fc.option(marked, { nil: undefined }),
    assumption: fc.oneof(
      fc.record({ kind: fc.constantFrom('infinitelyOften' as const, 'stabilises' as const), states: some }),
      fc.record({ kind: fc.constant('stepInfinitelyOften' as const), step: marked }),
    ),
    abstract,
  });
}

export const randomGraph: fc.Arbitrary<RandomGraph> = fc.integer({ min: 2, max: STATES_MAX }).chain(graphOf);

/** The graph as a model: a rule set for each process; two components encode the state, so that a packed state may need two words. */
export function systemOfGraph(graph: RandomGraph): unknown {
  // biome-ignore lint/suspicious/noExplicitAny: processes are added in a loop, so their names are not known to the compiler.
  let builder: any = defineSystem({ high: 0, low: 0, seen: ghost(false) });
  graph.processes.forEach(({ fairness: ofProcess, alternatives }, p) => {
    const rules = Object.fromEntries(
      alternatives.map(({ tag, fairness: own, targets }, a) => [
        `a${a}`,
        {
          // biome-ignore lint/suspicious/noExplicitAny: as above.
          [tag]: (s: any) => {
            const flips = graph.flipping !== undefined && isStep(graph.flipping, at(s), `p${p}`, `a${a}`);
            const flipped = flips ? s.update('seen', (seen: boolean) => !seen) : s;
            return s.chooseFrom(targets[at(s)] ?? [], (to: number) => flipped.set('high', to >> 1).set('low', to & 1));
          },
          ...(own !== undefined && tag === 'system' && { fairness: own }),
        },
      ]),
    );
    builder = builder.rules(`p${p}`, rules, { fairness: ofProcess });
  });
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  type Any = any;
  const marks = (marked: Marked) => (before: Any, _: Any, step: Any) =>
    isStep(marked, at(before), step.process, step.label);
  const isFrom = (s: Any) => graph.from.includes(at(s));
  const isTo = (s: Any) => graph.to.includes(at(s));
  const works = (_before: Any, _after: Any, step: Any) => step.process === `p${graph.marked.process}`;
  const { assumption } = graph;
  const assuming =
    'step' in assumption
      ? { stepInfinitelyOften: marks(assumption.step) }
      : { [assumption.kind]: (s: Any) => assumption.states.includes(at(s)) };
  const spec = defineSystem({ n: 0 }, { fairness: graph.abstract.fairness, deadlock: 'allowed' }).rules('r', {
    go: (s) => s.chooseFrom(graph.abstract.targets[s.get('n')] ?? [], (to) => s.set('n', to)),
  });
  return builder
    .refines('R', 'refines', spec, (s: Any) => ({ n: mapped(graph, 2 * at(s) + (s.get('seen') ? 1 : 0)) }))
    .leadsTo('leads-to', 'from leads to to', isFrom, isTo)
    .leadsTo('leads-to, assuming', 'from leads to to', isFrom, isTo, { assuming })
    .eventually('eventually', 'to comes', isTo)
    .eventually('eventually, assuming', 'to comes', isTo, { assuming })
    .infinitelyOften('infinitely often', 'to comes infinitely often', isTo)
    .infinitelyOften('infinitely often, assuming', 'to comes infinitely often', isTo, { assuming })
    .stabilises('stabilises', 'to stays', isTo)
    .stabilises('stabilises, assuming', 'to stays', isTo, { assuming })
    .stepInfinitelyOften('step', 'the process of the marked step works for ever', works)
    .stepInfinitelyOften('step, assuming', 'the process of the marked step works for ever', works, { assuming })
    .storm('storm', 'the marked step ends', marks(graph.marked))
    .storm('storm, assuming', 'the marked step ends', marks(graph.marked), { assuming })
    .progress('progress', 'the marked step goes on', marks(graph.marked))
    .acyclic('acyclic', 'no cycle');
}

// biome-ignore lint/suspicious/noExplicitAny: a snapshot or reader of any system.
function at(s: any): number {
  return 2 * s.get('high') + s.get('low');
}

function isStep({ process, alternative, states }: Marked, at: number, ofProcess: string, label: string): boolean {
  return ofProcess === `p${process}` && label === `a${alternative}` && states.includes(at);
}

function mapped({ abstract: { of, readsGhost } }: RandomGraph, node: Node): number {
  return ((of[stateOf(node)] as number) + (readsGhost ? node & 1 : 0)) % ABSTRACT_STATES;
}

/** A state with its ghost: twice the state, plus 1 where the ghost is true. */
type Node = number;
const stateOf = (node: Node): number => node >> 1;

interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly process: number;
  readonly alternative: number;
  readonly isSystem: boolean;
  readonly isMarked: boolean;
  readonly isAssumed: boolean;
  /** Whether it changes more than the ghost. */
  readonly changes: boolean;
}

/** What is expected of one property. */
export interface Expected {
  /** The least number of steps to a set of states in which a run can stay for ever and violate it; undefined if it holds. */
  readonly depth: number | undefined;
  /** No fair run satisfies its assumption. */
  readonly isUnassumed: boolean;
}

export function expectedOf(graph: RandomGraph): ReadonlyMap<string, Expected> {
  const edges = edgesOf(graph);
  const start: [Node, number][] = [[0, 0]];
  const reachable = distances(edges, start, () => true);
  const isTo = (node: Node) => graph.to.includes(stateOf(node));
  const isFrom = (node: Node) => graph.from.includes(stateOf(node));
  const due = (begins: (node: Node) => boolean) => {
    const from = [...reachable].filter(([node]) => begins(node) && !isTo(node)) as [Node, number][];
    return distances(edges, from, (node) => !isTo(node));
  };
  const violating = (among: ReadonlyMap<Node, number>, accepts: (set: ReadonlySet<Node>) => boolean) => {
    const found = subsetsOf([...among.keys()]).filter(accepts);
    const depths = found.flatMap((set) => [...set].map((node) => among.get(node) as number));
    return depths.length === 0 ? undefined : Math.min(...depths);
  };
  const stuttering = [...reachable.keys()].map(stutter);
  const withStutter = [...edges, ...stuttering];
  const fairBy = (taken: readonly Edge[]) => (set: ReadonlySet<Node>) => isFair(graph, edges, taken, set);
  /** By the edges that may be taken, and what the set must satisfy besides fairness. */
  const lasting = (
    among: ReadonlyMap<Node, number>,
    taken: readonly Edge[],
    isIt: (set: ReadonlySet<Node>) => boolean = () => true,
  ) => ({
    always: violating(among, (set) => isIt(set) && fairBy(taken)(set)),
    assuming: violating(among, (set) => isIt(set) && fairBy(taken)(set) && isAssumed(graph, taken, set)),
  });
  const idling = withStutter.filter(({ process, changes }) => process !== graph.marked.process || !changes);
  const hasMarked = (set: ReadonlySet<Node>) => within(edges, set).some(({ isMarked }) => isMarked);
  const systemEdges = edges.filter(({ isSystem }) => isSystem);
  const idle = systemEdges.filter(({ isMarked }) => !isMarked);
  const both = {
    'leads-to': lasting(due(isFrom), withStutter),
    eventually: lasting(isTo(0) ? new Map() : distances(edges, start, (node) => !isTo(node)), withStutter),
    'infinitely often': lasting(
      due(() => true),
      withStutter,
    ),
    stabilises: lasting(reachable, withStutter, (set) => [...set].some((node) => !isTo(node))),
    step: lasting(reachable, idling),
    storm: lasting(reachable, edges, hasMarked),
  };
  const { abstract } = graph;
  const leadsOn = (from: number, to: number) =>
    to !== from && (abstract.targets[from] as readonly number[]).includes(to);
  const isEnabled = (node: Node) => [0, 1, 2].some((to) => leadsOn(mapped(graph, node), to));
  const untaken = withStutter.filter(({ from, to }) => !leadsOn(mapped(graph, from), mapped(graph, to)));
  const owes = (set: ReadonlySet<Node>) =>
    abstract.fairness === 'weak' ? [...set].every(isEnabled) : [...set].some(isEnabled);
  const anything = lasting(reachable, withStutter).assuming;
  const isUnassumed = anything === undefined;
  return new Map([
    ...Object.entries(both).flatMap(([id, { always, assuming }]): [string, Expected][] => [
      [id, { depth: always, isUnassumed: false }],
      [`${id}, assuming`, { depth: assuming, isUnassumed }],
    ]),
    ['progress', { depth: violating(reachable, (set) => isConnected(idle, set)), isUnassumed: false }],
    ['acyclic', { depth: violating(reachable, (set) => isConnected(systemEdges, set)), isUnassumed: false }],
    ['R fair to r', { depth: lasting(reachable, untaken, owes).always, isUnassumed: false }],
    ['deadlock', { depth: stuckDepth(edges, reachable), isUnassumed: false }],
  ]);
}

/** The least distance of a state without an edge: rule sets alone deadlock there. */
function stuckDepth(edges: readonly Edge[], reachable: ReadonlyMap<Node, number>): number | undefined {
  const stuck = [...reachable].filter(([node]) => !edges.some(({ from }) => from === node)).map(([, depth]) => depth);
  return stuck.length === 0 ? undefined : Math.min(...stuck);
}

function edgesOf({ processes, marked, flipping, assumption }: RandomGraph): Edge[] {
  return processes.flatMap(({ alternatives }, process) =>
    alternatives.flatMap(({ tag, targets }, alternative) =>
      targets.flatMap((reached, state) =>
        reached.flatMap((to) =>
          [0, 1].map((seen) => {
            const is = (one: Marked | undefined) =>
              one !== undefined && isStep(one, state, `p${process}`, `a${alternative}`);
            return {
              from: 2 * state + seen,
              to: 2 * to + (is(flipping) ? 1 - seen : seen),
              process,
              alternative,
              isSystem: tag === 'system',
              isMarked: is(marked),
              isAssumed: 'step' in assumption && is(assumption.step),
              changes: to !== state,
            };
          }),
        ),
      ),
    ),
  );
}

function stutter(node: Node): Edge {
  const nothing = { isSystem: false, isMarked: false, isAssumed: false, changes: false };
  return { from: node, to: node, process: -1, alternative: -1, ...nothing };
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

/** Whether a run that visits exactly these states for ever, by all edges of `taken` between them, is one that is assumed. */
function isAssumed({ assumption }: RandomGraph, taken: readonly Edge[], set: ReadonlySet<Node>): boolean {
  if ('step' in assumption) return within(taken, set).some(({ isAssumed, changes }) => isAssumed && changes);
  const holds = (node: Node) => assumption.states.includes(stateOf(node));
  return assumption.kind === 'stabilises' ? [...set].every(holds) : [...set].some(holds);
}

/** Whether a run that visits exactly these states for ever, by all edges of `taken` between them, satisfies every fairness constraint. */
function isFair(
  { processes }: RandomGraph,
  edges: readonly Edge[],
  taken: readonly Edge[],
  set: ReadonlySet<Node>,
): boolean {
  if (!isConnected(taken, set)) return false;
  const inside = within(taken, set);
  return processes.every(({ fairness: ofProcess, alternatives }, process) => {
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
      const serves = (edge: Edge) =>
        edge.changes && edge.process === process && members.some(({ number }) => number === edge.alternative);
      const enabledIn = [...set].filter((node) => edges.some((edge) => edge.from === node && serves(edge)));
      if (strength === 'none' || inside.some(serves)) return true;
      return strength === 'weak' ? enabledIn.length < set.size : enabledIn.length === 0;
    });
  });
}
