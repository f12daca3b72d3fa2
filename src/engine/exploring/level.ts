/**
 * Visits one level: this thread visits chunks, and so does the crew, as many as it can take. A state for which the tables
 * miss an entry goes back to the teacher, which then visits it in this thread. When a table or the log is full, no task
 * starts until there is room.
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
import { type Miss, OutOfBits, OutOfTrees, OWN, type PackedStates } from '../memory/packed-states.ts';
import type { Crew } from './crew.ts';
import { growTogether } from './growing.ts';
import type { Tally } from './tally.ts';

/** States of a task: enough that sending it to a thread costs little, few enough that no thread waits long for its end. */
const CHUNK_STATES_MIN = 1024;
const CHUNK_STATES_MAX = 8192;
/** The status of a task, besides those of the kernel: the layout has no room for a value. */
const OUT_OF_BITS = -1;
/** Choices are to be divided or put together (../knowledge/choices/choices.ts). */
const OTHER_TREES = -2;

export interface LevelContext {
  readonly packed: PackedStates;
  readonly crew: Crew;
  readonly audit: Audit;
  readonly tally: Tally;
  readonly host: Host;
  readonly slices: Slices;
  /** Continues in a wider layout, or returns why there is no room for it. Throws `OutOfBits` if the run must start again. */
  readonly widen: () => Stopped | undefined;
  /** Whether `save` is due; asked often. `save` receives the ranges that are not visited yet, and may take long. */
  readonly isSaveDue: () => boolean;
  readonly save: (pending: readonly Range[]) => Promise<void>;
}

export class Level {
  readonly #context: LevelContext;
  readonly #number: number;
  readonly #pending: Range[];
  /** The statuses of tasks that ended for lack of room. While there is one, no task may start. */
  readonly #troubles = new Set<number>();

  constructor(context: LevelContext, number: number, ranges: readonly Range[]) {
    this.#context = context;
    this.#number = number;
    this.#pending = chunksOf(ranges, context.crew);
  }

  /** The ranges that are still to be visited, while no task runs. */
  get pending(): readonly Range[] {
    return this.#pending;
  }

  /** Visits the level until all its states are visited, or the host or a limit stops the run. */
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
        else if (this.#troubles.size > 0) stopped = await this.#makeRoom();
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
      // The states that a dead thread stored remain, and are known when its chunk is visited again.
      (task) => this.#pending.push(task),
    );
  }

  #visitHere(): void {
    const task = this.#pending.pop() as Range;
    this.#context.packed.kernel.run.expand(OWN, task.from, task.to);
    this.#collect(OWN, task);
  }

  /** Adds the counts and findings of a task. The states that it did not reach are pending again. */
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

  /**
   * Learns the missing entries, then visits the states that missed them, one by one. If there is no room, these states are
   * pending again.
   */
  #teach(misses: readonly Miss[]): void {
    const { packed, tally, audit } = this.#context;
    const { choices } = packed.teacher;
    const left = misses.map(({ record, trees }) => ({ from: record, to: record + 1, trees }));
    // These states count as visited only when they have been visited again.
    tally.visited -= left.length;
    try {
      for (const { record, trees } of misses) {
        packed.teach(packed.decodeRecord(record), trees);
        // What else is missed would be evaluated in vain.
        if (choices.isDue) throw new OutOfTrees();
      }
      for (let task = left.at(-1); task !== undefined; task = left.at(-1)) {
        const { from, to, trees } = task;
        packed.untilKnown(
          () => packed.decodeRecord(from),
          () => packed.kernel.run.expand(OWN, from, to),
          trees,
        );
        left.pop();
        this.#add(OWN, task);
        if (packed.kernel.get(scratchOf(OWN) + AUDIT_COUNT) > 0) audit.records([from], OWN);
      }
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      this.#pending.push(...left.map(({ from, to }) => ({ from, to })));
      this.#troubles.add(error instanceof OutOfTrees ? OTHER_TREES : OUT_OF_BITS);
    }
    if (choices.isDue) this.#troubles.add(OTHER_TREES);
  }

  /** Makes room for what was full, while no task runs; otherwise returns why there is none. */
  async #makeRoom(): Promise<Stopped | undefined> {
    const { packed, crew, host, widen } = this.#context;
    const { store } = packed;
    const troubles = new Set(this.#troubles);
    this.#troubles.clear();
    const stopped = troubles.has(OUT_OF_BITS) ? widen() : undefined;
    if (stopped !== undefined) return stopped;
    if (troubles.has(OTHER_TREES)) withoutChance(() => packed.settleChoices());
    if (troubles.has(LOG_FULL)) return 'webassembly-memory';
    if (troubles.has(WORDS_FULL) && !store.words.grow()) return 'webassembly-memory';
    if (!troubles.has(TABLE_FULL)) return undefined;
    if (store.isFull) return 'max-states';
    return await growTogether(packed, crew, host);
  }
}

/** The ranges of a level in parts, for as many tasks. */
export function chunksOf(ranges: readonly Range[], { workers, isEager }: Crew): Range[] {
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
