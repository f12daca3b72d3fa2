/**
 * Visiting one level: chunks are visited here, and by the crew, as many as it can take. What the tables do not know comes back to
 * the teacher, who then visits those states here. When something is full, nothing starts until there is room.
 */
import type { Host, Stopped } from '../../model/exploration.ts';
import { withoutChance } from '../../semantics/purity.ts';
import type { Slices } from '../../semantics/slices.ts';
import type { Audit } from '../answers/audit.ts';
import {
  AUDIT_COUNT,
  AUDITS,
  DONE,
  LOG_FULL,
  MANY_MISSES,
  REACHED,
  STATUS,
  TABLE_FULL,
  WORDS_FULL,
} from '../kernel/memory-map.ts';
import { scratchOf } from '../kernel.ts';
import type { Range } from '../memory/log.ts';
import { type Miss, OutOfBits, OWN, type PackedStates } from '../memory/packed-states.ts';
import type { Crew } from './crew.ts';
import type { Tally } from './tally.ts';

/** A task: so long that its way to a thread costs little, so short that its end is not waited for. */
const CHUNK_STATES_MIN = 1024;
const CHUNK_STATES_MAX = 8192;
/** A task's status, besides those of the kernel: a value has no room in the layout. */
const OUT_OF_BITS = -1;

export interface LevelContext {
  readonly packed: PackedStates;
  readonly crew: Crew;
  readonly audit: Audit;
  readonly tally: Tally;
  readonly host: Host;
  readonly slices: Slices;
  /** Goes on in a wider layout, or throws `OutOfBits`. */
  readonly widen: () => void;
  /** Asked now and then whether `save` is due, which is told what is not visited yet, and then may take its time. */
  readonly isSaveDue: () => boolean;
  readonly save: (pending: readonly Range[]) => Promise<void>;
}

export class Level {
  readonly #context: LevelContext;
  readonly #number: number;
  readonly #pending: Range[];
  /** Why no task may start: what tasks ended with that need more room. */
  readonly #troubles = new Set<number>();

  constructor(context: LevelContext, number: number, ranges: readonly Range[]) {
    this.#context = context;
    this.#number = number;
    this.#pending = chunksOf(ranges, context.crew);
  }

  /** What is still to be visited, when no task runs. */
  get pending(): readonly Range[] {
    return this.#pending;
  }

  /** Until all is visited, or the host or a limit says stop. */
  async visit(): Promise<Stopped | undefined> {
    const { crew, packed, slices, audit, isSaveDue } = this.#context;
    let stopped: Stopped | undefined;
    try {
      while (stopped === undefined) {
        if (this.#troubles.size === 0) this.#give();
        if (this.#mayVisitHere) {
          this.#visitHere();
          await crew.hear();
        } else if (!crew.isIdle) await crew.one();
        else if (this.#troubles.size > 0) stopped = this.#makeRoom();
        else break;
        if (slices.isOver) stopped ??= await slices.breathe();
        if (stopped === undefined && isSaveDue()) await this.#save();
      }
    } finally {
      await crew.all(packed.store);
    }
    if (stopped === undefined) withoutChance(() => audit.level());
    return stopped;
  }

  get #mayVisitHere(): boolean {
    const { crew } = this.#context;
    return this.#troubles.size === 0 && this.#pending.length > 0 && (crew.isIdle || !crew.leavesNothing);
  }

  async #save(): Promise<void> {
    const { crew, packed, slices, save } = this.#context;
    await crew.all(packed.store);
    await save(this.#pending);
    slices.restart();
  }

  #give(): void {
    const { crew, packed } = this.#context;
    crew.give(
      this.#pending,
      packed.kernel,
      packed.store.log.states,
      (lane, task) => this.#collect(lane, task),
      // What a dead thread stored stays, and is known when its chunk is visited again.
      (task) => this.#pending.push(task),
    );
  }

  #visitHere(): void {
    const task = this.#pending.pop() as Range;
    this.#context.packed.kernel.run.expand(OWN, task.from, task.to);
    this.#collect(OWN, task);
  }

  /** Takes over what a task counted and found; what it did not get to is pending again. */
  #collect(lane: number, task: Range): void {
    const { packed, audit } = this.#context;
    const { kernel } = packed;
    this.#add(lane, task);
    const misses = packed.missesOf(lane);
    const first = (scratchOf(lane) + AUDITS) >>> 2;
    const audited = [...kernel.u32.subarray(first, first + kernel.get(scratchOf(lane) + AUDIT_COUNT))];
    if (misses.length === 0 && audited.length === 0) return;
    withoutChance(() => {
      audit.records(audited, lane);
      this.#teach(misses);
    });
  }

  #add(lane: number, task: Range): void {
    const { packed, tally } = this.#context;
    tally.add(packed.kernel, lane, task.from, this.#number);
    const reached = packed.kernel.get(scratchOf(lane) + REACHED);
    if (reached < task.to) this.#pending.push({ from: reached, to: task.to });
    const status = packed.kernel.get(scratchOf(lane) + STATUS);
    if (status !== DONE && status !== MANY_MISSES) this.#troubles.add(status);
  }

  /** Learns what was missed, then visits the states that missed it, one by one; where there is no room they are pending again. */
  #teach(misses: readonly Miss[]): void {
    const { packed, tally, audit } = this.#context;
    const left = misses.map(({ record }) => ({ from: record, to: record + 1 }));
    // They are visited when they are known, and not before.
    tally.visited -= left.length;
    try {
      for (const { record, trees } of misses) packed.teach(packed.decodeRecord(record), trees);
      for (let task = left.at(-1); task !== undefined; task = left.at(-1)) {
        const { from, to } = task;
        packed.untilKnown(
          () => packed.decodeRecord(from),
          () => packed.kernel.run.expand(OWN, from, to),
        );
        left.pop();
        this.#add(OWN, task);
        if (packed.kernel.get(scratchOf(OWN) + AUDIT_COUNT) > 0) audit.records([from], OWN);
      }
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      this.#pending.push(...left);
      this.#troubles.add(OUT_OF_BITS);
    }
  }

  /** While no task runs. */
  #makeRoom(): Stopped | undefined {
    const { packed, host, widen } = this.#context;
    const { store } = packed;
    const troubles = new Set(this.#troubles);
    this.#troubles.clear();
    if (troubles.has(OUT_OF_BITS)) widen();
    if (troubles.has(LOG_FULL)) return 'webassembly-memory';
    if (troubles.has(WORDS_FULL) && !store.growWords()) return 'webassembly-memory';
    if (!troubles.has(TABLE_FULL)) return undefined;
    if (store.isFull) return 'max-states';
    return store.growStates((bytes) => host.mayGrow(bytes));
  }
}

function chunksOf(ranges: readonly Range[], { workers, isEager }: Crew): Range[] {
  const states = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const fair = Math.ceil(states / (4 * workers));
  const chunk = Math.min(CHUNK_STATES_MAX, Math.max(isEager ? 1 : CHUNK_STATES_MIN, fair));
  return ranges.flatMap(({ from, to }) =>
    Array.from({ length: Math.ceil((to - from) / chunk) }, (_, i) => ({
      from: from + i * chunk,
      to: Math.min(to, from + (i + 1) * chunk),
    })),
  );
}
