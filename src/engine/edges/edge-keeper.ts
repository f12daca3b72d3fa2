/**
 * Keeps the edges of all states in memory: formed once, in bulk, on all threads. Properties of infinite runs are then judged on arrays.
 * While edges are formed, the tables are those for infinite runs (../memory/leaves.ts); afterwards they are what they were.
 */
import type { Host, Stopped } from '../../model/exploration.ts';
import type { KeptEdges } from '../../model/kept-edges.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { Slices } from '../../semantics/slices.ts';
import type { Crew } from '../exploring/crew.ts';
import { BLOCK_COUNT, BLOCK_RECORDS, BLOCKS_USED, REACHED } from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import { KnowledgeFull } from '../memory/arena.ts';
import { headOf, type Range } from '../memory/log.ts';
import { OWN, type PackedStates } from '../memory/packed-states.ts';
import { bytesOf, newEdgeArrays, OVERFLOW } from './edge-arrays.ts';
import { EdgeKinds, ManyKinds } from './edge-kinds.ts';
import { type EdgeWork, work } from './form-edges.ts';

const DOING = 'forming all transitions';
/** Records of a task. */
const CHUNK = 4096;
/** Predicates that a word has bits for. */
const PREDICATES_MAX = 32;
const EDGES_MAX = 2 ** 32 - 1;

/**
 * Forms the edges of all states, of which there are `transitions`. Undefined where the arrays have no room for them, or memory has none for
 * the arrays.
 */
export async function keepEdges(
  packed: PackedStates,
  transitions: number,
  crew: Crew,
  host: Host,
): Promise<KeptEdges | Stopped | undefined> {
  const { kernel, store, teacher } = packed;
  const blocks = kernel.get(BLOCKS_USED);
  const sizes = { nodes: store.buckets, records: blocks * BLOCK_RECORDS, edges: transitions };
  if (teacher.judged.lasting.length > PREDICATES_MAX || transitions > EDGES_MAX) return undefined;
  if (!host.mayGrow(bytesOf(sizes))) return undefined;
  const arrays = newEdgeArrays(kernel, sizes);
  if (arrays === undefined) return undefined;
  const ranges = Array.from({ length: blocks }, (_, block) => {
    const from = block * BLOCK_RECORDS;
    return { from, to: from + kernel.get(headOf(block) + BLOCK_COUNT) };
  });
  const kinds = new EdgeKinds(teacher);
  try {
    packed.rewriteTables(kinds);
    const keeper = new EdgeKeeper(packed, crew, new Slices(host));
    const stopped =
      (await keeper.all(ranges, { does: 'number', arrays })) ?? (await keeper.all(ranges, { does: 'form', arrays }));
    if (stopped !== undefined) return stopped;
    if (arrays.control[OVERFLOW] !== 0) return undefined;
    const numberOf = (node: number) => arrays.recordAt[node] as number;
    return { ...arrays, ranges, kinds: kinds.labels, numberOf };
  } catch (error) {
    if (error instanceof ManyKinds || error instanceof KnowledgeFull) return undefined;
    throw error;
  } finally {
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
  async all(ranges: readonly Range[], task: EdgeWork): Promise<Stopped | undefined> {
    const crew = this.#crew;
    this.#pending = ranges
      .flatMap(chunksOf)
      .reverse()
      .map((range) => ({ ...range, edges: task }));
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
  #collect(lane: number, { to, edges }: Chunk): void {
    const packed = this.#packed;
    const reached = packed.kernel.get(scratchOf(lane) + REACHED);
    if (reached < to) this.#pending.push({ from: reached, to, edges });
    const misses = packed.missesOf(lane);
    if (misses.length === 0) return;
    withoutChance(() => {
      for (const { record, trees } of misses) packed.teach(packed.decodeRecord(record), trees);
      for (const { record, trees } of misses) {
        packed.untilKnown(
          () => packed.decodeRecord(record),
          () => work(packed.kernel, OWN, { from: record, to: record + 1 }, edges),
          trees,
        );
      }
    });
  }
}

function chunksOf({ from, to }: Range): Range[] {
  return Array.from({ length: Math.ceil((to - from) / CHUNK) }, (_, i) => ({
    from: from + i * CHUNK,
    to: Math.min(to, from + (i + 1) * CHUNK),
  }));
}
