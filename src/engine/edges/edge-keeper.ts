/**
 * Keeps the edges of all states in memory: formed once, in bulk, on all threads. Properties of infinite runs are then judged on arrays.
 * While edges are formed, the tables are those for infinite runs (../memory/leaves.ts); afterwards they are what they were.
 */
import type { Host, Stopped } from '../../model/exploration.ts';
import type { KeptEdges } from '../../model/kept-edges.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { Slices } from '../../semantics/slices.ts';
import type { Crew } from '../exploring/crew.ts';
import { REACHED } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import { KnowledgeFull } from '../memory/arena.ts';
import { lengthOf, type Range } from '../memory/log.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';
import { bytesOf, type EdgeArrays, HIGHEST, LOOPS, LOWEST, newEdgeArrays, OVERFLOW } from './edge-arrays.ts';
import { EdgeKinds, ManyKinds } from './edge-kinds.ts';
import { type EdgeWork, type Numbered, work } from './form-edges.ts';
import { NodeIndex } from './node-index.ts';

const DOING = 'forming all transitions';
/** Records of a task. */
const CHUNK = 4096;
/** Predicates that a word has bits for. */
const PREDICATES_MAX = 32;
const EDGES_MAX = 2 ** 32 - 1;

/**
 * Forms the edges of all states, of which there are `transitions`. The nodes are numbered in the order of `ranges`. Undefined where the
 * arrays have no room for them, or memory has none for the arrays.
 */
export async function keepEdges(
  packed: PackedStates,
  { ranges, transitions }: { readonly ranges: readonly Range[]; readonly transitions: number },
  crew: Crew,
  host: Host,
): Promise<KeptEdges | Stopped | undefined> {
  const { kernel, store, teacher } = packed;
  const sizes = { nodes: lengthOf(ranges), edges: transitions };
  const index = new NodeIndex(kernel, store.room, sizes.nodes);
  if (teacher.judged.lasting.length > PREDICATES_MAX || transitions > EDGES_MAX || !index.hasRoom) return undefined;
  if (!host.mayGrow(bytesOf(sizes) + index.bytes)) return undefined;
  const arrays = newEdgeArrays(kernel, sizes);
  if (arrays === undefined) return undefined;
  const kinds = new EdgeKinds(teacher);
  let isKept = false;
  index.open();
  try {
    packed.rewriteTables(kinds);
    const keeper = new EdgeKeeper(packed, crew, new Slices(host));
    const stopped = (await keeper.all(ranges, 'number', arrays)) ?? (await keeper.all(ranges, 'form', arrays));
    if (stopped !== undefined) return stopped;
    isKept = arrays.control[OVERFLOW] === 0;
    if (!isKept) return undefined;
    const back = { from: arrays.control[LOWEST] as number, to: (arrays.control[HIGHEST] as number) + 1 };
    return {
      ...arrays,
      back,
      loops: arrays.control[LOOPS] !== 0,
      kinds: kinds.labels,
      numberOf: (node) => index.numberOf(node),
      release: () => index.clear(),
    };
  } catch (error) {
    if (error instanceof ManyKinds || error instanceof KnowledgeFull) return undefined;
    throw error;
  } finally {
    if (!isKept) index.clear();
    packed.rewriteTables();
  }
}

/** Records whose edges are formed by one task. */
interface Chunk extends Range {
  readonly edges: EdgeWork;
}

class EdgeKeeper {
  readonly #packed: PackedStates;
  readonly #crew: Crew;
  readonly #slices: Slices;
  #pending: Chunk[] = [];

  constructor(packed: PackedStates, crew: Crew, slices: Slices) {
    this.#packed = packed;
    this.#crew = crew;
    this.#slices = slices;
  }

  /** Does the same work for all records. */
  async all(ranges: readonly Range[], does: EdgeWork['does'], arrays: EdgeArrays): Promise<Stopped | undefined> {
    const crew = this.#crew;
    this.#pending = numbered(ranges)
      .map(({ from, to, first }) => ({ from, to, edges: { does, first, arrays } }))
      .reverse();
    let stopped: Stopped | undefined;
    try {
      while (stopped === undefined) {
        this.#give();
        if (this.#pending.length > 0 && (crew.isIdle || !crew.leavesNothing)) {
          this.#workHere();
          await crew.hear();
        } else if (!crew.isIdle) await crew.one();
        else break;
        if (this.#slices.isOver) stopped = await this.#slices.breathe(DOING);
      }
    } finally {
      await crew.all(this.#packed.store);
    }
    return stopped;
  }

  #give(): void {
    const { kernel, store } = this.#packed;
    this.#crew.give<Chunk>(
      this.#pending,
      kernel,
      store.log.states,
      (lane, chunk) => this.#collect(lane, chunk),
      (chunk) => this.#pending.push(chunk),
    );
  }

  #workHere(): void {
    const chunk = this.#pending.pop() as Chunk;
    work(this.#packed.kernel, OWN, chunk, chunk.edges);
    this.#collect(OWN, chunk);
  }

  /** Learns what the tables missed, and forms the edges of those states, one by one. */
  #collect(lane: number, { from, to, edges }: Chunk): void {
    const packed = this.#packed;
    const reached = packed.kernel.get(scratchOf(lane) + REACHED);
    const workFrom = (record: number): EdgeWork => ({ ...edges, first: edges.first + record - from });
    if (reached < to) this.#pending.push({ from: reached, to, edges: workFrom(reached) });
    const misses = packed.missesOf(lane);
    if (misses.length === 0) return;
    withoutChance(() => {
      for (const { record, trees } of misses) packed.teach(packed.decodeRecord(record), trees);
      for (const { record, trees } of misses) {
        packed.untilKnown(
          () => packed.decodeRecord(record),
          () => work(packed.kernel, OWN, { from: record, to: record + 1 }, workFrom(record)),
          trees,
        );
      }
    });
  }
}

/** The records of some ranges in parts, and the number of the first node of each. */
function numbered(ranges: readonly Range[]): Numbered[] {
  const chunks: Numbered[] = [];
  let first = 0;
  for (const { from, to } of ranges) {
    for (let at = from; at < to; at += CHUNK) {
      const end = Math.min(to, at + CHUNK);
      chunks.push({ from: at, to: end, first });
      first += end - at;
    }
  }
  return chunks;
}
