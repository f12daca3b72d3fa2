/**
 * The rule by which one counterexample is chosen among all of least length: the fewest context switches, then the least
 * sequence of (process, label, alternative, outcome) in the order of declaration, then the first initial state. It depends on the
 * system alone, so every run prints the same trace.
 *
 * Two passes over the graph of shortest paths: backwards the least number of switches to go from each state, by the process
 * that stepped last; forwards, at each state, the first edge in order that keeps to that number.
 */

export interface Edge<S> {
  /** (process, label, alternative, outcome): distinct for the edges of one state. */
  readonly rank: readonly number[];
  readonly to: S;
}

/**
 * The least path of `length` steps from one of the `starts`; of paths with the same steps, that from the first start. `edges` gives the edges of
 * a state at a depth that lie on some path of that length to a target; every state that it is called for must have such an edge.
 * States are compared by identity.
 */
export function leastPath<S, E extends Edge<S>>(
  starts: readonly NoInfer<S>[],
  length: number,
  edges: (state: S, depth: number) => readonly E[],
): { readonly start: S; readonly path: readonly E[] } {
  const layers: Map<S, readonly E[]>[] = [new Map(starts.map((start) => [start, length === 0 ? [] : edges(start, 0)]))];
  for (let depth = 1; depth < length; depth++) {
    const layer = new Map<S, readonly E[]>();
    for (const outgoing of (layers[depth - 1] as Map<S, readonly E[]>).values()) {
      for (const { to } of outgoing) if (!layer.has(to)) layer.set(to, edges(to, depth));
    }
    layers.push(layer);
  }

  // switches[depth].get(state): for each process that can step next, the least switches from there to the end.
  const switches: Map<S, Map<number, number>>[] = [];
  for (let depth = length - 1; depth >= 0; depth--) {
    const here = new Map<S, Map<number, number>>();
    for (const [state, outgoing] of layers[depth] as Map<S, readonly E[]>) {
      const byProcess = new Map<number, number>();
      for (const edge of outgoing) {
        const cost = afterwards(switches[depth + 1]?.get(edge.to), processOf(edge));
        byProcess.set(processOf(edge), Math.min(cost, byProcess.get(processOf(edge)) ?? Number.POSITIVE_INFINITY));
      }
      here.set(state, byProcess);
    }
    switches[depth] = here;
  }

  // Paths that have had the same steps so far: the edges of one state differ in rank, so there is at most one from each start.
  let ways: Way<S, E>[] = starts.map((start) => ({ start, state: start, path: [] }));
  let process: number | undefined;
  for (let depth = 0; depth < length; depth++) {
    const costOf = ({ state }: Way<S, E>) => afterwards(switches[depth]?.get(state), process);
    const least = Math.min(...ways.map(costOf));
    const next = ways.flatMap((way) =>
      (layers[depth]?.get(way.state) ?? [])
        .filter((edge) => {
          const switched = process !== undefined && process !== processOf(edge) ? 1 : 0;
          return switched + afterwards(switches[depth + 1]?.get(edge.to), processOf(edge)) === least;
        })
        .map((edge) => ({ way, edge })),
    );
    const first = stepOn(next);
    ways = first.ways;
    process = processOf(first.edge);
  }
  return onlyOne(ways);
}

/**
 * As `leastPath`, for graphs that are too large to be kept: at each state, the path goes on with the process that stepped last if it can,
 * and then by the first edge in order. Its switches need not be the fewest.
 */
export function greedyPath<S, E extends Edge<S>>(
  starts: readonly NoInfer<S>[],
  length: number,
  edges: (state: S, depth: number) => readonly E[],
): { readonly start: S; readonly path: readonly E[] } {
  let ways: Way<S, E>[] = starts.map((start) => ({ start, state: start, path: [] }));
  let process: number | undefined;
  for (let depth = 0; depth < length; depth++) {
    const all = ways.flatMap((way) => edges(way.state, depth).map((edge) => ({ way, edge })));
    const same = all.filter(({ edge }) => processOf(edge) === process);
    const first = stepOn(same.length > 0 ? same : all);
    ways = first.ways;
    process = processOf(first.edge);
  }
  return onlyOne(ways);
}

/** Continues the paths with the first of some edges in order: those that can. */
function stepOn<S, E extends Edge<S>>(
  next: readonly { readonly way: Way<S, E>; readonly edge: E }[],
): { readonly edge: E; readonly ways: Way<S, E>[] } {
  const first = next.toSorted((a, b) => compareRanks(a.edge.rank, b.edge.rank))[0]?.edge;
  if (first === undefined) throw new Error('a state on a shortest path has no edge to its end');
  const ways = next
    .filter(({ edge }) => compareRanks(edge.rank, first.rank) === 0)
    .map(({ way: { start, path }, edge }) => ({ start, state: edge.to, path: [...path, edge] }));
  return { edge: first, ways };
}

function onlyOne<S, E>([way]: readonly Way<S, E>[]): Way<S, E> {
  if (way === undefined) throw new Error('no initial state leads to the end');
  return way;
}

interface Way<S, E> {
  readonly start: S;
  readonly state: S;
  readonly path: readonly E[];
}

function processOf(edge: Edge<unknown>): number {
  return edge.rank[0] as number;
}

/** The least number of switches from a state on when `last` stepped before it; `undefined` is the end of the path. */
function afterwards(byProcess: ReadonlyMap<number, number> | undefined, last: number | undefined): number {
  if (byProcess === undefined) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [process, cost] of byProcess) {
    least = Math.min(least, cost + (last !== undefined && process !== last ? 1 : 0));
  }
  return least;
}

/** The order of declaration. */
export function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
