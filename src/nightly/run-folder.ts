/**
 * The folder of a run: `run.json`, a file for each cell under `cells/`, the summaries. Beside the runs stands `latest`, a file that
 * names the last one: a link would survive neither a zip nor a checkout on Windows.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../errors.ts';
import { obstacle } from '../files/obstacle.ts';
import { readWhole, tryFolder, writeWhole } from '../files/whole-file.ts';
import { CELL_SETS } from './cell-set.ts';
import { type RunName, runSchema } from './finding.ts';
import { type CellRecord, recordSchema } from './record.ts';

/** Which part it is, of how many; the digest of the split, and how many cells all parts have together. */
const shardSchema = v.object({ index: v.number(), of: v.number(), split: v.string(), cells: v.number() });
const headSchema = v.object({
  run: runSchema,
  node: v.string(),
  engine: v.string(),
  threads: v.number(),
  models: v.array(v.string()),
  sets: v.array(v.picklist(CELL_SETS)),
  cells: v.number(),
  seconds: v.number(),
  budgetSeconds: v.exactOptional(v.number()),
  interrupted: v.boolean(),
  shard: v.exactOptional(shardSchema),
  /** Of a merge: what its parts lack, and where they contradict one another. Such a run is inconclusive. */
  faults: v.exactOptional(v.array(v.string())),
  /** Of a merge: notes about its parts. */
  remarks: v.exactOptional(v.array(v.string())),
});
export type RunHead = v.InferOutput<typeof headSchema>;

/** A run of a night, as it is read from its folder. */
export interface NightRun {
  readonly head: RunHead;
  readonly records: readonly CellRecord[];
}

const LATEST = 'latest';
const NOT_STARTED = 'not-started.json';

export class RunFolder {
  readonly folder: string;
  readonly run: RunName;

  /** Makes a new folder for a run that begins now; existing files are never touched. Throws `E_USAGE`. */
  constructor(out: string, { date, commit }: Omit<RunName, 'name'>, part = '') {
    const plain = `${date.slice(0, 10)}-${commit ?? 'no-commit'}${part}`;
    try {
      mkdirSync(out, { recursive: true });
      let name = plain;
      for (let count = 2; !made(join(out, name)); count++) name = `${plain}-${count}`;
      this.run = { name, date, commit };
      this.folder = join(out, name);
      tryFolder(this.folder);
    } catch (error) {
      throw new UserError('E_USAGE', `no run can be kept in '${out}': ${obstacle(error)}`);
    }
  }

  /** Cells that were never started share a file: there may be thousands of them when a budget is used up. */
  keepNotStarted(records: readonly CellRecord[]): void {
    const lines = records.map((record) => JSON.stringify(record));
    if (lines.length > 0) writeWhole(join(this.folder, NOT_STARTED), `[\n${lines.join(',\n')}\n]\n`);
  }

  keep(record: CellRecord): void {
    writeWhole(join(this.folder, 'cells', `${record.id}.json`), `${JSON.stringify(record)}\n`);
  }

  /** To be called when all cells are kept. From then on the run can be read and is the latest. */
  end(head: RunHead): void {
    writeWhole(join(this.folder, 'run.json'), `${JSON.stringify(head, undefined, 1)}\n`);
    writeWhole(join(this.folder, '..', LATEST), `${this.run.name}\n`);
  }

  write(file: string, text: string): void {
    writeWhole(join(this.folder, file), text);
  }
}

/** Whether the folder is new. */
function made(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Finds a run by its folder, or by its name or `latest` among the runs under `out`. Throws `E_USAGE`. */
export function readRun(name: string, out: string): NightRun {
  const folder = [resolve(name), join(out, name), join(out, latestOf(out) ?? '')].find(
    (candidate, i) => (i < 2 || name === LATEST) && existsSync(join(candidate, 'run.json')),
  );
  if (folder === undefined) {
    throw new UserError('E_USAGE', `there is no run '${name}'.`, {
      hint: `A run is a folder that 'everywhen nightly' wrote; it has a run.json when the run has ended. ${runsIn(out)}`,
    });
  }
  const head = readWhole(join(folder, 'run.json'), headSchema);
  if (head === undefined) throw unreadable(join(folder, 'run.json'));
  const notStarted = join(folder, NOT_STARTED);
  const rest = existsSync(notStarted) ? readWhole(notStarted, v.array(recordSchema)) : [];
  if (rest === undefined) throw unreadable(notStarted);
  const ended = filesUnder(join(folder, 'cells')).map((file) => {
    const record = readWhole(file, recordSchema);
    if (record === undefined) throw unreadable(file);
    return record;
  });
  const records = [...ended, ...rest];
  if (records.length !== head.cells) {
    throw new UserError('E_USAGE', `'${folder}' has ${records.length} cells where its run had ${head.cells}.`, {
      hint: 'Files were lost or added after the run.',
    });
  }
  return { head, records };
}

/** The name of the latest run in a folder. */
export function latestOf(out: string): string | undefined {
  const file = join(out, LATEST);
  return existsSync(file) ? basename(readFileSync(file, 'utf8').trim()) : undefined;
}

function runsIn(out: string): string {
  const names = existsSync(out) ? readdirSync(out).filter((name) => existsSync(join(out, name, 'run.json'))) : [];
  const shown = relative(process.cwd(), out).replaceAll(sep, '/') || '.';
  return names.length === 0
    ? `There are none in '${shown}'.`
    : `In '${shown}' there are ${names.toSorted().join(', ')}.`;
}

function filesUnder(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => join(folder, file));
}

function unreadable(file: string): UserError {
  return new UserError('E_USAGE', `'${file}' cannot be read as part of a run.`, {
    hint: 'It was truncated, or another version of Everywhen wrote it.',
  });
}
