/**
 * What stands in Redis besides the jobs: a record for each run, a note of each machine that looks at it, and whose run it is. All keys begin with
 * `everywhen:`, those of BullMQ's jobs with `everywhen:cells:`.
 */
import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { type RunRecord, runRecordSchema } from './run-record.ts';

export const JOBS_PREFIX = 'everywhen:cells';
const RUNS = 'everywhen:runs';
/** How long a run stays whose it is when nothing is heard of the one that started it. */
const MASTER_MS = 15_000;

const machineNoteSchema = v.object({
  machine: v.string(),
  threads: v.number(),
  /** Why it takes no cells of the run. */
  misfit: v.exactOptional(v.string()),
  /** One more each time: a note that does not change is of a machine that is gone, whatever its clock says. */
  beat: v.number(),
});
export type MachineNote = v.InferOutput<typeof machineNoteSchema>;

/** Only while the run is there: nothing is left behind when it ends. */
const NOTE_MACHINE = `if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[2], ARGV[2], ARGV[3]) end`;
/** Still mine: for longer. Nobody's: mine again. */
const RENEW_MASTER = `
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;
const RELEASE_MASTER = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

export class Board {
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

  /** Takes or keeps the run; false where it is another's. */
  async own(run: string, owner: string): Promise<boolean> {
    return (await this.#redis.eval(RENEW_MASTER, 1, masterKey(run), owner, MASTER_MS)) === 1;
  }

  async disown(run: string, owner: string): Promise<void> {
    await this.#redis.eval(RELEASE_MASTER, 1, masterKey(run), owner);
  }

  /** Who has it, null where nobody was heard of. */
  async owner(run: string): Promise<string | null> {
    return this.#redis.get(masterKey(run));
  }

  async note(run: string, note: MachineNote): Promise<void> {
    await this.#redis.eval(NOTE_MACHINE, 2, RUNS, machinesKey(run), run, note.machine, JSON.stringify(note));
  }

  async leave(run: string, machine: string): Promise<void> {
    await this.#redis.hdel(machinesKey(run), machine);
  }

  async machines(run: string): Promise<readonly MachineNote[]> {
    const notes = await this.#redis.hvals(machinesKey(run));
    return notes.flatMap((text) => parsed(machineNoteSchema, text) ?? []);
  }

  async remove(run: string): Promise<void> {
    await this.#redis.hdel(RUNS, run);
    await this.#redis.del(machinesKey(run));
  }
}

function masterKey(run: string): string {
  return `everywhen:master:${run}`;
}

function machinesKey(run: string): string {
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
