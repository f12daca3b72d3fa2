/**
 * Checkpoints: the results of a breadth-first run so far, in a file from which another run can resume. They are written while
 * no task runs. docs/decisions/checkpoint.md has their contents, and why these include no values.
 */
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import * as v from 'valibot';
import { UserError } from '../../errors.ts';
import type { System } from '../../model/system.ts';
import { now } from '../../semantics/clock.ts';
import { withoutChance } from '../../semantics/purity.ts';
import type { Tally } from '../exploring/tally.ts';
import { LINE_BYTES } from '../kernel/memory-map.ts';
import { kernelBytes } from '../kernel-file.ts';
import { Journal } from '../knowledge/journal.ts';
import { relearn } from '../knowledge/relearn.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Layout } from '../memory/layout.ts';
import type { PackedStates } from '../memory/packed-states.ts';
import { bytesOf, type Levels, restore, sizesOf } from '../memory/stored-states.ts';
import {
  CheckpointFile,
  isForeign,
  notOurs,
  ofAnotherVersion,
  temporaryOf,
  writeCheckpoint,
} from './checkpoint-file.ts';

/** Where and when a run writes checkpoints, and whether it resumes from one. */
export interface CheckpointOptions {
  /** The path of the checkpoint. */
  readonly file: string;
  /** Seconds between the end of one checkpoint and the beginning of the next. A run that stops early writes one more. */
  readonly everySeconds: number;
  /** Resume from the file, or start from the beginning if there is none. If false, an existing file is refused. */
  readonly resume: boolean;
  /**
   * A hash of everything that the states depend on: the model's modules, its parameters, the version. A checkpoint with
   * another one is refused.
   */
  readonly contentHash: string;
  /** Called when a run starts without a checkpoint or resumes from one, and when a checkpoint is written or fails. */
  readonly onEvent?: (event: CheckpointEvent) => void;
}

/** What happened to the checkpoint of a run. */
export type CheckpointEvent =
  | { readonly kind: 'begun anew' }
  | { readonly kind: 'resumed'; readonly states: number; readonly depth: number }
  | { readonly kind: 'written'; readonly states: number; readonly bytes: number; readonly seconds: number }
  /** The run continues, and an earlier checkpoint is unchanged. */
  | { readonly kind: 'failed'; readonly because: string };

/** The data of a checkpoint, between two tasks. */
export interface Moment {
  readonly packed: PackedStates;
  readonly tally: Tally;
  readonly levels: Levels;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Places = v.array(v.object({ word: count, shift: count, bits: count }));
const Header = v.object({
  engine: v.string(),
  system: v.string(),
  contentHash: v.string(),
  layout: v.object({
    places: Places,
    words: count,
    recordBytes: count,
    narrow: v.optional(Places),
  }),
  sizes: v.object({ stateLines: count, isCompact: v.boolean(), wordLines: count, words: count }),
  levels: v.object({ begun: v.array(count), pending: count, next: count }),
  tally: v.object({
    transitions: count,
    quiescentStates: count,
    finalStates: count,
    visited: count,
    found: v.array(v.tuple([count, count])),
  }),
  teacher: v.object({
    journalBytes: count,
    values: v.string(),
    evaluations: count,
    audited: count,
    frozen: v.array(count),
    asked: v.optional(v.array(count), []),
  }),
});
type Header = v.InferOutput<typeof Header>;

export class Checkpoints {
  readonly #options: CheckpointOptions;
  #last = now();
  #resumed: { readonly file: CheckpointFile; readonly header: Header } | undefined;
  /** Whether there is a file of this run. */
  #isThere = false;

  constructor(options: CheckpointOptions) {
    this.#options = options;
  }

  /**
   * To be called before anything is explored, with a teacher that knows nothing. Throws `E_CHECKPOINT` if the file cannot be
   * resumed, must not be overwritten, or cannot be written.
   */
  async begin(teacher: Teacher): Promise<void> {
    const { file, resume } = this.#options;
    teacher.journal = new Journal();
    await this.#mustBeWritable();
    if (!resume) return await this.#mustNotExist();
    const found = await CheckpointFile.open(file);
    if (found === undefined) return this.#options.onEvent?.({ kind: 'begun anew' });
    try {
      const header = this.#fitting(found, teacher.system);
      const journal = new Uint8Array(header.teacher.journalBytes);
      await found.read(journal);
      if (!relearnt(teacher, journal) || valuesHash(teacher) !== header.teacher.values) throw ofAnotherModel(file);
      this.#resumed = { file: found, header };
    } catch (error) {
      await found.close();
      throw error;
    }
  }

  /** The layout of the states to resume from; undefined if there are none, or once they were restored. */
  get layout(): Layout | undefined {
    return this.#resumed?.header.layout;
  }

