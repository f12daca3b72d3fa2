/**
 * The keys in Redis besides the jobs: a record for each run, a note of each worker that attends to it, and the owner of the run. All keys
 * begin with `everywhen:`, those of BullMQ's jobs with `everywhen:cells:`.
 */
import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { type RunRecord, runRecordSchema } from './run-record.ts';

export const JOBS_PREFIX = 'everywhen:cells';
const RUNS = 'everywhen:runs';
/** How long a silent night stays the owner of its run. */
const OWNER_MS = 15_000;

const workerNoteSchema = v.object({
  /** The name of the worker. */
  machine: v.string(),
  threads: v.number(),
  /** Why it takes no cells of the run. */
  misfit: v.exactOptional(v.string()),
  /** Incremented with every note: a worker whose note does not change is gone. No clocks are compared. */
  beat: v.number(),
});
export type WorkerNote = v.InferOutput<typeof workerNoteSchema>;

/** Only while the run exists, so that no key is left behind when it ends. */
const NOTE_WORKER = `if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[2], ARGV[2], ARGV[3]) end`;
/** Takes a run without an owner, or extends the ownership of the caller. */
const RENEW_OWNER = `
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;
const RELEASE_OWNER = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

export class RunRegistry {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** By name; null where another version of Everywhen wrote the record. */
  async runs(): Promise<ReadonlyMap<string, RunRecord | null>> {
    const records = Object.entries(await this.#redis.hgetall(RUNS));
    return new Map(records.map(([run, text]) => [run, parsed(runRecordSchema, text)]));
  }

  async publish(record: RunRecord): Promise<void> {
    await this.#redis.hset(RUNS, record.run, JSON.stringify(record));
  }

  async has(run: string): Promise<boolean> {
    return (await this.#redis.hexists(RUNS, run)) === 1;
  }

  /** Takes or keeps the run; false if it has another owner. */
  async own(run: string, owner: string): Promise<boolean> {
    return (await this.#redis.eval(RENEW_OWNER, 1, ownerKey(run), owner, OWNER_MS)) === 1;
  }

  async disown(run: string, owner: string): Promise<void> {
    await this.#redis.eval(RELEASE_OWNER, 1, ownerKey(run), owner);
  }

  /** Null if no night owns the run. */
  async owner(run: string): Promise<string | null> {
    return this.#redis.get(ownerKey(run));
  }

  async note(run: string, note: WorkerNote): Promise<void> {
    await this.#redis.eval(NOTE_WORKER, 2, RUNS, workersKey(run), run, note.machine, JSON.stringify(note));
  }

  async leave(run: string, worker: string): Promise<void> {
    await this.#redis.hdel(workersKey(run), worker);
  }

  async workers(run: string): Promise<readonly WorkerNote[]> {
    const notes = await this.#redis.hvals(workersKey(run));
    return notes.flatMap((text) => parsed(workerNoteSchema, text) ?? []);
  }

  async remove(run: string): Promise<void> {
    await this.#redis.hdel(RUNS, run);
    await this.#redis.del(workersKey(run));
  }
}

function ownerKey(run: string): string {
  return `everywhen:master:${run}`;
}

function workersKey(run: string): string {
  return `everywhen:machines:${run}`;
}

function parsed<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | null {
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
