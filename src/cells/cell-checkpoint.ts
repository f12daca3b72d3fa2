/**
 * The checkpoint of a cell that runs unattended. A checkpoint that is wrong in any way never fails the cell: the cell runs, and its result
 * says what became of the checkpoint. A checkpoint that cannot be resumed is put aside and kept until the cell has finished.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Report } from '../check/report.ts';
import type { CheckpointEvent, CheckpointOptions } from '../engine/checkpoint/checkpoint.ts';
import { UserError } from '../errors.ts';
import { digest, isCertain, type Loads } from '../load/loads.ts';

export interface CheckpointPlace {
  readonly file: string;
  readonly everySeconds: number;
  /** Resume from the file if it exists. */
  readonly resume: boolean;
  /** A digest of everything that the states depend on besides the model's modules. */
  readonly basis: string;
}

export interface CheckpointFate {
  /** The number of states in the checkpoint that the cell resumed from. */
  readonly wentOnFrom?: number;
  /** The number of states in the checkpoint that is left for the next run. */
  readonly kept?: number;
  /** Why a checkpoint could not be resumed or written: a sentence. */
  readonly trouble?: string;
}

export interface CheckpointedReport {
  readonly report: Report;
  readonly checkpoint: CheckpointFate;
}

type RunWith = (checkpoint: CheckpointOptions | undefined) => Promise<Report>;

/** Runs a cell whose modules are loaded. Throws what the cell throws, and no error that is the fault of a checkpoint. */
export async function withCheckpoint(
  place: CheckpointPlace,
  modules: Loads,
  run: RunWith,
): Promise<CheckpointedReport> {
  const notes = new Notes();
  const report = await runOnce(place, modules, run, notes);
  if (report.stopped === undefined) removeAside(place.file);
  return { report, checkpoint: notes.fate(existsSync(place.file)) };
}

async function runOnce(place: CheckpointPlace, modules: Loads, run: RunWith, notes: Notes): Promise<Report> {
  const { file, everySeconds, resume, basis } = place;
  // A module may have run with either of two texts: it is not known which model a checkpoint would be of.
  if (!isCertain(modules)) return run(undefined);
  const options: CheckpointOptions = {
    file,
    everySeconds,
    resume: true,
    contentHash: digest(JSON.stringify([basis, Object.entries(modules)])),
    onEvent: (event) => notes.take(event),
  };
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (!resume) putAside(file);
  } catch (error) {
    notes.trouble = `No checkpoint could be kept: ${(error as Error).message}.`;
    return run(undefined);
  }
  try {
    return await run(options);
  } catch (error) {
    if (!isOfCheckpoint(error)) throw error;
    notes.trouble = `It began anew, because ${error.message.replace(`'${file}'`, 'its checkpoint').replace(/\.?$/, '.')}`;
  }
  try {
    putAside(file);
    return await run(options);
  } catch (error) {
    if (!isOfCheckpoint(error) && !isOfFiles(error)) throw error;
    notes.trouble = `No checkpoint could be kept: ${error.message.replace(/\.?$/, '.')}`;
    return run(undefined);
  }
}

class Notes {
  trouble: string | undefined;
  #wentOnFrom: number | undefined;
  #states: number | undefined;

  take(event: CheckpointEvent): void {
    if (event.kind === 'resumed') this.#wentOnFrom = event.states;
    if (event.kind === 'resumed' || event.kind === 'written') this.#states = event.states;
    if (event.kind === 'failed') this.trouble = `No checkpoint could be written: ${event.because}.`;
  }

  fate(isThere: boolean): CheckpointFate {
    return {
      ...(this.#wentOnFrom !== undefined && { wentOnFrom: this.#wentOnFrom }),
      ...(isThere && this.#states !== undefined && { kept: this.#states }),
      ...(this.trouble !== undefined && { trouble: this.trouble }),
    };
  }
}

/** The last checkpoint that could not be resumed. */
function asideOf(file: string): string {
  return `${file}.aside`;
}

function removeAside(file: string): void {
  try {
    rmSync(asideOf(file), { force: true });
  } catch {
    // A file that stays behind does not change the result of the run.
  }
}

function putAside(file: string): void {
  if (existsSync(file)) renameSync(file, asideOf(file));
}

function isOfCheckpoint(error: unknown): error is UserError {
  return error instanceof UserError && error.code === 'E_CHECKPOINT';
}

function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