  /** Fills a store, in the layout above, with the states to resume from. Undefined if there are none. */
  async resume(packed: PackedStates, tally: Tally, mayGrow: (bytes: number) => boolean): Promise<Levels | undefined> {
    if (this.#resumed === undefined) return undefined;
    const { file, header } = this.#resumed;
    try {
      const bytes = file.left + LINE_BYTES * header.sizes.stateLines;
      if (!mayGrow(bytes)) throw tooLarge(this.#options.file, bytes);
      const states = sizeOf(header.levels);
      if (!packed.store.mayReopen(header.sizes, states)) throw tooFar(this.#options.file);
      const levels = await restore(packed, file, header.sizes, header.levels);
      tally.restore(header.tally);
      packed.teacher.restore(header.teacher);
      this.#isThere = true;
      this.#last = now();
      this.#options.onEvent?.({
        kind: 'resumed',
        states,
        depth: levels.begun.length - (levels.next.length > 0 ? 0 : 1),
      });
      return levels;
    } finally {
      await this.close();
    }
  }

  get isDue(): boolean {
    return now() - this.#last >= 1000 * this.#options.everySeconds;
  }

  /** Writes a checkpoint. A failure is reported to `onEvent`, and changes nothing else. */
  async save({ packed, tally, levels }: Moment): Promise<void> {
    const start = now();
    const { file, onEvent } = this.#options;
    const { log } = packed.store;
    const states = log.countStored();
    if (tally.visited + sizesOf(levels).pending !== log.states) throw new Error('a state was lost between two tasks');
    const journal = packed.teacher.journal?.bytes ?? new Uint8Array();
    const header = this.#header({ packed, tally, levels }, journal);
    try {
      const bytes = await writeCheckpoint(file, header, [journal, ...bytesOf(packed, levels)]);
      this.#isThere = true;
      onEvent?.({ kind: 'written', states, bytes, seconds: (now() - start) / 1000 });
    } catch (error) {
      onEvent?.({ kind: 'failed', because: (error as Error).message });
    }
    this.#last = now();
  }

  /** Removes the file of this run, which will not be resumed. */
  async remove(): Promise<void> {
    // A file that cannot be removed does no harm: the run has its results.
    if (this.#isThere) await rm(this.#options.file, { force: true }).catch(() => {});
    this.#isThere = false;
  }

  async close(): Promise<void> {
    await this.#resumed?.file.close();
    this.#resumed = undefined;
  }

  #header({ packed, tally, levels }: Moment, journal: Uint8Array): Header {
    const { layout, store, teacher } = packed;
    const { transitions, quiescentStates, finalStates, visited, found } = tally;
    const { evaluations, audited, frozen, asked } = teacher;
    return {
      engine: engineHash(),
      system: namesHash(teacher.system),
      contentHash: this.#options.contentHash,
      layout: { ...layout, places: [...layout.places], narrow: layout.narrow && [...layout.narrow] },
      sizes: store.sizes,
      levels: { ...sizesOf(levels), begun: [...sizesOf(levels).begun] },
      tally: { transitions, quiescentStates, finalStates, visited, found: [...found] },
      teacher: { journalBytes: journal.length, values: valuesHash(teacher), evaluations, audited, frozen, asked },
    };
  }

  #fitting(found: CheckpointFile, system: System): Header {
    const { file, contentHash } = this.#options;
    const header = v.safeParse(Header, found.header);
    if (!header.success || header.output.engine !== engineHash()) throw ofAnotherVersion(file);
    const isOurs = header.output.contentHash === contentHash && header.output.system === namesHash(system);
    if (!isOurs) throw ofAnotherModel(file);
    return header.output;
  }

  async #mustNotExist(): Promise<void> {
    const { file } = this.#options;
    const found = await CheckpointFile.open(file);
    if (found === undefined) return;
    await found.close();
    throw new UserError('E_CHECKPOINT', `there is a checkpoint in '${file}' already.`, {
      hint: 'It stays as it is. Add --resume to resume from it, or remove it to start again.',
    });
  }

  /** Reports a file that cannot be written before anything is explored, not at the first checkpoint ten minutes later. */
  async #mustBeWritable(): Promise<void> {
    const temporary = temporaryOf(this.#options.file);
    if (await isForeign(temporary)) throw notOurs(temporary);
    try {
      await (await open(temporary, 'w')).close();
      await rm(temporary);
    } catch (error) {
      throw new UserError('E_CHECKPOINT', `no checkpoint can be written: ${(error as Error).message}`);
    }
  }
}

/** Repeats a journal. Any error that is not the user's is due to values that are not those of the journal. */
function relearnt(teacher: Teacher, journal: Uint8Array): boolean {
  try {
    return withoutChance(() => relearn(teacher, journal));
  } catch (error) {
    if (error instanceof UserError) throw error;
    return false;
  }
}

/** A hash of all values by number: another model may do the same with other values. */
function valuesHash({ domains }: Teacher): string {
  const hash = createHash('sha256');
  for (const { values } of domains) {
    for (const { text } of values) hash.update(text).update('\0');
    hash.update('\n');
  }
  return hash.digest('hex');
}

/** A hash of the names of slots, steps and properties, in the order of their numbers. The caller's content hash may be wrong. */
function namesHash({ slots, alternatives, properties }: System): string {
  const names = [
    slots.map(({ name }) => name),
    alternatives.map(({ process, label, name }) => [process.name, label, name]),
    properties.map(({ id, kind }) => [id, kind]),
  ];
  return createHash('sha256').update(JSON.stringify(names)).digest('hex');
}

function engineHash(): string {
  return createHash('sha256').update(kernelBytes()).digest('hex');
}

function ofAnotherModel(file: string): UserError {
  return new UserError('E_CHECKPOINT', `'${file}' is the checkpoint of another model, or of other parameters.`, {
    hint: 'It stays as it is. A model that was changed since is another one: start from the beginning with another file.',
  });
}

function sizeOf({ begun, next }: Header['levels']): number {
  return begun.reduce((sum, states) => sum + states, next);
}

function tooFar(file: string): UserError {
  return new UserError('E_CHECKPOINT', `'${file}' has more states than this process has addresses for.`, {
    hint: 'It stays as it is. Something limits the addresses of this process, as `ulimit -v` does.',
  });
}

function tooLarge(file: string, bytes: number): UserError {
  const megabytes = Math.ceil(bytes / 1024 ** 2).toLocaleString('en');
  return new UserError('E_CHECKPOINT', `to resume from '${file}' takes ${megabytes} MB, and the limit leaves less.`, {
    hint: 'It stays as it is. Give the run more with --max-memory, or use a larger machine.',
  });
}
